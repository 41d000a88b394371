using System.Collections.Concurrent;

namespace Hearth.LocalCluster.Store;

/// <summary>
/// Every object of the cluster, in memory. One lock orders all writes, so that resource versions are one sequence over all resources
/// and a watcher sees changes in that order; reads take a snapshot and no lock.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private readonly WriteAheadLog? _log;
    private long _revision = 1;

    public ObjectStore(WriteAheadLog? log = null)
    {
        _log = log;
        if (log is null)
            return;
        _revision = Math.Max(_revision, log.Load(LoadOne));
        foreach (var table in _tables.Values)
            table.StartAt(_revision);
    }

    public long Revision => Volatile.Read(ref _revision);

    public ResourceTable Table(string name) => _tables.GetOrAdd(name, static (key, gate) => new ResourceTable(key, gate), _gate);

    /// <summary>The objects of a table and the version they were read at.</summary>
    public (ObjectMap Objects, long Revision) Snapshot(ResourceTable table)
    {
        lock (_gate)
            return (table.Objects, _revision);
    }

    /// <summary>Stores a new object; null when the name is taken.</summary>
    public StoredObject? TryCreate(ResourceTable table, Draft draft)
    {
        StoredObject stored;
        lock (_gate)
        {
            if (table.Objects.Find(draft.Namespace, draft.Name) is not null)
                return null;
            stored = Commit(table, ChangeType.Added, draft, null);
        }

        table.Announce();
        return stored;
    }

    /// <summary>Replaces <paramref name="expected"/>; null when it is no longer the current version.</summary>
    public StoredObject? TryUpdate(ResourceTable table, StoredObject expected, Draft draft)
    {
        StoredObject stored;
        lock (_gate)
        {
            if (!ReferenceEquals(table.Objects.Find(expected.Namespace, expected.Name), expected))
                return null;
            stored = Commit(table, ChangeType.Modified, draft, expected);
        }

        table.Announce();
        return stored;
    }

    /// <summary>Removes <paramref name="expected"/>, whose last state is <paramref name="last"/>; null when it is no longer current.</summary>
    public StoredObject? TryDelete(ResourceTable table, StoredObject expected, Draft last)
    {
        StoredObject stored;
        lock (_gate)
        {
            if (!ReferenceEquals(table.Objects.Find(expected.Namespace, expected.Name), expected))
                return null;
            stored = Commit(table, ChangeType.Deleted, last, expected);
        }

        table.Announce();
        return stored;
    }

    private StoredObject Commit(ResourceTable table, ChangeType type, Draft draft, StoredObject? before)
    {
        var stored = draft.At(_revision + 1);
        _log?.Append(table.Name, type, stored);
        Volatile.Write(ref _revision, _revision + 1);
        table.Apply(new Change(type, stored, before));
        if (_log is { NeedsSnapshot: true })
            _log.Snapshot(_revision, _tables.Values);
        return stored;
    }

    private void LoadOne(string tableName, ChangeType type, StoredObject value)
    {
        var table = Table(tableName);
        if (type == ChangeType.Deleted)
            table.Unload(value);
        else
            table.Load(value);
    }
}
