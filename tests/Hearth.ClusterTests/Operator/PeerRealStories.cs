using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Cli.Clusters;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
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
    private const int AtOnce = 3;
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
        await using (var client = new KubeClient(configuration))
            await new ManifestApplier(client).InstallAsync(Hearth.Spark.Schema.CustomResourceDefinitions.All(), CancellationToken.None);
        var (differences, equal) = await PeerStage.TellAsync(configuration, names, AtOnce, story => story.Manifest());
        output.WriteLine($"{equal} of {names.Length} stories equal before a real API server with a real Spark");
        differences.ShouldBeEmpty(node.Text);
    }
}
