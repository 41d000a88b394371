using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hearth.History;

namespace Hearth.Benchmarks.History;

/// <summary>
/// Every page of the web UI for an application of many tasks: <c>history-pages [TASKS]</c>, 1,000,000 by default. The log is written to the
/// temporary folder and deleted afterwards. The bar is 300 ms a page once the application is loaded. Processor times, of server and client,
/// say what a page costs where other work goes on beside it.
/// </summary>
internal static class PagesScenario
{
    private const string Id = "app-20260101000000-0001";
    private const int Rounds = 7;
    private const int Stages = 200;
    private const int Executors = 50;
    private const int Cores = 4;

    private static readonly (string Name, string Path)[] s_pages =
    [
        ("overview", "overview/"), ("jobs", "jobs/"), ("job", "jobs/job/?id=0"), ("stages", "stages/"), ("stages by task time", "stages/?sort=work&desc=1"),
        ("stage of 40 % of the tasks", "stages/stage/?id=0&attempt=0"), ("its tasks by duration", "stages/stage/?id=0&attempt=0&sort=duration&desc=1"),
        ("its last page of tasks", "stages/stage/?id=0&attempt=0&sort=duration&desc=1&page=1000"), ("its tasks, another order each time", "stages/stage/?id=0&attempt=0&sort={0}"),
        ("its tasks, searched", "stages/stage/?id=0&attempt=0&search=host-7"), ("executors", "executors/"), ("SQL", "SQL/"), ("SQL execution", "SQL/execution/?id=0"),
        ("storage", "storage/"), ("environment", "environment/"),
    ];

    private static readonly string[] s_orders = ["taskId", "gcTime", "launchTime", "shuffleWriteBytes", "inputBytes", "host", "shuffleReadBytes"];

    public static Task RunAsync(string[] arguments, TextWriter output) =>
        MeasureAsync(arguments is [var tasks, ..] ? int.Parse(tasks, CultureInfo.InvariantCulture) : 1_000_000, output);

    public static Task SmokeAsync(TextWriter output) => MeasureAsync(2_000, output);

