using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>After many runs nothing of ended attempts remains, in the cluster or in the operator. <c>HEARTH_MANY_RUNS</c> says how many (120).</summary>
[Collection("whole machine")]
public sealed class ManyRunsStory(ITestOutputHelper output) : IDisposable
{
    private static readonly int s_runs = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_MANY_RUNS"), out var set) ? set : 120;

    /// <summary>A collector that does not wait for as much garbage as the processor's cache is large: of what is left, less is chance.</summary>
    private static readonly Dictionary<string, string> s_frugal = new() { ["DOTNET_GCgen0size"] = "400000", ["DOTNET_GCConserveMemory"] = "9" };

    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Nothing_remains_of_ended_runs()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "memory is read from /proc");
        await using var cluster = await OperatorCluster.StartAsync(pod => pod.Metadata.Labels![SparkLabels.AppName].StartsWith("fails", StringComparison.Ordinal) ? DriverRole.Fail : DriverRole.Succeed, controllers: true);
        await using var hearth = HearthProcess.Start(_home.Home, s_frugal, "operator", "--kubeconfig", cluster.WriteKubeconfig(_home.File("kubeconfig")));
        await hearth.WaitForAsync("The operator watches");
        await RunAsync(cluster, "warm", 100);
        var before = MemoryMiB(hearth);

        await RunAsync(cluster, "many", s_runs);

        var after = MemoryMiB(hearth);
        output.WriteLine($"{s_runs} runs; the operator took {before} MiB before and {after} MiB after them");
        cluster.Player.Violations.ShouldBeEmpty();
        // The collector takes and gives as it likes; a run that was kept whole would cost some 50 KiB.
        after.ShouldBeLessThan(before + 40);
    }

    private static long MemoryMiB(HearthProcess process) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))["VmRSS:".Length..].Trim()[..^3]) / 1024;

    /// <summary>A third succeeds, a third runs twice, a third is short-lived; then all are deleted.</summary>
    private static async Task RunAsync(OperatorCluster cluster, string wave, int runs)
    {
        var client = cluster.Client;
        var kept = Enumerable.Range(0, runs).Select(i => (i % 3) switch { 0 => $"works-{wave}-{i}", 1 => $"fails-{wave}-{i}", _ => $"short-{wave}-{i}" }).ToList();
        await Parallel.ForEachAsync(kept, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, _) => await client.CreateAsync(Stories.Application(name, spec => spec with
        {
            RestartPolicy = new() { Type = "OnFailure", OnFailureRetries = 1, OnFailureRetryInterval = 1 },
            TimeToLiveSeconds = name.StartsWith("short", StringComparison.Ordinal) ? 0 : null,
        })));
        using var limit = new CancellationTokenSource(Stories.Patience);
        Dictionary<string, SparkApplication> left;
        do
        {
            await Task.Delay(200, limit.Token);
            left = await client.ApplicationsAsync(limit.Token);
        }
        while (left.Keys.Any(name => name.StartsWith("short", StringComparison.Ordinal)) || left.Values.Any(a => !ApplicationStates.IsTerminal(a.Status?.ApplicationState.State ?? "")));

        await Leftovers.ShouldBeNoneAsync(client, left, $"after {wave}");
        await client.DeleteCollectionAsync(SparkResources.SparkApplications, "default", null, new() { PropagationPolicy = "Background" }, limit.Token);
        await Leftovers.ShouldBeNoneAsync(client, new Dictionary<string, SparkApplication>(StringComparer.Ordinal), $"after {wave} is deleted");
    }
}
