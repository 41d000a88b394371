using System.Text.Json;
using Hearth.ClusterTests.Cli;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>Where pods go on a cluster of two small nodes, and what people see of it.</summary>
public sealed class SchedulingStories : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hearth-scheduling-").FullName;
    private LocalCluster.LocalCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await LocalCluster.LocalCluster.StartAsync(
        new()
        {
            Directory = _directory,
            Images = ClusterFixture.Images,
            NodeDescriptions = [Described("one"), Described("two")],
        },
        CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [SkippableFact]
    public async Task A_gated_pod_waits_and_says_so()
    {
        Kubectl.ShouldBeInstalled();
        var story = Story();
        await story.RunAsync("gated", "true", spec: s => s with { Extra = new() { ["schedulingGates"] = JsonDocument.Parse("""[{"name":"example.com/wait"}]""").RootElement } });
        (await KubectlAsync("get pod gated --no-headers")).ShouldContain("SchedulingGated");
        await KubectlAsync("patch pod gated --type=json -p [{\"op\":\"remove\",\"path\":\"/spec/schedulingGates\"}]");
        (await story.EndedAsync("gated")).Status!.Phase.ShouldBe("Succeeded");
    }

    [SkippableFact]
    public async Task Events_are_those_of_the_scheduler()
    {
        Kubectl.ShouldBeInstalled();
        var story = Story();
        await story.RunAsync("far", "true", spec: s => s with { NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = "two" } });
        await story.RunAsync("lost", "true", spec: s => s with { NodeSelector = new Dictionary<string, string> { ["disk"] = "tape" } });
        var failed = await story.EventAsync("FailedScheduling");
        failed.Message.ShouldBe("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
        (failed.ReportingComponent, failed.Count, failed.FirstTimestamp).ShouldBe(("default-scheduler", null, null));
        failed.EventTime.ShouldNotBeNull();
        (await story.EventAsync("Scheduled")).Message.ShouldBe("Successfully assigned default/far to two");
        (await KubectlAsync("get events --field-selector=reason=FailedScheduling --no-headers")).ShouldMatch(@"^\S+ +Warning +FailedScheduling +pod/lost +0/2 nodes are available");
        (await KubectlAsync("describe pod lost")).ShouldMatch(@"Warning +FailedScheduling +\S+ +default-scheduler +0/2 nodes");
        var condition = (await story.UntilAsync("lost", p => p.Status?.Conditions?.Any(c => c.Type == "PodScheduled") == true)).Status!.Conditions!.Single(c => c.Type == "PodScheduled");
        (condition.Status, condition.Reason, condition.Message).ShouldBe(("False", "Unschedulable", failed.Message));
        await KubectlAsync("label node one disk=tape");
        (await story.EndedAsync("lost")).Spec!.NodeName.ShouldBe("one");
    }

    [SkippableFact]
    public async Task An_important_pod_takes_the_room_that_no_budget_keeps()
    {
        Kubectl.ShouldBeInstalled();
        var story = Story();
        await KubectlAsync("create priorityclass low --value=1");
        await KubectlAsync("create priorityclass high --value=1000");
        await KubectlAsync("create priorityclass polite --value=1000 --preemption-policy=Never");
        foreach (var (name, app) in new[] { ("kept", "kept"), ("other", "other") })
            await story.RunAsync(name, "trap 'exit 0' TERM; sleep 1000 & wait", Filling, s => s with { PriorityClassName = "low" }, new() { ["app"] = app });
        await Task.WhenAll(story.ReadyAsync("kept"), story.ReadyAsync("other"));
        await KubectlAsync("create pdb guard --selector=app=kept --min-available=1");
        await KubectlAsync("wait --for=jsonpath={.status.currentHealthy}=1 pdb/guard --timeout=200s");

        await story.RunAsync("polite", "sleep 2", Filling, s => s with { PriorityClassName = "polite" });
        var waits = await story.UntilAsync("polite", p => p.Status?.Conditions?.Any(c => c.Reason == "Unschedulable") == true);
        waits.Status!.Conditions!.Single(c => c.Type == "PodScheduled").Message.ShouldBe("0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.");

        var high = await story.RunAsync("high", "sleep 2", Filling, s => s with { PriorityClassName = "high" });
        var ended = await story.EndedAsync("high");
        ended.Status!.Phase.ShouldBe("Succeeded");
        (await story.EventAsync("Preempted")).Message!.ShouldStartWith($"Preempted by pod {high.Metadata.Uid} on node ");
        (await _cluster.Admin.FindAsync(ResourceTypes.Pods, "default", "other", CancellationToken.None)).ShouldBeNull();
        (await _cluster.Admin.GetAsync(ResourceTypes.Pods, "default", "kept", CancellationToken.None)).Metadata.DeletionTimestamp.ShouldBeNull();
        // It is as important and waits for longer, but the room was made for the other.
        var polite = await story.EndedAsync("polite");
        (polite.Status!.Phase, polite.Status.StartTime >= ended.Status.StartTime).ShouldBe(("Succeeded", true));
    }

    [SkippableFact]
    public async Task A_claim_waits_for_its_first_consumer_and_pods_for_volumes_of_their_node()
    {
        Kubectl.ShouldBeInstalled();
        var story = Story();
        await ApplyAsync("""
            {"apiVersion":"v1","kind":"List","items":[
              {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"late"},"provisioner":"example.com/any","volumeBindingMode":"WaitForFirstConsumer"},
              {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"},
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"late"},"spec":{"storageClassName":"late","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}},
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"local"},"spec":{"storageClassName":"local","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}
            """);
        (await story.EventAsync("WaitForFirstConsumer")).Message.ShouldBe("waiting for first consumer to be created before binding");
        await story.RunAsync("late", "touch /data/here", Mounting, s => Using(s, "late"));
        (await story.EndedAsync("late")).Status!.Phase.ShouldBe("Succeeded");

        await story.RunAsync("local", "test -f /data/here", Mounting, s => Using(s, "local"));
        (await story.EventAsync("FailedScheduling")).Message.ShouldBe(
            "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "disk")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "here"), "");
        await ApplyAsync("""
            {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"disk-of-two"},"spec":{"storageClassName":"local","capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],
             "hostPath":{"path":"<folder>"},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["two"]}]}]}}}}
            """.Replace("<folder>", folder, StringComparison.Ordinal));
        var placed = await story.EndedAsync("local");
        (placed.Spec!.NodeName, placed.Status!.Phase).ShouldBe(("two", "Succeeded"));
    }

    private static NodeDescription Described(string name)
    {
        var alike = new NodeDescription(name);
        return alike with { Capacity = alike.Capacity.ToDictionary(c => c.Key, c => c.Key == "cpu" ? "1" : c.Value, StringComparer.Ordinal) };
    }

    private static Container Filling(Container container) => container with { Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = "1" } } };

    private static Container Mounting(Container container) => container with { VolumeMounts = [new() { Name = "v", MountPath = "/data" }] };

    private static PodSpec Using(PodSpec spec, string claim) => spec with { Volumes = [new() { Name = "v", PersistentVolumeClaim = new() { ClaimName = claim } }] };

    private PodStory Story() => new(_cluster.Admin, "default");

    private async Task ApplyAsync(string json)
    {
        var file = Path.Combine(_directory, Guid.NewGuid().ToString("N") + ".json");
        await File.WriteAllTextAsync(file, json);
        await KubectlAsync("apply -f " + file);
    }

    private Task<string> KubectlAsync(string line) => Kubectl.RunAsync(_cluster.KubeconfigPath, line.Split(' '));
}
