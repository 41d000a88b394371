using Hearth.History.Model;
using Hearth.History.Snapshots;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Streaming queries, and sessions and statements of Spark Connect and the Thrift server.</summary>
public class ListenerTests
{
    private const string Streaming = "org.apache.spark.sql.streaming.StreamingQueryListener$";
    private const string Connect = "org.apache.spark.sql.connect.service.SparkListenerConnect";
    private const string Thrift = "org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServer";

    private static readonly string[] s_log =
    [
        $$"""{"Event":"{{Streaming}}QueryStartedEvent","id":"q","runId":"r","name":"counts","timestamp":"2026-01-01T00:00:00.000Z","jobTags":[]}""",
        $$$"""{"Event":"{{{Streaming}}}QueryProgressEvent","progress":{"id":"q","runId":"r","timestamp":"2026-01-01T00:00:10.000Z","batchId":1,"batchDuration":700,"durationMs":{"addBatch":600,"triggerExecution":700},"eventTime":{"watermark":"2026-01-01T00:00:05.000Z"},"stateOperators":[{"numRowsTotal":5,"memoryUsedBytes":100},{"numRowsTotal":2,"memoryUsedBytes":50}],"sources":[{"numInputRows":20,"inputRowsPerSecond":2.5,"processedRowsPerSecond":"NaN"},{"numInputRows":10,"inputRowsPerSecond":1.5,"processedRowsPerSecond":4.0}]}}""",
        $$$"""{"Event":"{{{Streaming}}}QueryProgressEvent","progress":"{\"runId\":\"r\",\"timestamp\":\"2026-01-01T00:00:20.000Z\",\"batchId\":2,\"durationMs\":{\"triggerExecution\":300},\"sources\":[]}"}""",
        $$"""{"Event":"{{Streaming}}QueryIdleEvent","id":"q","runId":"r","timestamp":"2026-01-01T00:00:21.000Z"}""",
        $$"""{"Event":"{{Streaming}}QueryTerminatedEvent","id":"q","runId":"r","exception":"boom","errorClassOnException":null}""",
        $$"""{"Event":"{{Streaming}}QueryTerminatedEvent","id":"q","runId":"never started","exception":null}""",
        $$"""{"Event":"{{Connect}}SessionStarted","sessionId":"s","userId":"ann","eventTime":100}""",
        $$"""{"Event":"{{Connect}}OperationStarted","jobTag":"tag","operationId":"o","eventTime":110,"sessionId":"s","userId":"ann","userName":"","statementText":"select 1","sparkSessionTags":[]}""",
        $$"""{"Event":"{{Connect}}OperationAnalyzed","jobTag":"tag","operationId":"o","eventTime":120}""",
        $$"""{"Event":"{{Connect}}OperationFinished","jobTag":"tag","operationId":"o","eventTime":150,"producedRowCount":7}""",
        $$"""{"Event":"{{Connect}}OperationClosed","jobTag":"tag","operationId":"o","eventTime":160}""",
        $$"""{"Event":"{{Connect}}SessionClosed","sessionId":"s","userId":"ann","eventTime":200}""",
        $$"""{"Event":"{{Thrift}}SessionCreated","ip":"10.0.0.1","sessionId":"t","userName":"bob","startTime":100,"finishTime":0,"totalExecution":0}""",
        $$"""{"Event":"{{Thrift}}OperationStart","id":"x","sessionId":"t","statement":"select nothing","startTime":110,"groupId":"g","userName":"bob"}""",
        $$"""{"Event":"{{Thrift}}OperationParsed","id":"x","executionPlan":"== Plan =="}""",
        $$"""{"Event":"{{Thrift}}OperationError","id":"x","errorMsg":"no such column","errorTrace":"at ...","finishTime":130}""",
    ];

    [Fact]
    public void A_streaming_query_sums_over_its_sources_and_ends_with_its_last_batch() => Check(Logs.OfEvents(s_log));

    [Fact]
    public void A_snapshot_keeps_all_of_it()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "snapshot");
        using (var file = File.Create(path))
            ApplicationPart.Write("key", Logs.OfEvents(s_log), new SnapshotFile.Writer(file));
        Check(ApplicationPart.Read("key", SnapshotFile.Open(path)).ShouldNotBeNull());
    }

    private static void Check(Application application)
    {
        var query = application.StreamingQueries.ShouldHaveSingleItem().Value;
        (query.Id, query.Name, query.Error, query.IsActive).ShouldBe(("q", "counts", "boom", false));
        query.Progress.Select(p => p.BatchId).ShouldBe([1, 2]);
        var first = query.Progress[0];
        (first.InputRows, first.InputRate, first.ProcessRate, first.Duration, first.StateRows, first.StateBytes).ShouldBe((30, 4.0, 4.0, 700, 7, 150));
        (first.Time - query.StartTime, first.Time - first.Watermark!.Value).ShouldBe((10_000, 5_000));
        query.Progress[1].Duration.ShouldBe(300);
        (query.EndTime!.Value - query.StartTime).ShouldBe(20_300);
        query.Progress[1].Watermark.ShouldBeNull();

        var session = application.Connect.Sessions["s"];
        (session.User, session.EndTime, session.Statements).ShouldBe(("ann", 200, 1));
        var statement = application.Connect.Statements["tag"];
        (statement.User, statement.Text, statement.State, statement.FinishTime, statement.CloseTime, statement.Rows).ShouldBe(("ann", "select 1", "CLOSED", 150, 160, 7));

        application.Thrift.Sessions["t"].Address.ShouldBe("10.0.0.1");
        var failed = application.Thrift.Statements["x"];
        (failed.State, failed.Error, failed.Plan, failed.JobKey, failed.FinishTime, failed.CloseTime).ShouldBe(("FAILED", "no such column", "== Plan ==", "g", 130, null));
        application.Problems.UnknownEvents.ShouldBeEmpty();
        application.Problems.CorruptLines.ShouldBe(0);
    }
}
