using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>What the garbage collector keeps of an object.</summary>
internal sealed record GraphObject(
    ResourceType<KubeObject> Type, ObjectKey Key, string Uid, IReadOnlyList<OwnerReference> Owners, bool IsDeleting, IReadOnlyList<string> Finalizers)
{
    public bool WaitsForDependents => IsDeleting && Finalizers.Contains("foregroundDeletion", StringComparer.Ordinal);
    public bool OrphansDependents => IsDeleting && Finalizers.Contains("orphan", StringComparer.Ordinal);

    public static GraphObject Of(ResourceType<KubeObject> type, KubeObject item) => new(
        type, ObjectKey.Of(item), item.Metadata.Uid ?? "", item.Metadata.OwnerReferences ?? [], item.Metadata.DeletionTimestamp is not null, item.Metadata.Finalizers ?? []);
}

/// <summary>All objects by uid, and who depends on whom. Thread-safe.</summary>
internal sealed class ObjectGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphObject> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);

    public GraphObject? Find(string uid)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(uid);
    }

    public IReadOnlyList<GraphObject> Dependents(string uid)
    {
        lock (_lock)
            return _dependents.TryGetValue(uid, out var uids) ? [.. uids.Select(u => _objects.GetValueOrDefault(u)).OfType<GraphObject>()] : [];
    }

    public void Put(GraphObject item)
    {
        lock (_lock)
        {
            Unlink(item.Uid);
            _objects[item.Uid] = item;
            foreach (var owner in item.Owners)
            {
                if (!_dependents.TryGetValue(owner.Uid, out var uids))
                    _dependents.Add(owner.Uid, uids = new(StringComparer.Ordinal));
                uids.Add(item.Uid);
            }
        }
    }

    public void Remove(string uid)
    {
        lock (_lock)
        {
            Unlink(uid);
            _objects.Remove(uid);
        }
    }

    private void Unlink(string uid)
    {
        if (!_objects.TryGetValue(uid, out var before))
            return;
        foreach (var owner in before.Owners)
        {
            if (_dependents.TryGetValue(owner.Uid, out var uids) && uids.Remove(uid) && uids.Count == 0)
                _dependents.Remove(owner.Uid);
        }
    }
}
