using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Cli.Clusters;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.Scheduling;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// The stories of the peer where they were recorded: before a real API server, drivers and executors of a real Spark. A few of them;
/// all with <c>HEARTH_PEER_STORIES=all</c>.
/// </summary>
[Collection("whole machine")]
public sealed class PeerRealStories(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] s_few = ["w-fields", "update-while-running", "connect"];
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Recorded_stories_go_the_same_way()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: pods get addresses outside of 127.0.0.0/8");
        var spark = await RealSpark.HomeAsync();
        var names = Environment.GetEnvironmentVariable("HEARTH_PEER_STORIES") == "all" ? [.. PeerStory.Applications(), "connect", "scheduled"] : s_few;
        await using var server = await RealApiServer.StartAsync();
        await using var node = HearthProcess.Start(
            _home.Home, "node", "--kubeconfig", server.Kubeconfig, "--spark-home", spark, "--image", $"busybox={PeerStage.Busybox(_home)}", "--image", $"connect={PeerOtherKinds.StandIn(_home)}", "--pod-cidr", "10.244.0.0/16");
        await node.WaitForAsync("The node is ready");
        var configuration = KubeConfigFile.Load(server.Kubeconfig);
        await using var client = new KubeClient(configuration);
        await new ManifestApplier(client).InstallAsync(Hearth.Spark.Schema.CustomResourceDefinitions.All(), CancellationToken.None);
        await PeerStage.InstallPodGroupsAsync(client);
        using var stop = new CancellationTokenSource();
        var scheduling = Task.WhenAll(PeerStage.OtherSchedulers.Select(name => Scheduler.RunAsync(client, new() { Name = name }, stop.Token)));
        await using var hearth = Stories.Start(client, PeerStage.Options with { DriverMaster = configuration.Server.GetLeftPart(UriPartial.Authority) });
        await hearth.Ready;

        var differences = new List<string>();
        var equal = 0;
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (name, cancellationToken) =>
        {
            var story = new PeerStory(name);
            var stage = new PeerStage(client, $"story-{name}", () => { });
            await SparkAccounts.PrepareAsync(client, stage.Namespace, [SparkAccounts.Default], cancellationToken);
            await stage.PrepareAsync(story);
            var found = name switch
            {
                // The Spark of the tests has no Connect server.
                "connect" => await PeerOtherKinds.ConnectDifferencesAsync(stage, PeerOtherKinds.WithStandIn(story.Manifest()), () => Task.CompletedTask),
                "scheduled" => await PeerOtherKinds.ScheduleDifferencesAsync(stage),
                _ => await PeerComparison.DifferencesAsync(stage, story, story.Manifest()),
            };
            lock (differences)
            {
                equal += found.Count == 0 ? 1 : 0;
                differences.AddRange(found.Select(difference => $"{name}: {difference}"));
            }
        });
        await stop.CancelAsync();
        await scheduling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        output.WriteLine($"{equal} of {names.Length} stories equal before a real API server with a real Spark");
        differences.ShouldBeEmpty(node.Text);
    }
}
