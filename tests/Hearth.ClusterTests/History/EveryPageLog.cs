using System.Text.Json;

namespace Hearth.ClusterTests.History;

/// <summary>A small event log that fills every page, with one text in every name, description, message and setting.</summary>
internal static class EveryPageLog
{
    public const string Session = "session";

    private const string Sql = "org.apache.spark.sql.execution.ui.SparkListenerSQL";
    private const string Streaming = "org.apache.spark.sql.streaming.StreamingQueryListener$";
    private const string Connect = "org.apache.spark.sql.connect.service.SparkListenerConnect";
    private const string Thrift = "org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServer";
    private const long Begin = 1_767_225_600_000;

    /// <summary>The pages below the application's address, with words that each of them has.</summary>
    public static readonly (string Path, string Words)[] Pages =
    [
        ("overview/", "What failed"), ("jobs/", "Jobs"), ("jobs/job/?id=0", "How stages follow each other"), ("stages/", "Pools"), ("stages/stage/?id=0&attempt=0", "Summary of"),
        ("stages/stage/?id=1&attempt=0&sort=error&desc=1", "Tasks"), ("executors/", "Peak memory"), ("SQL/", "on average"), ("SQL/execution/?id=0", "Final plan"), ("storage/", "Storage"),
        ("storage/rdd/?id=1", "Partitions"), ("environment/", "Spark properties"), ("StreamingQuery/", "batches reported"), ("StreamingQuery/statistics/?id=run", "Batch duration"),
        ("connect/", "Statements"), ($"connect/session/?id={Session}", "Statements"), ("sqlserver/", "Statements"), ($"sqlserver/session/?id={Session}", "Statements"),
    ];

    /// <param name="isOver">False for an application that still runs.</param>
    public static Task WriteAsync(string path, string id, string text, bool isOver = true, string? attempt = null)
    {
        var lines = Lines(id, JsonEncodedText.Encode(text).ToString(), attempt).ToList();
        return File.WriteAllLinesAsync(path, isOver ? lines : lines.SkipLast(1));
    }

