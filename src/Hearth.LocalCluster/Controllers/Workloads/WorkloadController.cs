using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Looks at an object of one kind whenever it, or something that it controls, changes. What happens in a look is a function, one for
/// each kind.
/// </summary>
internal sealed class WorkloadController : IDisposable
{
    private readonly ResourceType<KubeObject> _type;
    private readonly ControllerSettings _settings;
    private readonly Store<KubeObject, KubeObject> _items;
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly Func<KubeObject, CancellationToken, Task<ReconcileResult>> _look;

    public WorkloadController(
        KubeClient client, ControllerSettings settings, ResourceType<KubeObject> type, Func<KubeObject, CancellationToken, Task<ReconcileResult>> look)
    {
        (_type, _settings, _look) = (type, settings, look);
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

    private Task<ReconcileResult> LookAsync(ObjectKey key, CancellationToken cancellationToken) =>
        _items.Find(key) is { Metadata.DeletionTimestamp: null } item ? _look(item, cancellationToken) : Task.FromResult(ReconcileResult.Done);

    private void Enqueue(KubeObject? controlled)
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
    public EventRecorder DeploymentEvents { get; } = new(client, "deployment-controller", "", settings.Logger, settings.Time);
    public EventRecorder ReplicaSetEvents { get; } = new(client, "replicaset-controller", "", settings.Logger, settings.Time);
    public EventRecorder StatefulSetEvents { get; } = new(client, "statefulset-controller", "", settings.Logger, settings.Time);
    public EventRecorder JobEvents { get; } = new(client, "job-controller", "", settings.Logger, settings.Time);
    public EventRecorder CronJobEvents { get; } = new(client, "cronjob-controller", "", settings.Logger, settings.Time);
    public Store<Pod, Pod> Pods { get; } = new(client, ResourceTypes.Pods, pod => pod.Metadata.OwnerReferences is { Count: > 0 } ? pod : null, logger: settings.Logger);
    public Store<KubeObject, KubeObject> ReplicaSets { get; } = new(client, Kinds.ReplicaSets, set => set, logger: settings.Logger);
    public Store<KubeObject, KubeObject> Jobs { get; } = new(client, Kinds.Jobs, job => job, logger: settings.Logger);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
        [
            Pods.RunAsync(cancellationToken),
            ReplicaSets.RunAsync(cancellationToken),
            Jobs.RunAsync(cancellationToken),
            .. new[] { DeploymentEvents, ReplicaSetEvents, StatefulSetEvents, JobEvents, CronJobEvents }.Select(events => events.RunAsync(cancellationToken)),
        ]);

    /// <summary>Straight from the server: a store that lags a moment would make pods twice.</summary>
    public async Task<List<Pod>> PodsOfAsync(KubeObject owner, CancellationToken cancellationToken)
    {
        var all = await client.ListAsync(ResourceTypes.Pods, owner.Metadata.Namespace, null, cancellationToken);
        return [.. all.Items.Where(p => p.IsControlledBy(owner)).OrderBy(p => p.Metadata.CreationTimestamp).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal)];
    }

    public Task DeletePodAsync(Pod pod, CancellationToken cancellationToken) =>
        client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { Uid = pod.Metadata.Uid }, cancellationToken);

    /// <summary>Writes a status where it differs from the one that is there.</summary>
    public async Task WriteStatusAsync(ResourceType<KubeObject> type, KubeObject item, JsonObject status, CancellationToken cancellationToken)
    {
        var present = item.Status();
        if (status.All(field => JsonNode.DeepEquals(present[field.Key], field.Value)))
            return;
        await client.PatchAsync(type, item.Metadata.Namespace, item.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken);
    }

    public string Now() => settings.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
