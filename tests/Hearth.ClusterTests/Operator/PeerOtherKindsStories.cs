using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>What the peer did with a schedule and with a Connect server, again before Hearth; pods are played by the test.</summary>
public sealed class PeerOtherKindsStories
{
    [SkippableFact]
    public async Task A_schedule_runs_twice_is_suspended_and_refuses_what_is_no_schedule()
    {
        await using var cluster = await StartAsync();
        await using var hearth = Stories.Start(cluster.Client, PeerStage.Options);
        await hearth.Ready;

        (await PeerOtherKinds.ScheduleDifferencesAsync(new(cluster.Client, "default", () => { }))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_connect_server_is_the_same_pod_and_becomes_ready()
    {
        await using var cluster = await StartAsync();
        await using var hearth = Stories.Start(cluster.Client, PeerStage.Options with { DriverMaster = "k8s://https://127.0.0.1:443" });
        await hearth.Ready;
        var stage = new PeerStage(cluster.Client, "default", () => { });

        var found = await PeerOtherKinds.ConnectDifferencesAsync(stage, new PeerStory("connect").Manifest(), () => cluster.Client.PatchAsync(
            ResourceTypes.Pods, "default", "connect-server",
            Patch.Merge(JsonNode.Parse("""{"status":{"phase":"Running","podIP":"127.0.0.55","conditions":[{"type":"Ready","status":"True"}]}}""")!), "status", CancellationToken.None));

        found.ShouldBeEmpty();
        var (recorded, made) = await PeerOtherKinds.ConnectPodsAsync(stage);
        made.ShouldBe(recorded);
    }

    private static async Task<OperatorCluster> StartAsync()
    {
        var cluster = await OperatorCluster.StartAsync();
        await cluster.Client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new ServiceAccount { Metadata = new() { Name = "spark-operator-spark" } }, CancellationToken.None);
        return cluster;
    }
}