    private static IEnumerable<string> Lines(string id, string x, string? attempt)
    {
        const string Memory = "\"Storage Level\":{\"Use Disk\":true,\"Use Memory\":true,\"Use Off Heap\":false,\"Deserialized\":false,\"Replication\":1}";
        var rdds = $$"""[{"RDD ID":1,"Name":"{{x}}","Scope":"{\"id\":\"0\",\"name\":\"parallelize\"}","Callsite":"{{x}}","Parent IDs":[0],{{Memory}},"Number of Partitions":2},{"RDD ID":0,"Name":"{{x}}","Callsite":"{{x}}","Parent IDs":[],{{Memory}},"Number of Partitions":2}]""";
        yield return """{"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}""";
        yield return $$"""{"Event":"SparkListenerApplicationStart","App Name":"{{x}}","App ID":"{{id}}","Timestamp":{{Begin}},"User":"{{x}}"{{(attempt is null ? "" : $",\"App Attempt ID\":\"{attempt}\"")}}}""";
        yield return $$$"""{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Home":"{{{x}}}","Java Version":"{{{x}}}","Scala Version":"{{{x}}}"},"Spark Properties":{"spark.app.name":"{{{x}}}","{{{x}}}":"{{{x}}}","spark.scheduler.mode":"FAIR"},"Hadoop Properties":{"{{{x}}}":"{{{x}}}"},"System Properties":{"{{{x}}}":"{{{x}}}"},"Metrics Properties":{"{{{x}}}":"{{{x}}}"},"Classpath Entries":{"{{{x}}}":"{{{x}}}"}}""";
        for (var executor = 1; executor <= 2; executor++)
        {
            yield return $$$"""{"Event":"SparkListenerExecutorAdded","Timestamp":{{{Begin + 1000}}},"Executor ID":"{{{executor}}}","Executor Info":{"Host":"{{{x}}}","Total Cores":2,"Log Urls":{"{{{x}}}":"http://127.0.0.1/{{{x}}}","stderr":"javascript:alert(1)"},"Attributes":{},"Resources":{},"Resource Profile Id":0}}""";
            yield return $$$"""{"Event":"SparkListenerBlockManagerAdded","Block Manager ID":{"Executor ID":"{{{executor}}}","Host":"{{{x}}}","Port":1},"Maximum Memory":455501414,"Timestamp":{{{Begin + 1001}}}}""";
        }

        yield return $$$"""{"Event":"{{{Sql}}}ExecutionStart","executionId":0,"rootExecutionId":0,"description":"{{{x}}}","details":"{{{x}}}","physicalPlanDescription":"{{{x}}}","sparkPlanInfo":{"nodeName":"{{{x}}}","simpleString":"{{{x}}}","children":[],"metadata":{},"metrics":[]},"time":{{{Begin + 2000}}},"modifiedConfigs":{"{{{x}}}":"{{{x}}}"}}""";
        yield return $$$"""{"Event":"{{{Sql}}}AdaptiveExecutionUpdate","executionId":0,"physicalPlanDescription":"{{{x}}}","sparkPlanInfo":{"nodeName":"{{{x}}}","simpleString":"{{{x}}}","children":[{"nodeName":"{{{x}}}","simpleString":"{{{x}}}","children":[],"metadata":{},"metrics":[{"name":"{{{x}}}","accumulatorId":7,"metricType":"sum"}]}],"metadata":{},"metrics":[]}}""";
        yield return $$$"""{"Event":"{{{Sql}}}ExecutionStart","executionId":1,"rootExecutionId":0,"description":"{{{x}}}","details":"","physicalPlanDescription":"{{{x}}}","sparkPlanInfo":{"nodeName":"{{{x}}}","simpleString":"","children":[],"metadata":{},"metrics":[]},"time":{{{Begin + 2000}}},"modifiedConfigs":{}}""";
        yield return $$$"""{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":{{{Begin + 2000}}},"Stage Infos":[{{{Stage(0, "")}}},{{{Stage(1, "")}}}],"Stage IDs":[0,1],"Properties":{"spark.sql.execution.id":"0","spark.job.description":"{{{x}}}","spark.jobGroup.id":"{{{x}}}","spark.job.tags":"{{{x}}}","spark.scheduler.pool":"{{{x}}}"}}""";
        for (var stage = 0; stage < 2; stage++)
        {
            yield return $$$"""{"Event":"SparkListenerStageSubmitted","Stage Info":{{{Stage(stage, $",\"Submission Time\":{Begin + 2000}")}}},"Properties":{"spark.job.description":"{{{x}}}","spark.scheduler.pool":"{{{(stage == 0 ? x : "default")}}}"}}""";
            for (var task = 0; task < 3; task++)
            {
                var isBad = stage == 1 && task == 2;
                var reason = isBad ? $$$"""{"Reason":"ExceptionFailure","Class Name":"{{{x}}}","Description":"{{{x}}}","Stack Trace":[],"Full Stack Trace":"{{{x}}}\n\tat {{{x}}}","Accumulator Updates":[]}""" : """{"Reason":"Success"}""";
                var info = $$$"""{"Task ID":{{{(stage * 3) + task}}},"Index":{{{task}}},"Attempt":0,"Launch Time":{{{Begin + 2100}}},"Executor ID":"{{{1 + (task % 2)}}}","Host":"{{{x}}}","Locality":"PROCESS_LOCAL","Speculative":false,"Getting Result Time":0,"Finish Time":{{{Begin + 2900}}},"Failed":{{{(isBad ? "true" : "false")}}},"Killed":false,"Accumulables":[{"ID":7,"Name":"{{{x}}}","Update":"5","Value":"5","Internal":false,"Count Failed Values":true,"Metadata":"sql"}]}""";
                yield return $$$"""{"Event":"SparkListenerTaskStart","Stage ID":{{{stage}}},"Stage Attempt ID":0,"Task Info":{{{info}}}}""";
                yield return $$$"""{"Event":"SparkListenerTaskEnd","Stage ID":{{{stage}}},"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{{{reason}}},"Task Info":{{{info}}},"Task Executor Metrics":{"JVMHeapMemory":90000000},"Task Metrics":{"Executor Deserialize Time":5,"Executor Run Time":700,"JVM GC Time":100,"Result Serialization Time":1,"Memory Bytes Spilled":100,"Disk Bytes Spilled":50,"Shuffle Read Metrics":{"Remote Blocks Fetched":1,"Fetch Wait Time":9,"Remote Bytes Read":100,"Local Bytes Read":9,"Total Records Read":3},"Shuffle Write Metrics":{"Shuffle Bytes Written":300,"Shuffle Write Time":9000000,"Shuffle Records Written":3},"Input Metrics":{"Bytes Read":1000,"Records Read":10},"Output Metrics":{"Bytes Written":10,"Records Written":1} } }""";
            }

            var failure = stage == 1 ? $",\"Failure Reason\":\"{x}\"" : "";
            yield return $$$"""{"Event":"SparkListenerStageCompleted","Stage Info":{{{Stage(stage, $",\"Submission Time\":{Begin + 2000},\"Completion Time\":{Begin + 3000}{failure}")}}}}""";
        }

        yield return $$$"""{"Event":"SparkListenerBlockUpdated","Block Updated Info":{"Block Manager ID":{"Executor ID":"1","Host":"{{{x}}}","Port":1},"Block ID":"rdd_1_0",{{{Memory}}},"Memory Size":6009,"Disk Size":12}}""";
        yield return $$$"""{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":{{{Begin + 3000}}},"Job Result":{"Result":"JobFailed","Exception":{"Message":"{{{x}}}","Stack Trace":[]} } }""";
        yield return $$"""{"Event":"{{Sql}}ExecutionEnd","executionId":0,"time":{{Begin + 3000}},"errorMessage":"{{x}}"}""";
        yield return $$"""{"Event":"SparkListenerExecutorRemoved","Timestamp":{{Begin + 3500}},"Executor ID":"2","Removed Reason":"{{x}}"}""";
        yield return $$"""{"Event":"{{Streaming}}QueryStartedEvent","id":"query","runId":"run","name":"{{x}}","timestamp":"2026-01-01T00:00:04.000Z","jobTags":[]}""";
        for (var batch = 0; batch < 3; batch++)
            yield return $$$"""{"Event":"{{{Streaming}}}QueryProgressEvent","progress":{"id":"query","runId":"run","timestamp":"2026-01-01T00:00:1{{{batch}}}.000Z","batchId":{{{batch}}},"batchDuration":700,"durationMs":{"addBatch":600,"{{{x}}}":9,"triggerExecution":700},"eventTime":{"watermark":"2026-01-01T00:00:05.000Z"},"stateOperators":[{"numRowsTotal":5,"memoryUsedBytes":100}],"sources":[{"numInputRows":20,"inputRowsPerSecond":2.5,"processedRowsPerSecond":4.0}]}}""";
        yield return $$"""{"Event":"{{Streaming}}QueryTerminatedEvent","id":"query","runId":"run","exception":"{{x}}"}""";
        yield return $$"""{"Event":"{{Connect}}SessionStarted","sessionId":"{{Session}}","userId":"{{x}}","eventTime":{{Begin + 100}}}""";
        yield return $$"""{"Event":"{{Connect}}OperationStarted","jobTag":"{{x}}","operationId":"o","eventTime":{{Begin + 110}},"sessionId":"{{Session}}","userId":"{{x}}","userName":"","statementText":"{{x}}","sparkSessionTags":[]}""";
        yield return $$"""{"Event":"{{Connect}}OperationFinished","jobTag":"{{x}}","operationId":"o","eventTime":{{Begin + 150}},"producedRowCount":7}""";
        yield return $$"""{"Event":"{{Thrift}}SessionCreated","ip":"{{x}}","sessionId":"{{Session}}","userName":"{{x}}","startTime":{{Begin + 100}},"finishTime":0,"totalExecution":0}""";
        yield return $$"""{"Event":"{{Thrift}}OperationStart","id":"x","sessionId":"{{Session}}","statement":"{{x}}","startTime":{{Begin + 110}},"groupId":"{{x}}","userName":"{{x}}"}""";
        yield return $$"""{"Event":"{{Thrift}}OperationParsed","id":"x","executionPlan":"{{x}}"}""";
        yield return $$"""{"Event":"{{Thrift}}OperationError","id":"x","errorMsg":"{{x}}","errorTrace":"{{x}}","finishTime":{{Begin + 130}}}""";
        yield return $$"""{"Event":"{{x}}"}""";
        yield return $$"""{"Event":"SparkListenerApplicationEnd","Timestamp":{{Begin + 20000}}}""";

        string Stage(int stage, string more) =>
            $$"""{"Stage ID":{{stage}},"Stage Attempt ID":0,"Stage Name":"{{x}}","Number of Tasks":3,"RDD Info":{{rdds}},"Parent IDs":[{{(stage == 0 ? "" : "0")}}],"Details":"{{x}}","Resource Profile Id":0,"Accumulables":[]{{more}}}""";
    }
}
