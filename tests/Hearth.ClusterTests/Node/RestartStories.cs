using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

public sealed class RestartStories : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Labels_and_taints_that_people_put_on_a_node_survive_a_restart()
    {
        var directory = _folder.Path;
        var options = new LocalCluster.LocalClusterOptions { Directory = Path.Combine(directory, "run"), DataDirectory = Path.Combine(directory, "data"), Images = ClusterFixture.Images };
        await using (var first = await LocalCluster.LocalCluster.StartAsync(options, CancellationToken.None))
        {
            var mine = new JsonObject { ["key"] = "mine", ["value"] = "yes", ["effect"] = "NoSchedule" };
            var change = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["disk"] = "ssd" } }, ["spec"] = new JsonObject { ["taints"] = new JsonArray(mine), ["unschedulable"] = true } };
            await first.Admin.PatchAsync(ResourceTypes.Nodes, null, "hearth-1", Patch.Merge(change), CancellationToken.None);
        }

        await using (var second = await LocalCluster.LocalCluster.StartAsync(options, CancellationToken.None))
        {
            var node = await second.Admin.GetAsync(ResourceTypes.Nodes, null, "hearth-1", CancellationToken.None);
            node.Spec!.Taints!.ShouldContain(t => t.Key == "mine" && t.Value == "yes" && t.Effect == "NoSchedule");
            node.Spec.Unschedulable.ShouldBe(true);
            node.Metadata.Labels!["disk"].ShouldBe("ssd");
        }
    }

    [Fact]
    public async Task A_pod_leaves_a_node_whose_taint_it_does_not_tolerate_and_one_that_does_stays()
    {
        await using var cluster = await LocalCluster.LocalCluster.StartAsync(new() { Directory = _folder.Path, Images = ClusterFixture.Images }, CancellationToken.None);
        var story = new PodStory(cluster.Admin, "default");
        await story.RunAsync("stays", "sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0, Tolerations = [new() { Key = "gone", Operator = "Exists" }] });
        await story.RunAsync("leaves", "sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0 });
        await Task.WhenAll(story.ReadyAsync("stays"), story.ReadyAsync("leaves"));
        var taint = new JsonObject { ["spec"] = new JsonObject { ["taints"] = new JsonArray(new JsonObject { ["key"] = "gone", ["effect"] = "NoExecute" }) } };
        await cluster.Admin.PatchAsync(ResourceTypes.Nodes, null, "hearth-1", Patch.Merge(taint), CancellationToken.None);
        await story.GoneAsync(ResourceTypes.Pods, "leaves");
        (await story.EventAsync("TaintManagerEviction")).Message.ShouldBe("Marking for deletion Pod default/leaves");
        (await cluster.Admin.GetAsync(ResourceTypes.Pods, "default", "stays", CancellationToken.None)).Metadata.DeletionTimestamp.ShouldBeNull();
    }
}
