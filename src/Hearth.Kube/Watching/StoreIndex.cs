using Hearth.Kube.Client;

namespace Hearth.Kube.Watching;

/// <summary>The items of a store by group, for example pods by application. Made by <see cref="Store{T,TItem}.AddIndex"/>.</summary>
public sealed class StoreIndex<TItem>
    where TItem : class
{
    private readonly Lock _lock;
    private readonly Dictionary<ObjectKey, TItem> _items;
    private readonly Func<TItem, string?> _group;
    private readonly Dictionary<string, HashSet<ObjectKey>> _groups = [];

    internal StoreIndex(Lock @lock, Dictionary<ObjectKey, TItem> items, Func<TItem, string?> group) => (_lock, _items, _group) = (@lock, items, group);

    /// <summary>A copy of the items of a group; empty where there is none.</summary>
    public IReadOnlyList<TItem> Find(string group)
    {
        lock (_lock)
            return _groups.TryGetValue(group, out var keys) ? [.. keys.Select(key => _items[key])] : [];
    }

    public int Count(string group)
    {
        lock (_lock)
            return _groups.TryGetValue(group, out var keys) ? keys.Count : 0;
    }

    /// <summary>Called with the store's lock held.</summary>
    internal void Update(ObjectKey key, TItem? before, TItem? after)
    {
        var from = before is null ? null : _group(before);
        var to = after is null ? null : _group(after);
        if (from == to)
            return;
        if (from is not null && _groups.TryGetValue(from, out var left) && left.Remove(key) && left.Count == 0)
            _groups.Remove(from);
        if (to is null)
            return;
        if (!_groups.TryGetValue(to, out var entered))
            _groups.Add(to, entered = []);
        entered.Add(key);
    }
}
