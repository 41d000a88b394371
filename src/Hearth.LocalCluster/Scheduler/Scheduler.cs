using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.Nodes;
using Node = Hearth.Kube.Core.Objects.Node;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>
/// Binds pods to nodes: a plain client of the API server, any API server. Level-triggered: after each change everything that waits is
/// considered again, in the order of priority and age.
/// </summary>
public sealed class Scheduler : IDisposable
{
    private readonly KubeClient _client;
    private readonly SchedulerOptions _options;
    private readonly Store<Pod, SchedulingPod> _pods;
    private readonly Store<Node, Node> _nodes;
    private readonly Store<PersistentVolumeClaim, PersistentVolumeClaim> _claims;
    private readonly EventRecorder _events;
    private readonly SemaphoreSlim _changed = new(0, 1);

    // Bound, but the store does not know yet.
    private readonly ConcurrentDictionary<string, string> _assumed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    private Scheduler(KubeClient client, SchedulerOptions options)
    {
        (_client, _options) = (client, options);
        var random = new Random();
        _pods = new(client, ResourceTypes.Pods, SchedulingPod.Of, logger: options.Logger, random: random);
        _nodes = new(client, ResourceTypes.Nodes, node => node, logger: options.Logger, random: random);
        _claims = new(client, ResourceTypes.PersistentVolumeClaims, claim => claim, logger: options.Logger, random: random);
        _events = new(client, options.Name, "", options.Logger, options.Time);
        _pods.Changed += OnPodChanged;
        _nodes.Changed += _ => Touch();
        _claims.Changed += _ => Touch();
    }

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(KubeClient client, SchedulerOptions options, CancellationToken cancellationToken)
    {
        using var scheduler = new Scheduler(client, options);
        await Task.WhenAll(
            scheduler._pods.RunAsync(cancellationToken),
            scheduler._nodes.RunAsync(cancellationToken),
            scheduler._claims.RunAsync(cancellationToken),
            scheduler._events.RunAsync(cancellationToken),
            scheduler.LoopAsync(cancellationToken));
    }

