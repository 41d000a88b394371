using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Looks at an object of one kind whenever it, or something that it controls, changes. What happens in a look is a function, one for
/// each kind.
/// </summary>
internal sealed class WorkloadController : IDisposable
{
    private readonly KubeClient _client;
    private readonly ResourceType<KubeObject> _type;
    private readonly ControllerSettings _settings;
    private readonly Store<KubeObject, KubeObject> _items;
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly Func<KubeObject, CancellationToken, Task<ReconcileResult>> _look;
    private readonly Func<ObjectKey, CancellationToken, Task>? _forget;

    public WorkloadController(
        KubeClient client,
        ControllerSettings settings,
        ResourceType<KubeObject> type,
        Func<KubeObject, CancellationToken, Task<ReconcileResult>> look,
        Func<ObjectKey, CancellationToken, Task>? forget = null)
    {
        (_client, _type, _settings, _look, _forget) = (client, type, settings, look, forget);
        _items = new(client, type, item => item, logger: settings.Logger);
        _items.Changed += change => _queue.Add(change.Key);
    }

    /// <summary>A changed object leads to a look at the one that controls it.</summary>
    public void Follow<T>(Store<T, T> controlled)
        where T : KubeObject
    {
        controlled.Changed += change =>
        {
            Enqueue(change.Before);
            Enqueue(change.After);
        };
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _items.RunAsync(cancellationToken),
        new Controller<ObjectKey>(_type.Plural, _queue, LookAsync, new() { Workers = 2, UrgentWorkers = 0 }, _settings.Logger).RunAsync(cancellationToken));

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> LookAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        await _items.WaitForSyncAsync(cancellationToken);
        // As it is now: a state of a moment ago may lack its deletion, and counts in a status are added to.
        if (_items.Find(key) is not null && await _client.FindAsync(_type, key.Namespace, key.Name, cancellationToken) is { } item)
            return await _look(item, cancellationToken);
        if (_forget is not null)
            await _forget(key, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>What nobody controls may be wanted by any of its namespace.</summary>
    public void FollowOrphans<T>(Store<T, T> orphans)
        where T : KubeObject
    {
        var byNamespace = _items.AddIndex(item => item.Metadata.Namespace);
        orphans.Changed += change =>
        {
            if (change.After is not { } orphan || orphan.Metadata.OwnerReferences?.Any(o => o.Controller == true) == true)
                return;
            foreach (var item in byNamespace.Find(change.Key.Namespace).Where(item => Claims.Selects(item, orphan)))
                _queue.Add(ObjectKey.Of(item));
        };
    }

    public void EnqueueAll()
    {
        foreach (var (key, _) in _items.Snapshot())
            _queue.Add(key);
    }

    public void Enqueue(KubeObject? controlled)
    {
        if (controlled?.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true && o.Kind == _type.Kind) is { } owner)
            _queue.Add(new(controlled.Metadata.Namespace ?? "", owner.Name));
    }
}

