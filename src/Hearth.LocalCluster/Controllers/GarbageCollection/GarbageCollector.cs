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
/// Deletes what its owners leave behind: in the background when all owners are gone, in the foreground before the owner itself goes,
/// or not at all where dependents are to be orphaned.
/// </summary>
internal sealed class GarbageCollector(KubeClient client, ControllerSettings settings) : IDisposable
{
    private static readonly ResourceType<KubeObject> s_definitions =
        ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);

    private readonly ObjectGraph _graph = new();
    private readonly WorkQueue<string> _queue = new();
    private readonly ConcurrentDictionary<string, Task> _watched = new(StringComparer.Ordinal);
    private Dictionary<string, ResourceType<KubeObject>> _kinds = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var definitionsChanged = new SemaphoreSlim(0);
        var definitions = new Store<KubeObject, KubeObject>(client, s_definitions, d => d with { Extra = null }, logger: settings.Logger);
        definitions.Changed += _ => definitionsChanged.Release();
        var running = Task.WhenAll(
            definitions.RunAsync(cancellationToken),
            new Controller<string>("garbage collector", _queue, CollectAsync, new() { Workers = 8, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
        await WatchKindsAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            await definitionsChanged.WaitAsync(cancellationToken);
            // A definition is served a moment after it was stored.
            await Task.Delay(TimeSpan.FromMilliseconds(200), settings.Time, cancellationToken);
            await WatchKindsAsync(cancellationToken);
        }

        await running;
    }

    public void Dispose() => _queue.Dispose();

    private async Task WatchKindsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var kinds = await KindCatalog.ReadAsync(client, cancellationToken);
            _kinds = kinds.GroupBy(k => $"{k.Group}/{k.Kind}", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
            foreach (var kind in kinds)
                _ = _watched.GetOrAdd($"{kind.Group}/{kind.Plural}", _ => WatchAsync(kind, cancellationToken));
        }
        catch (KubeException error)
        {
            Log.Failed(settings.Logger, error, "reading the kinds of the server");
        }
    }

    private Task WatchAsync(ResourceType<KubeObject> kind, CancellationToken cancellationToken)
    {
        var store = new Store<KubeObject, GraphObject>(client, kind, item => GraphObject.Of(kind, item), logger: settings.Logger);
        store.Changed += OnChanged;
        return store.RunAsync(cancellationToken);
    }

    private void OnChanged(StoreChange<GraphObject> change)
    {
        if (change.Before is { } before && before.Uid != change.After?.Uid)
        {
            _graph.Remove(before.Uid);
            foreach (var dependent in _graph.Dependents(before.Uid))
                _queue.Add(dependent.Uid);
            foreach (var owner in before.Owners)
                _queue.Add(owner.Uid);
        }

        if (change.After is not { } after)
            return;
        _graph.Put(after);
        if (after.Owners.Count > 0 || after.WaitsForDependents || after.OrphansDependents)
            _queue.Add(after.Uid);
        // Those that it has not any more may have waited for it.
        foreach (var owner in after.Owners.Concat(change.Before?.Owners ?? []))
        {
            if (_graph.Find(owner.Uid)?.WaitsForDependents == true)
                _queue.Add(owner.Uid);
        }
    }

    private async Task<ReconcileResult> CollectAsync(string uid, CancellationToken cancellationToken)
    {
        if (_graph.Find(uid) is not { } item)
            return ReconcileResult.Done;
        if (item.OrphansDependents)
            await OrphanAsync(item, cancellationToken);
        else if (item.WaitsForDependents)
            await GoOnInForegroundAsync(item, cancellationToken);
        if (item.Owners.Count > 0 && (!item.IsDeleting || item.WaitsForDependents))
            await CheckOwnersAsync(item, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task CheckOwnersAsync(GraphObject item, CancellationToken cancellationToken)
    {
        if (item.IsDeleting)
            return;
        var (solid, dangling, waiting) = (0, new List<OwnerReference>(), new List<OwnerReference>());
        foreach (var owner in item.Owners)
        {
            var known = _graph.Find(owner.Uid);
            if (known is null && !await ExistsAsync(owner, item, cancellationToken))
                dangling.Add(owner);
            else if (known is { WaitsForDependents: true })
                waiting.Add(owner);
            else
                solid++;
        }

        var dependents = _graph.Dependents(item.Uid);
        if (solid > 0)
        {
            if (dangling.Count + waiting.Count > 0)
                await RemoveOwnersAsync(item, [.. dangling, .. waiting], cancellationToken);
            return;
        }

        if (waiting.Count > 0 && dependents.Count > 0)
        {
            // Owners in a circle would wait for each other.
            if (dependents.Any(d => d.WaitsForDependents))
                await UnblockAsync(item, cancellationToken);
            await DeleteAsync(item, "Foreground", cancellationToken);
            return;
        }

        await DeleteAsync(item, item.Finalizers.Contains("orphan", StringComparer.Ordinal) ? "Orphan" : item.Finalizers.Contains("foregroundDeletion", StringComparer.Ordinal) ? "Foreground" : "Background", cancellationToken);
    }

    // The graph may not know the owner yet: the server decides.
    private async Task<bool> ExistsAsync(OwnerReference owner, GraphObject item, CancellationToken cancellationToken)
    {
        var group = owner.ApiVersion.Split('/') is [var named, _] ? named : "";
        if (!_kinds.TryGetValue($"{group}/{owner.Kind}", out var kind))
            return await IsUnknownKindAsync(group, owner, cancellationToken);
        var found = await client.FindAsync(kind, kind.Namespaced ? item.Key.Namespace : null, owner.Name, cancellationToken);
        return found?.Metadata.Uid == owner.Uid;
    }

    // A kind that was installed a moment ago must not make its dependents look abandoned; a kind that nobody knows keeps them too.
    private async Task<bool> IsUnknownKindAsync(string group, OwnerReference owner, CancellationToken cancellationToken)
    {
        await WatchKindsAsync(cancellationToken);
        return !_kinds.ContainsKey($"{group}/{owner.Kind}")
            ? true
            : throw new InvalidOperationException($"the kind {owner.Kind} of the owner {owner.Name} is new; looking again");
    }

    private async Task GoOnInForegroundAsync(GraphObject item, CancellationToken cancellationToken)
    {
        var blocking = _graph.Dependents(item.Uid).Where(d => d.Owners.Any(o => o.Uid == item.Uid && o.BlockOwnerDeletion == true)).ToList();
        foreach (var dependent in _graph.Dependents(item.Uid).Where(d => !d.IsDeleting))
            _queue.Add(dependent.Uid);
        if (blocking.Count == 0)
            await RemoveFinalizerAsync(item, "foregroundDeletion", cancellationToken);
    }

    private async Task OrphanAsync(GraphObject item, CancellationToken cancellationToken)
    {
        foreach (var dependent in _graph.Dependents(item.Uid))
            await RemoveOwnersAsync(dependent, [.. dependent.Owners.Where(o => o.Uid == item.Uid)], cancellationToken);
        await RemoveFinalizerAsync(item, "orphan", cancellationToken);
    }

    private async Task RemoveOwnersAsync(GraphObject item, IReadOnlyList<OwnerReference> owners, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            item,
            present => new JsonObject
            {
                ["ownerReferences"] = JsonSerializer.SerializeToNode([.. (present.Metadata.OwnerReferences ?? []).Where(o => !owners.Any(gone => gone.Uid == o.Uid))], KubeJson.Default.ListOwnerReference),
            },
            cancellationToken);
    }

    private Task UnblockAsync(GraphObject item, CancellationToken cancellationToken) => ChangeAsync(
        item,
        present => new JsonObject
        {
            ["ownerReferences"] = JsonSerializer.SerializeToNode([.. (present.Metadata.OwnerReferences ?? []).Select(o => o with { BlockOwnerDeletion = false })], KubeJson.Default.ListOwnerReference),
        },
        cancellationToken);

    private Task RemoveFinalizerAsync(GraphObject item, string finalizer, CancellationToken cancellationToken) => ChangeAsync(
        item,
        present => new JsonObject { ["finalizers"] = new JsonArray([.. (present.Metadata.Finalizers ?? []).Where(f => f != finalizer).Select(f => (JsonNode)f)]) },
        cancellationToken);

    private async Task ChangeAsync(GraphObject item, Func<KubeObject, JsonObject> change, CancellationToken cancellationToken)
    {
        var ns = item.Type.Namespaced ? item.Key.Namespace : null;
        if (await client.FindAsync(item.Type, ns, item.Key.Name, cancellationToken) is not { } present || present.Metadata.Uid != item.Uid)
            return;
        var metadata = change(present);
        metadata["uid"] = item.Uid;
        metadata["resourceVersion"] = present.Metadata.ResourceVersion;
        await client.PatchAsync(item.Type, ns, item.Key.Name, Patch.Merge(new JsonObject { ["metadata"] = metadata }), cancellationToken);
    }

    private async Task DeleteAsync(GraphObject item, string propagation, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(item.Type, item.Type.Namespaced ? item.Key.Namespace : null, item.Key.Name, new() { PropagationPolicy = propagation, Uid = item.Uid }, cancellationToken);
        }
        catch (KubeException error) when (error.IsConflict)
        {
            // Another object of that name is there by now.
        }
    }
}
