using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.Controllers;
using Hearth.LocalCluster.Nodes;
using Node = Hearth.Kube.Core.Objects.Node;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>
/// Binds pods to nodes: a plain client of the API server, any API server. Level-triggered: after each change everything that waits is
/// considered again, in the order of priority and age.
/// </summary>
public sealed partial class Scheduler : IDisposable
{
    private static readonly Dictionary<string, string> s_noLabels = new(StringComparer.Ordinal);
    private readonly KubeClient _client;
    private readonly SchedulerOptions _options;
    private readonly Store<Pod, SchedulingPod> _pods;
    private readonly Store<Node, Node> _nodes;
    private readonly Store<PersistentVolumeClaim, PersistentVolumeClaim> _claims;
    private readonly Store<KubeObject, KubeObject> _volumes;
    private readonly Store<KubeObject, KubeObject> _classes;
    private readonly Store<Namespace, Namespace> _namespaces;
    private readonly Store<KubeObject, DisruptionBudget> _budgets;
    private readonly Store<Service, Service> _services;
    private readonly StoreIndex<Service> _servicesOf;
    private readonly Dictionary<string, Store<KubeObject, KubeObject>> _sets;
    private readonly SpreadGroups _groups;
    private readonly SchedulerEvents _events;
    private readonly VolumeLookup _lookup;
    private readonly SemaphoreSlim _changed = new(0, 1);

    // Bound, but the store does not know yet.
    private readonly ConcurrentDictionary<string, string> _assumed = new(StringComparer.Ordinal);

    // Its claims are being bound for this node.
    private readonly ConcurrentDictionary<string, string> _selected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    private Scheduler(KubeClient client, SchedulerOptions options)
    {
        (_client, _options) = (client, options);
        var random = new Random();
        _pods = new(client, ResourceTypes.Pods, SchedulingPod.Of, logger: options.Logger, random: random);
        _nodes = new(client, ResourceTypes.Nodes, node => node, logger: options.Logger, random: random);
        _claims = new(client, ResourceTypes.PersistentVolumeClaims, claim => claim, logger: options.Logger, random: random);
        _volumes = new(client, ResourceTypes.Untyped("", "v1", "persistentvolumes", "PersistentVolume", namespaced: false), volume => volume, logger: options.Logger, random: random);
        _classes = new(client, ResourceTypes.Untyped("storage.k8s.io", "v1", "storageclasses", "StorageClass", namespaced: false), type => type, logger: options.Logger, random: random);
        _namespaces = new(client, ResourceTypes.Namespaces, ns => ns, logger: options.Logger, random: random);
        _budgets = new(client, ResourceTypes.Untyped("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"), DisruptionBudget.Of, logger: options.Logger, random: random);
        _services = new(client, ResourceTypes.Services, service => service, logger: options.Logger, random: random);
        _servicesOf = _services.AddIndex(service => service.Metadata.Namespace);
        _sets = new[] { Kinds.ReplicaSets, Kinds.StatefulSets }.ToDictionary(type => type.Kind, type => new Store<KubeObject, KubeObject>(client, type, set => set, logger: options.Logger, random: random), StringComparer.Ordinal);
        _groups = new(
            ns => _servicesOf.Find(ns).Select(s => s.Spec?.Selector ?? s_noLabels),
            (kind, key) => _sets.GetValueOrDefault(kind)?.Find(key)?.Extra is { } set && set.TryGetValue("spec", out var spec) ? Selectors.Find(spec, "selector") : null);
        _events = new(client, options);
        _lookup = new(_claims.Find, () => _volumes.Snapshot().Select(v => v.Value), name => _classes.Find(new("", name)));
        _pods.Changed += OnPodChanged;
        _nodes.Changed += _ => Touch();
        _claims.Changed += _ => Touch();
        _volumes.Changed += _ => Touch();
        _namespaces.Changed += change =>
        {
            if (!SameLabels(change.Before?.Metadata.Labels ?? s_noLabels, change.After?.Metadata.Labels ?? s_noLabels))
                Touch();
        };
    }

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(KubeClient client, SchedulerOptions options, CancellationToken cancellationToken)
    {
        using var scheduler = new Scheduler(client, options);
        await Task.WhenAll(
            scheduler._pods.RunAsync(cancellationToken),
            scheduler._nodes.RunAsync(cancellationToken),
            scheduler._claims.RunAsync(cancellationToken),
            scheduler._volumes.RunAsync(cancellationToken),
            scheduler._classes.RunAsync(cancellationToken),
            scheduler._namespaces.RunAsync(cancellationToken),
            scheduler._budgets.RunAsync(cancellationToken),
            scheduler._services.RunAsync(cancellationToken),
            Task.WhenAll(scheduler._sets.Values.Select(sets => sets.RunAsync(cancellationToken))),
            scheduler._events.RunAsync(cancellationToken),
            scheduler.LoopAsync(cancellationToken));
    }