/// <summary>What all looks share: the pods and sets that exist, and how they are written.</summary>
internal sealed class WorkloadWorld(KubeClient client, ControllerSettings settings)
{
    public KubeClient Client => client;
    public TimeProvider Time => settings.Time;
    public Claims Claims { get; } = new(client);
    public EventRecorder DeploymentEvents { get; } = new(client, "deployment-controller", "", settings.Logger, settings.Time);
    public EventRecorder ReplicaSetEvents { get; } = new(client, "replicaset-controller", "", settings.Logger, settings.Time);
    public EventRecorder StatefulSetEvents { get; } = new(client, "statefulset-controller", "", settings.Logger, settings.Time);
    public EventRecorder DaemonSetEvents { get; } = new(client, "daemonset-controller", "", settings.Logger, settings.Time);
    public EventRecorder JobEvents { get; } = new(client, "job-controller", "", settings.Logger, settings.Time);
    public EventRecorder CronJobEvents { get; } = new(client, "cronjob-controller", "", settings.Logger, settings.Time);
    public Store<Pod, Pod> Pods { get; } = new(client, ResourceTypes.Pods, pod => pod, logger: settings.Logger);
    public Store<Node, DaemonPlace> Nodes { get; } = new(client, ResourceTypes.Nodes, DaemonPlace.Of, logger: settings.Logger);
    public Store<KubeObject, KubeObject> ReplicaSets { get; } = new(client, Kinds.ReplicaSets, set => set, logger: settings.Logger);
    public Store<KubeObject, KubeObject> Jobs { get; } = new(client, Kinds.Jobs, job => job, logger: settings.Logger);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
        [
            Pods.RunAsync(cancellationToken),
            Nodes.RunAsync(cancellationToken),
            ReplicaSets.RunAsync(cancellationToken),
            Jobs.RunAsync(cancellationToken),
            .. new[] { DeploymentEvents, ReplicaSetEvents, StatefulSetEvents, DaemonSetEvents, JobEvents, CronJobEvents }.Select(events => events.RunAsync(cancellationToken)),
        ]);

    /// <summary>Straight from the server: a store that lags a moment would make pods twice.</summary>
    public async Task<List<Pod>> PodsOfAsync(KubeObject owner, CancellationToken cancellationToken)
    {
        var all = await client.ListAsync(ResourceTypes.Pods, owner.Metadata.Namespace, null, cancellationToken);
        return [.. all.Items.Where(p => p.IsControlledBy(owner)).OrderBy(p => p.Metadata.CreationTimestamp).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal)];
    }

    public Task DeletePodAsync(Pod pod, CancellationToken cancellationToken) =>
        client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { Uid = pod.Metadata.Uid }, cancellationToken);

    public async Task<Pod> CreatePodAsync(KubeObject owner, Pod pod, EventRecorder events, CancellationToken cancellationToken)
    {
        try
        {
            var created = await client.CreateAsync(ResourceTypes.Pods, owner.Metadata.Namespace, pod, cancellationToken);
            events.Normal(owner, "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
            return created;
        }
        catch (KubeException error)
        {
            events.Warning(owner, "FailedCreate", $"Error creating: {error.Message}");
            throw;
        }
    }

    /// <summary>
    /// Writes the whole status where it differs from the one that is there; zero counts are left out, as Kubernetes does. A conflict where
    /// somebody wrote meanwhile.
    /// </summary>
    public Task<KubeObject> WriteStatusAsync(ResourceType<KubeObject> type, KubeObject item, JsonObject status, CancellationToken cancellationToken) =>
        WriteStatusAsync(type, item, status, null, cancellationToken);

    /// <inheritdoc cref="WriteStatusAsync(ResourceType{KubeObject}, KubeObject, JsonObject, CancellationToken)"/>
    /// <param name="annotations">That change with it; null: none.</param>
    public async Task<KubeObject> WriteStatusAsync(ResourceType<KubeObject> type, KubeObject item, JsonObject status, JsonObject? annotations, CancellationToken cancellationToken)
    {
        var present = item.Status();
        if (annotations is null && JsonNode.DeepEquals(present, status))
            return item;
        var metadata = new JsonObject { ["resourceVersion"] = item.Metadata.ResourceVersion };
        if (annotations is not null)
            metadata["annotations"] = annotations;
        var patch = new JsonObject { ["metadata"] = metadata, ["status"] = Change(present, status) };
        return await client.PatchAsync(type, item.Metadata.Namespace, item.Metadata.Name!, Patch.Merge(patch), "status", cancellationToken);
    }

    /// <summary>The merge patch that makes the one into the other.</summary>
    private static JsonObject Change(JsonObject from, JsonObject to)
    {
        var change = new JsonObject();
        foreach (var (name, value) in to.Where(field => !JsonNode.DeepEquals(from[field.Key], field.Value)))
            change[name] = from[name] is JsonObject before && value is JsonObject after ? Change(before, after) : value?.DeepClone();
        foreach (var former in from.Where(field => !to.ContainsKey(field.Key)))
            change[former.Key] = null;
        return change;
    }

    public string Now() => TimeConverter.Format(settings.Time.GetUtcNow());
}
