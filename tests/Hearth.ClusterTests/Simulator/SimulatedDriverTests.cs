using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Simulator.Driver;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Simulator;

public sealed class SimulatedDriverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-simulator-");
    private readonly PodsInThisProcess _pods = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _pods.Dispose();
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Pi_is_computed_on_executors_and_everything_is_cleaned_up()
    {
        var code = await RunAsync(["--class", "org.apache.spark.examples.SparkPi", "local:///x.jar", "4"]);
        code.ShouldBe(0, _error.ToString());
        _out.ToString().ShouldMatch(@"^Pi is roughly 3\.1\d+\n$");
        _error.ToString().ShouldContain("stand-in for Spark");

        var executors = _pods.Created.OrderBy(p => p.Metadata.Name, StringComparer.Ordinal).ToList();
        executors.Select(p => p.Metadata.Name).ShouldBe(["pi-1-exec-1", "pi-1-exec-2"]);
        executors[0].Metadata.Labels!["spark-role"].ShouldBe("executor");
        executors[0].Metadata.Labels!["spark-app-selector"].ShouldBe("spark-1");
        executors[0].Metadata.OwnerReferences![0].Uid.ShouldBe("u-1");
        _pods.Deletions.ShouldContain(path => path.Contains("/pods?labelSelector=spark-app-selector", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_event_log_tells_the_whole_story_in_order()
    {
        (await RunAsync(["--class", "org.apache.spark.examples.SparkPi", "local:///x.jar", "4"])).ShouldBe(0);
        var folder = Path.Combine(_folder.FullName, "eventlog_v2_spark-1");
        File.Exists(Path.Combine(folder, "appstatus_spark-1")).ShouldBeTrue();
        var events = File.ReadAllLines(Path.Combine(folder, "events_1_spark-1")).Select(line => JsonNode.Parse(line)!).ToList();
        var names = events.Select(e => e["Event"]!.GetValue<string>()["SparkListener".Length..]).ToList();
        names[0].ShouldBe("LogStart");
        names[^1].ShouldBe("ApplicationEnd");
        names.Count(n => n == "TaskEnd").ShouldBe(4);
        names.Count(n => n == "ExecutorAdded").ShouldBe(2);
        names.IndexOf("JobStart").ShouldBeLessThan(names.IndexOf("StageSubmitted"));
        names.LastIndexOf("TaskEnd").ShouldBeLessThan(names.IndexOf("StageCompleted"));
        names.IndexOf("StageCompleted").ShouldBeLessThan(names.IndexOf("JobEnd"));
        events[^1]["ExitCode"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("exit 3", 3, "")]
    [InlineData("throw", 1, "java.lang.IllegalStateException: thrown as asked")]
    [InlineData("oom", 1, "java.lang.OutOfMemoryError")]
    [InlineData("task-fail", 1, "failed 4 times")]
    [InlineData("sleep 0", 0, "")]
    public async Task A_workload_ends_as_asked(string arguments, int exitCode, string words)
    {
        (await RunAsync(["--class", "hearth.examples.Workload", "local:///x.jar", .. arguments.Split(' ')])).ShouldBe(exitCode, _error.ToString());
        _error.ToString().ShouldContain(words);
    }

    [Fact]
    public async Task A_stopped_driver_deletes_its_executors()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(["--class", "hearth.examples.Workload", "local:///x.jar", "sleep", "1000"], stop.Token);
        while (_pods.Created.Count < 2 && !running.IsCompleted)
            await Task.Delay(5);
        await stop.CancelAsync();
        (await running).ShouldBe(143);
        _pods.Deletions.ShouldNotBeEmpty();
    }

    private async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var properties = Path.Combine(_folder.FullName, "spark.properties");
        await File.WriteAllTextAsync(properties, $"""
            spark.app.id=spark-1
            spark.app.name=pi
            spark.driver.port=0
            spark.ui.port=0
            spark.executor.instances=2
            spark.kubernetes.driver.pod.name=pi-driver
            spark.kubernetes.executor.podNamePrefix=pi-1
            spark.kubernetes.container.image=apache/spark\:4.3.0
            spark.eventLog.enabled=true
            spark.eventLog.dir=file\:{_folder.FullName}
            """, CancellationToken.None);
        var world = new DriverWorld
        {
            Environment = name => name == "SPARK_CONF_DIR" ? _folder.FullName : null,
            Out = _out,
            Error = _error,
            Connect = _ => new KubeClient(new KubeConfiguration { Server = new Uri("https://test") }, _pods),
        };
        return await SimulatedDriver.RunAsync(args, world, cancellationToken);
    }
}