    public void Dispose() => _changed.Dispose();

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            _pods.WaitForSyncAsync(cancellationToken),
            _nodes.WaitForSyncAsync(cancellationToken),
            _claims.WaitForSyncAsync(cancellationToken),
            _volumes.WaitForSyncAsync(cancellationToken),
            _classes.WaitForSyncAsync(cancellationToken),
            _namespaces.WaitForSyncAsync(cancellationToken),
            _budgets.WaitForSyncAsync(cancellationToken),
            _services.WaitForSyncAsync(cancellationToken),
            Task.WhenAll(_sets.Values.Select(sets => sets.WaitForSyncAsync(cancellationToken))));
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
        var world = new SchedulingWorld(Loads(pods))
        {
            Namespaces = _namespaces.Snapshot().ToDictionary(n => n.Key.Name, n => n.Value.Metadata.Labels ?? s_noLabels, StringComparer.Ordinal),
            Budgets = [.. _budgets.Snapshot().Select(b => b.Value)],
            Groups = _groups,
        };
        var writes = new List<Task>();
        var promised = new Promises(waiting, world.Nodes);
        foreach (var one in waiting)
        {
            promised.KeepBefore(one);
            var pod = one with { Volumes = _lookup.Of(one) };
            var selected = _selected.TryGetValue(pod.Uid, out var name) ? world.Nodes.FirstOrDefault(n => n.Name == name) : null;
            var placement = selected is null ? Placement.Of(pod, world) : new() { Node = selected };
            if (placement.Node is { } node)
            {
                node.Add(pod);
                if (pod.Volumes.Late.Count == 0)
                {
                    _assumed[pod.Uid] = node.Name;
                    writes.Add(BindAsync(pod, node.Name, cancellationToken));
                }
                else if (_selected.TryAdd(pod.Uid, node.Name))
                {
                    writes.Add(SelectNodeAsync(pod, node.Name, cancellationToken));
                }
            }
            else
            {
                // The room that it waits for is not for those of less priority.
                if ((placement.Nominated ?? world.Nodes.FirstOrDefault(n => !placement.ForgetsNomination && n.Name == pod.NominatedNode)) is { } reserved)
                    reserved.Add(pod);
                writes.Add(ExplainAsync(pod, placement, waiting, cancellationToken));
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

    /// <summary>Claims that wait for their first consumer are bound once they know its node; the pod follows them there.</summary>
    private async Task SelectNodeAsync(SchedulingPod pod, string node, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var claim in pod.Volumes.Late)
            {
                var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [VolumeLookup.SelectedNode] = node } } };
                await _client.PatchAsync(ResourceTypes.PersistentVolumeClaims, pod.Key.Namespace, claim, Patch.Merge(patch), cancellationToken);
            }
        }
        catch (KubeException error)
        {
            _selected.TryRemove(pod.Uid, out _);
            NodeLog.Failed(_options.Logger, error, $"choosing {node} for the claims of {pod.Key}");
        }
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
                _events.Record(pod, null, "Normal", "Scheduled", "Binding", $"Successfully assigned {pod.Key} to {node}");
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

    private void OnPodChanged(StoreChange<SchedulingPod> change)
    {
        if (change.After is { NodeName: not null } bound)
            _assumed.TryRemove(bound.Uid, out _);
        if (change.After is null && change.Before is { } gone)
        {
            _assumed.TryRemove(gone.Uid, out _);
            _told.TryRemove(gone.Uid, out _);
            _selected.TryRemove(gone.Uid, out _);
            _events.Forget(gone.Uid);
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
}