    private static async Task MeasureAsync(int tasks, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("hearth-pages-");
        try
        {
            var path = Path.Combine(folder.FullName, Id);
            WriteLog(path, tasks);
            await using var server = await HistoryServer.StartAsync(
                new HistoryOptions { LogDirectories = [folder.FullName], Port = 0 }, TimeProvider.System, _ => { }, CancellationToken.None);
            using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
            var clock = Stopwatch.StartNew();
            await client.GetStringAsync($"/api/v1/applications/{Id}/jobs");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{tasks:#,##0} tasks, {new FileInfo(path).Length / 1e6:F0} MB, loaded in {clock.Elapsed.TotalSeconds:F2} s"));
            foreach (var (name, page) in s_pages)
                await output.WriteLineAsync(await TimesAsync(client, name, $"/history/{Id}/{page}"));
            await output.WriteLineAsync(await TimesAsync(client, "/api/v2 timeline", $"/api/v2/applications/{Id}/timeline?buckets=500"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> TimesAsync(HttpClient client, string name, string path)
    {
        var (times, work) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (clock, begin) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await client.GetStringAsync(string.Format(CultureInfo.InvariantCulture, path, Uri.EscapeDataString(s_orders[round % s_orders.Length])));
            times.Add(clock.Elapsed.TotalMilliseconds);
            work.Add((Environment.CpuUsage.TotalTime - begin).TotalMilliseconds);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name,-36} first {times[0],6:F0} ms, median {times.Order().ElementAt(Rounds / 2),6:F0} ms, worst {times.Max(),6:F0} ms; processor: first {work[0],5:F0} ms, median {work.Order().ElementAt(Rounds / 2),5:F0} ms");
    }

    /// <summary>A log as Spark writes it: one stage has two fifths of the tasks, the others share the rest.</summary>
    private static void WriteLog(string path, int tasks)
    {
        var random = new Random(7);
        using var log = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        log.NewLine = "\n";
        var free = new long[Executors * Cores];
        const long Start = 1_767_225_600_000;
        Array.Fill(free, Start + 5_000);
        log.WriteLine("""{"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}""");
        log.WriteLine($$$$"""{"Event":"SparkListenerApplicationStart","App Name":"many tasks","App ID":"{{{{Id}}}}","Timestamp":{{{{Start}}}},"User":"bench"}""");
        log.WriteLine("""{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Version":"17"},"Spark Properties":{"spark.app.name":"many tasks"},"Hadoop Properties":{},"System Properties":{},"Metrics Properties":{},"Classpath Entries":{}}""");
        for (var executor = 0; executor < Executors; executor++)
            log.WriteLine($$$$"""{"Event":"SparkListenerExecutorAdded","Timestamp":{{{{Start + 4_000}}}},"Executor ID":"{{{{executor}}}}","Executor Info":{"Host":"host-{{{{executor}}}}","Total Cores":{{{{Cores}}}},"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":0}}""");
        var id = 0;
        for (var stage = 0; stage < Stages; stage++)
        {
            var count = stage == 0 ? tasks * 2 / 5 : (tasks - (tasks * 2 / 5)) / (Stages - 1);
            var begin = free.Min();
            var about = $$$$"""{"Stage ID":{{{{stage}}}},"Stage Attempt ID":0,"Stage Name":"count at Bench.scala:{{{{stage}}}}","Number of Tasks":{{{{count}}}},"RDD Info":[],"Parent IDs":[],"Details":"","Resource Profile Id":0,"Submission Time":{{{{begin}}}}""";
            log.WriteLine($$$$"""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart","executionId":{{{{stage}}}},"description":"query {{{{stage}}}}","details":"","physicalPlanDescription":"plan","sparkPlanInfo":{"nodeName":"Scan","simpleString":"Scan","children":[],"metadata":{},"metrics":[]},"time":{{{{begin}}}},"modifiedConfigs":{}}""");
            log.WriteLine($$$$"""{"Event":"SparkListenerJobStart","Job ID":{{{{stage}}}},"Submission Time":{{{{begin}}}},"Stage Infos":[{{{{about}}}},"Accumulables":[]}],"Stage IDs":[{{{{stage}}}}],"Properties":{"spark.sql.execution.id":"{{{{stage}}}}"}}""");
            log.WriteLine($$$$"""{"Event":"SparkListenerStageSubmitted","Stage Info":{{{{about}}}},"Accumulables":[]},"Properties":{}}""");
            for (var index = 0; index < count; index++, id++)
                WriteTask(log, random, free, stage, index, id);
            var end = free.Max();
            log.WriteLine($$$$"""{"Event":"SparkListenerStageCompleted","Stage Info":{{{{about}}}},"Completion Time":{{{{end}}}},"Accumulables":[]}}""");
            log.WriteLine($$$$"""{"Event":"SparkListenerJobEnd","Job ID":{{{{stage}}}},"Completion Time":{{{{end}}}},"Job Result":{"Result":"JobSucceeded"}}""");
            log.WriteLine($$$$"""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd","executionId":{{{{stage}}}},"time":{{{{end}}}},"errorMessage":""}""");
            Array.Fill(free, end);
        }

        log.WriteLine($$$$"""{"Event":"SparkListenerApplicationEnd","Timestamp":{{{{free.Max() + 100}}}}}""");
    }

    private static void WriteTask(StreamWriter log, Random random, long[] free, int stage, int index, int id)
    {
        var slot = id % free.Length;
        long launch = free[slot], run = 20 + (long)(-200 * Math.Log(1 - random.NextDouble()));
        var finish = free[slot] = launch + run + 8;
        var executor = slot % Executors;
        var info = $$$$"""{"Task ID":{{{{id}}}},"Index":{{{{index}}}},"Attempt":0,"Partition ID":{{{{index}}}},"Launch Time":{{{{launch}}}},"Executor ID":"{{{{executor}}}}","Host":"host-{{{{executor}}}}","Locality":"PROCESS_LOCAL","Speculative":false,"Getting Result Time":0""";
        log.WriteLine($$$$"""{"Event":"SparkListenerTaskStart","Stage ID":{{{{stage}}}},"Stage Attempt ID":0,"Task Info":{{{{info}}}},"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}""");
        log.WriteLine($$$$"""{"Event":"SparkListenerTaskEnd","Stage ID":{{{{stage}}}},"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{"Reason":"Success"},"Task Info":{{{{info}}}},"Finish Time":{{{{finish}}}},"Failed":false,"Killed":false,"Accumulables":[]},"Task Executor Metrics":{},"Task Metrics":{"Executor Deserialize Time":{{{{random.Next(5)}}}},"Executor Deserialize CPU Time":0,"Executor Run Time":{{{{run}}}},"Executor CPU Time":{{{{run * 900_000}}}},"Peak Execution Memory":{{{{random.Next(1 << 20)}}}},"Result Size":1500,"JVM GC Time":{{{{random.Next(20)}}}},"Result Serialization Time":0,"Memory Bytes Spilled":0,"Disk Bytes Spilled":0,"Shuffle Read Metrics":{"Remote Blocks Fetched":2,"Local Blocks Fetched":1,"Fetch Wait Time":1,"Remote Bytes Read":{{{{random.Next(1 << 20)}}}},"Remote Bytes Read To Disk":0,"Local Bytes Read":{{{{random.Next(1 << 18)}}}},"Total Records Read":{{{{random.Next(100_000)}}}},"Remote Requests Duration":1},"Shuffle Write Metrics":{"Shuffle Bytes Written":{{{{random.Next(1 << 20)}}}},"Shuffle Write Time":{{{{random.Next(1 << 20)}}}},"Shuffle Records Written":{{{{random.Next(100_000)}}}}},"Input Metrics":{"Bytes Read":{{{{random.Next(1 << 24)}}}},"Records Read":{{{{random.Next(100_000)}}}}},"Output Metrics":{"Bytes Written":0,"Records Written":0}}}""");
    }
}