    public void Dispose() => _changed.Dispose();

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_pods.WaitForSyncAsync(cancellationToken), _nodes.WaitForSyncAsync(cancellationToken), _claims.WaitForSyncAsync(cancellationToken));
        while (true)
        {
            await ScheduleAsync(cancellationToken);
            await _changed.WaitAsync(cancellationToken);
        }
    }

    private async Task ScheduleAsync(CancellationToken cancellationToken)
    {
        var pods = _pods.Snapshot().Select(p => p.Value).ToList();
        var waiting = pods.Where(Waits).OrderByDescending(p => p.Priority).ThenBy(p => p.Created).ThenBy(p => p.Key.Name, StringComparer.Ordinal).ToList();
        if (waiting.Count == 0)
            return;
        var nodes = Loads(pods);
        var writes = new List<Task>();
        foreach (var pod in waiting)
        {
            if (ClaimTrouble(pod, nodes.Count) is { } trouble)
            {
                writes.Add(ExplainAsync(pod, trouble, null, cancellationToken));
                continue;
            }

            var placement = Placement.Of(pod, nodes);
            if (placement.Node is { } node)
            {
                node.Add(pod);
                _assumed[pod.Uid] = node.Name;
                writes.Add(BindAsync(pod, node.Name, cancellationToken));
            }
            else
            {
                // The room that it waits for is not for those of less priority.
                if ((placement.Nominated ?? nodes.FirstOrDefault(n => n.Name == pod.NominatedNode)) is { } reserved)
                    reserved.Add(pod);
                writes.Add(ExplainAsync(pod, placement.Trouble!, placement, cancellationToken));
            }
        }

        await Task.WhenAll(writes);
    }

    private bool Waits(SchedulingPod pod) =>
        pod is { NodeName: null, IsDeleting: false, IsGated: false } && !_assumed.ContainsKey(pod.Uid) && (pod.Spec.SchedulerName ?? "default-scheduler") == _options.Name;

    private List<NodeLoad> Loads(List<SchedulingPod> pods)
    {
        var loads = _nodes.Snapshot().Select(n => new NodeLoad(n.Value)).OrderBy(n => n.Name, StringComparer.Ordinal).ToList();
        var byName = loads.ToDictionary(n => n.Name, StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            var name = pod.NodeName ?? _assumed.GetValueOrDefault(pod.Uid);
            if (name is not null && byName.TryGetValue(name, out var load))
                load.Add(pod);
        }

        return loads;
    }

    private string? ClaimTrouble(SchedulingPod pod, int nodes)
    {
        const string NotHelpful = "Preemption is not helpful for scheduling";
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            var name = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Extra?.ContainsKey("ephemeral") == true ? $"{pod.Key.Name}-{volume.Name}" : null);
            if (name is null)
                continue;
            var claim = _claims.Find(new(pod.Key.Namespace, name));
            var trouble = claim is null && volume.PersistentVolumeClaim is null ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\""
                : claim is null ? $"persistentvolumeclaim \"{name}\" not found"
                : claim.Metadata.DeletionTimestamp is not null ? $"persistentvolumeclaim \"{name}\" is being deleted"
                : claim.Status?.Phase == "Lost" ? $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec?.VolumeName}\""
                : claim.Status?.Phase != "Bound" ? "pod has unbound immediate PersistentVolumeClaims"
                : null;
            if (trouble is not null)
                return $"0/{nodes} nodes are available: {trouble}. no new claims to deallocate, preemption: {Placement.Summary(nodes, Enumerable.Repeat(NotHelpful, nodes))}";
        }

        return null;
    }

    private async Task BindAsync(SchedulingPod pod, string node, CancellationToken cancellationToken)
    {
        var binding = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Binding",
            ["metadata"] = new JsonObject { ["name"] = pod.Key.Name, ["namespace"] = pod.Key.Namespace, ["uid"] = pod.Uid },
            ["target"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node },
        };
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/namespaces/{pod.Key.Namespace}/pods/{pod.Key.Name}/binding", UriKind.Relative))
            {
                Content = new StringContent(binding.ToJsonString(), Encoding.UTF8, "application/json"),
            };
            using var answer = await _client.SendAsync(message, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                _told.TryRemove(pod.Uid, out _);
                _events.Record(Regarding(pod), "Normal", "Scheduled", $"Successfully assigned {pod.Key} to {node}");
                return;
            }

            // Gone or bound by another: the watch says so. Anything else is tried again.
            if ((int)answer.StatusCode is 404 or 409)
                return;
            throw new HttpRequestException($"the API server answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception error) when (error is KubeException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            NodeLog.Failed(_options.Logger, error, $"binding {pod.Key} to {node}");
            _assumed.TryRemove(pod.Uid, out _);
            await Task.Delay(TimeSpan.FromSeconds(1), _options.Time, cancellationToken);
            Touch();
        }
    }

    private async Task ExplainAsync(SchedulingPod pod, string trouble, Placement? placement, CancellationToken cancellationToken)
    {
        try
        {
            if (placement is { Nominated: { } nominated, Victims.Count: > 0 })
                await PreemptAsync(pod, nominated.Name, placement.Victims, cancellationToken);
            if (pod.Trouble == trouble || (_told.TryGetValue(pod.Uid, out var told) && told == trouble))
                return;
            _told[pod.Uid] = trouble;
            _events.Record(Regarding(pod), "Warning", "FailedScheduling", trouble);
            var now = _options.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            var condition = new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = trouble, ["lastTransitionTime"] = now };
            var status = new JsonObject { ["conditions"] = new JsonArray(condition) };
            if (placement?.Nominated is { } node)
                status["nominatedNodeName"] = node.Name;
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status };
            await _client.PatchAsync(ResourceTypes.Pods, pod.Key.Namespace, pod.Key.Name, Patch.Strategic(patch), "status", cancellationToken);
        }
        catch (KubeException error) when (error.IsNotFound || error.IsConflict)
        {
            // The pod is gone: nothing is to be explained.
        }
        catch (KubeException error)
        {
            _told.TryRemove(pod.Uid, out _);
            NodeLog.Failed(_options.Logger, error, $"explaining why {pod.Key} waits");
        }
    }

    private async Task PreemptAsync(SchedulingPod pod, string node, IReadOnlyList<SchedulingPod> victims, CancellationToken cancellationToken)
    {
        foreach (var victim in victims.Where(v => !v.IsDeleting))
        {
            var target = new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True", ["reason"] = "PreemptionByScheduler", ["message"] = $"{_options.Name}: preempting to accommodate a higher priority pod" };
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = victim.Uid }, ["status"] = new JsonObject { ["conditions"] = new JsonArray(target) } };
            await _client.PatchAsync(ResourceTypes.Pods, victim.Key.Namespace, victim.Key.Name, Patch.Strategic(patch), "status", cancellationToken);
            await _client.DeleteAsync(ResourceTypes.Pods, victim.Key.Namespace, victim.Key.Name, new() { Uid = victim.Uid }, cancellationToken);
            _events.Record(Regarding(victim), "Normal", "Preempted", $"Preempted by pod {pod.Uid} on node {node}");
        }
    }

    private void OnPodChanged(StoreChange<SchedulingPod> change)
    {
        if (change.After is { NodeName: not null } bound)
            _assumed.TryRemove(bound.Uid, out _);
        if (change.After is null && change.Before is { } gone)
        {
            _assumed.TryRemove(gone.Uid, out _);
            _told.TryRemove(gone.Uid, out _);
        }

        // A status that changes neither room nor labels wakes nobody.
        if (change.After is null || change.Before is null || change.Before.NodeName != change.After.NodeName
            || change.Before.IsGated != change.After.IsGated || !SameLabels(change.Before.Labels, change.After.Labels))
            Touch();
    }

    private void Touch()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // The next round sees this change too.
        }
    }

    private static bool SameLabels(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(l => b.TryGetValue(l.Key, out var value) && value == l.Value);

    private static ObjectReference Regarding(SchedulingPod pod) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Namespace = pod.Key.Namespace,
        Name = pod.Key.Name,
        Uid = pod.Uid,
        ResourceVersion = pod.ResourceVersion,
    };
}
