using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary>Real Spark, driver and executors, as pods of the local cluster.</summary>
[Collection("whole machine")]
public sealed class RealSparkStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableTheory]
    [InlineData("samples/spark-pi.yaml")]
    [InlineData("samples/python-pi.yaml")]
    public async Task Pi_completes_on_two_executors(string sample)
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--spark-home", await RealSpark.HomeAsync(), "-o", "json", sample);
        run.ExitCode.ShouldBe(0, run.Text);
        run.Text.ShouldContain("executors: 2 running");
        var result = JsonNode.Parse(string.Join('\n', run.Out))!;
        result["simulated"]!.GetValue<bool>().ShouldBeFalse();
        File.ReadAllText(result["driverLog"]!.GetValue<string>()).ShouldContain("Pi is roughly 3.1");
        Path.Exists(result["eventLog"]!.GetValue<string>()).ShouldBeTrue();
        await _home.ShouldHaveNoProcessesAsync();
    }

    [SkippableTheory]
    [InlineData("throw", 1, "java.lang.IllegalStateException: thrown as asked")]
    [InlineData("exit 3", 1, "exit code 3")]
    [InlineData("oom", 1, "java.lang.OutOfMemoryError")]
    [InlineData("executor-exit", 0, "")]
    public async Task A_workload_ends_in_its_state_with_its_reason(string arguments, int exitCode, string reason)
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--spark-home", await RealSpark.HomeAsync(), _home.Workload("workload", arguments.Split(' ')));
        run.ExitCode.ShouldBe(exitCode, run.Text);
        run.Out[0].ShouldStartWith(exitCode == 0 ? "workload: COMPLETED" : "workload: FAILED");
        string.Join('\n', run.Out).ShouldContain(reason);
    }
}
