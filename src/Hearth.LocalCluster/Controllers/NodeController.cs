using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Says by taints what ails a node, and takes nodes for lost that are not heard of: where neither their Lease nor their status changes,
/// they and their pods are not ready any more.
/// </summary>
internal sealed class NodeController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string TimeToLive = "node.alpha.kubernetes.io/ttl";
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan s_firstGrace = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);
    private readonly EventRecorder _events = new(client, "node-controller", "", settings.Logger, settings.Time);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var nodes = new Store<Node, Node>(client, ResourceTypes.Nodes, node => node, logger: settings.Logger);
        var leases = new Store<Lease, Lease>(client, ResourceTypes.Leases, lease => lease, new() { Namespaces = ["kube-node-lease"] }, settings.Logger);
        leases.Changed += change => Hear(change.Key.Name, change.After is not null && change.Before?.Spec?.RenewTime != change.After.Spec?.RenewTime);
        nodes.Changed += change =>
        {
            Hear(change.Key.Name, change.After is not null && Heartbeat(change.Before) != Heartbeat(change.After));
            _queue.Add(change.Key);
        };
        return Task.WhenAll(
            nodes.RunAsync(cancellationToken),
            leases.RunAsync(cancellationToken),
            _events.RunAsync(cancellationToken),
            new Controller<ObjectKey>("nodes", _queue, (key, token) => ReconcileAsync(key.Name, nodes, token), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>By a clock that stands still while the machine sleeps.</summary>
    private void Hear(string node, bool isNew)
    {
        if (isNew)
            _heard[node] = settings.Time.GetTimestamp();
    }

    private static DateTimeOffset? Heartbeat(Node? node) => (node?.Status?.Conditions ?? []).Select(c => c.LastHeartbeatTime).Max();

    private async Task<ReconcileResult> ReconcileAsync(string name, Store<Node, Node> nodes, CancellationToken cancellationToken)
    {
        if (nodes.Find(new("", name)) is not { } node)
        {
            _heard.TryRemove(name, out _);
            return ReconcileResult.Done;
        }

        var ready = node.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready");
        var silent = settings.Time.GetElapsedTime(_heard.GetOrAdd(name, _ => settings.Time.GetTimestamp()));
        if (silent > (ready is null ? s_firstGrace : s_grace) && ready?.Status != "Unknown")
            await LoseAsync(node, cancellationToken);
        else
            await MarkAsync(node, cancellationToken);
        return ReconcileResult.Again(s_period);
    }

    /// <summary>Nothing is known of a node that says nothing.</summary>
    private async Task LoseAsync(Node node, CancellationToken cancellationToken)
    {
        var now = Now();
        var conditions = new JsonArray();
        foreach (var type in new[] { "Ready", "MemoryPressure", "DiskPressure", "PIDPressure" })
        {
            var known = node.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
            var condition = new JsonObject { ["type"] = type, ["status"] = "Unknown", ["lastTransitionTime"] = now };
            condition["reason"] = known is null ? "NodeStatusNeverUpdated" : "NodeStatusUnknown";
            condition["message"] = known is null ? "Kubelet never posted node status." : "Kubelet stopped posting node status.";
            if (known is null)
                condition["lastHeartbeatTime"] = node.Metadata.CreationTimestamp is { } created ? TimeConverter.Format(created) : null;
            conditions.Add((JsonNode)condition);
        }

        await client.PatchAsync(ResourceTypes.Nodes, null, node.Metadata.Name!, Patch.Strategic(new JsonObject { ["status"] = new JsonObject { ["conditions"] = conditions } }), "status", cancellationToken);
        _events.Normal(node with { ApiVersion = "v1", Kind = "Node" }, "NodeNotReady", $"Node {node.Metadata.Name} status is now: NodeNotReady");
        await MarkPodsAsync(node, cancellationToken);
    }

    private async Task MarkAsync(Node node, CancellationToken cancellationToken)
    {
        var present = node.Spec?.Taints ?? [];
        var wanted = NodeTaints.Of(node);
        var kept = present.Where(t => !NodeTaints.IsOurs(t) || wanted.Contains((t.Key!, t.Effect!))).ToList();
        var added = wanted.Where(w => !present.Any(t => t.Key == w.Key && t.Effect == w.Effect)).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = node.Metadata.ResourceVersion };
        var change = new JsonObject { ["metadata"] = metadata };
        if (kept.Count != present.Count || added.Count > 0)
        {
            var now = settings.Time.GetUtcNow();
            var taints = kept.Concat(added.Select(a => new Taint { Key = a.Key, Effect = a.Effect, TimeAdded = new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) }));
            change["spec"] = new JsonObject { ["taints"] = new JsonArray([.. taints.Select(t => JsonSerializer.SerializeToNode(t, KubeJson.Default.Taint))]) };
        }

        if (node.Metadata.Annotations?.ContainsKey(TimeToLive) != true)
            metadata["annotations"] = new JsonObject { [TimeToLive] = "0" };
        if (change.Count + metadata.Count > 2)
            await client.PatchAsync(ResourceTypes.Nodes, null, node.Metadata.Name!, Patch.Merge(change), cancellationToken);
    }

    private async Task MarkPodsAsync(Node node, CancellationToken cancellationToken)
    {
        foreach (var pod in (await client.ListAsync(ResourceTypes.Pods, null, new() { FieldSelector = "spec.nodeName=" + node.Metadata.Name }, cancellationToken)).Items)
        {
            if (pod.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) != true)
                continue;
            var condition = new JsonObject { ["type"] = "Ready", ["status"] = "False", ["lastTransitionTime"] = Now() };
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } };
            await client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(patch), "status", cancellationToken);
            _events.Warning(pod with { ApiVersion = "v1", Kind = "Pod" }, "NodeNotReady", "Node is not ready");
        }
    }

    private string Now() => TimeConverter.Format(settings.Time.GetUtcNow());
}

/// <summary>The taints that follow from the state of a node. Pure.</summary>
internal static class NodeTaints
{
    private const string Prefix = "node.kubernetes.io/";

    private static readonly (string Condition, string Status, string Taint)[] s_troubles =
    [
        ("Ready", "False", "not-ready"), ("Ready", "Unknown", "unreachable"), ("MemoryPressure", "True", "memory-pressure"),
        ("DiskPressure", "True", "disk-pressure"), ("NetworkUnavailable", "True", "network-unavailable"), ("PIDPressure", "True", "pid-pressure"),
    ];

    public static List<(string Key, string Effect)> Of(Node node)
    {
        var troubles = s_troubles.Where(t => node.Status?.Conditions?.Any(c => c.Type == t.Condition && c.Status == t.Status) == true).ToList();
        List<(string Key, string Effect)> taints = [.. troubles.Select(t => (Prefix + t.Taint, "NoSchedule"))];
        if (node.Spec?.Unschedulable == true)
            taints.Add((Prefix + "unschedulable", "NoSchedule"));
        taints.AddRange(troubles.Where(t => t.Condition == "Ready").Select(t => (Prefix + t.Taint, "NoExecute")));
        return taints;
    }

    /// <summary>Whether nobody else sets and removes it.</summary>
    public static bool IsOurs(Taint taint) =>
        taint.Key?.StartsWith(Prefix, StringComparison.Ordinal) == true && taint.Key[Prefix.Length..] is var trouble
        && (taint.Effect == "NoSchedule" ? trouble == "unschedulable" || s_troubles.Any(t => t.Taint == trouble) : taint.Effect == "NoExecute" && trouble is "not-ready" or "unreachable");
}
