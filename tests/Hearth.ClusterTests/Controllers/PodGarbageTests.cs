using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Controllers;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Server = Hearth.LocalCluster.ApiServer.ApiServer;

namespace Hearth.ClusterTests.Controllers;

/// <summary>Pods that nobody else deletes. Nobody runs them, and the clock is moved by hand.</summary>
public sealed class PodGarbageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-garbage-").FullName;
    private readonly FakeTime _time = new();
    private Server _server = null!;
    private KubeClient _client = null!;
    private PodGarbageCollector _collector = null!;

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync(new() { Random = new Random(1) }, CancellationToken.None);
        _client = new(KubeConfigFile.Load(_server.WriteKubeconfig(Path.Combine(_folder, "kubeconfig"))));
        _collector = new(_client, new() { VolumeDirectory = _folder, ApiServer = _server.Address, KeptEndedPods = 2, Time = _time });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Of_ended_pods_the_evicted_and_the_oldest_go_first()
    {
        // Of one second, perhaps: then the name decides.
        foreach (var name in new[] { "a-oldest", "b-old", "c-young", "evicted" })
        {
            await RunAsync(name, "node");
            await SetAsync(name, new() { Phase = PodPhase.Failed, Reason = name == "evicted" ? "Evicted" : null });
        }

        await RunAsync("running", "node");
        await NodeAsync("node");
        await _collector.CollectAsync(CancellationToken.None);
        (await NamesAsync()).ShouldBe(["b-old", "c-young", "running"]);
    }

    [Fact]
    public async Task Pods_of_a_node_that_is_gone_end_after_a_while()
    {
        await RunAsync("orphan", "gone");
        await _collector.CollectAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(39));
        await _collector.CollectAsync(CancellationToken.None);
        (await NamesAsync()).ShouldBe(["orphan"]);
        _time.Advance(TimeSpan.FromSeconds(2));
        await _collector.CollectAsync(CancellationToken.None);
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_comes_back_keeps_its_pods()
    {
        await RunAsync("lucky", "away");
        await _collector.CollectAsync(CancellationToken.None);
        await NodeAsync("away");
        _time.Advance(TimeSpan.FromMinutes(5));
        await _collector.CollectAsync(CancellationToken.None);
        await _client.DeleteAsync(ResourceTypes.Nodes, null, "away", null, CancellationToken.None);
        await _collector.CollectAsync(CancellationToken.None);
        (await NamesAsync()).ShouldBe(["lucky"]);
    }

    [Fact]
    public async Task A_pod_that_ends_on_a_node_out_of_service_is_let_go()
    {
        await NodeAsync("off", ready: false, taint: new() { Key = "node.kubernetes.io/out-of-service", Value = "nodeshutdown", Effect = "NoExecute" });
        await NodeAsync("slow");
        foreach (var (name, node) in new[] { ("stuck", "off"), ("staying", "off"), ("ending", "slow") })
            await RunAsync(name, node);
        foreach (var name in new[] { "stuck", "ending" })
            await _client.DeleteAsync(ResourceTypes.Pods, "default", name, null, CancellationToken.None);
        await _collector.CollectAsync(CancellationToken.None);
        (await NamesAsync()).ShouldBe(["ending", "staying"]);
    }

    private Task RunAsync(string name, string node) => _client.CreateAsync(
        ResourceTypes.Pods, "default", new Pod { Metadata = new() { Name = name }, Spec = new() { NodeName = node, Containers = [new() { Name = "c", Image = "i" }] } }, CancellationToken.None);

    private Task SetAsync(string name, PodStatus status) => _client.PatchAsync(
        ResourceTypes.Pods,
        "default",
        name,
        Patch.Merge(new System.Text.Json.Nodes.JsonObject { ["status"] = new System.Text.Json.Nodes.JsonObject { ["phase"] = status.Phase, ["reason"] = status.Reason } }),
        "status",
        CancellationToken.None);

    private Task NodeAsync(string name, bool ready = true, Taint? taint = null) => _client.CreateAsync(
        ResourceTypes.Nodes,
        null,
        new Node { Metadata = new() { Name = name }, Spec = new() { Taints = taint is null ? null : [taint] }, Status = new() { Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }] } },
        CancellationToken.None);

    private async Task<IEnumerable<string>> NamesAsync() => (await _client.ListAsync(ResourceTypes.Pods, "default", null, CancellationToken.None)).Items.Select(p => p.Metadata.Name!).Order(StringComparer.Ordinal);
}
