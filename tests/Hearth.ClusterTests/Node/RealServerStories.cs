using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Hearth.LocalCluster.Scheduling;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>Scheduler and node are plain clients of the API: they serve a real API server too.</summary>
// One node on a machine can hold the address of a real cluster's API service: not beside the other stories that need it.
[Collection("whole machine")]
public sealed class RealServerStories
{
    [SkippableFact]
    public async Task A_pod_of_a_real_API_server_runs_to_its_end()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "addresses outside 127.0.0.0/8 need root");
        await using var server = await RealApiServer.StartAsync();
        using var home = new TemporaryHome();
        using var client = new KubeClient(KubeConfigFile.Load(server.Kubeconfig));
        using var stop = new CancellationTokenSource();
        await using var node = await Hearth.LocalCluster.Nodes.Node.StartAsync(
            client,
            new() { Directory = home.File("node"), Images = ClusterFixture.Images, Network = PodNetwork.Use("10.244.0.0/16") },
            CancellationToken.None);
        var scheduling = Scheduler.RunAsync(client, new(), stop.Token);
        var story = new PodStory(client, "default");
        await AccountAsync(client);
        await story.RunAsync("p", "echo from a real server; exit 3");
        var pod = await story.EndedAsync("p");
        pod.Status!.ContainerStatuses![0].State!.Terminated!.ExitCode.ShouldBe(3);
        pod.Status.PodIP.ShouldStartWith("10.244.");
        (await story.LogAsync("p")).ShouldBe("from a real server\n");
        node.PodApiServer.ShouldBe(new Uri("https://kubernetes.default.svc"));
        (await story.EventAsync("Started")).Message.ShouldBe("Started container c");
        await stop.CancelAsync();
        await scheduling.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    // Its controllers make the default account a moment after the server is ready.
    private static async Task AccountAsync(KubeClient client)
    {
        for (var i = 0; i < 2400 && await client.FindAsync(ResourceTypes.ServiceAccounts, "default", "default", CancellationToken.None) is null; i++)
            await Task.Delay(50);
    }
}
