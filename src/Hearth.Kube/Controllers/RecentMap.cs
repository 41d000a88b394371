using System.Diagnostics.CodeAnalysis;

namespace Hearth.Kube.Controllers;

/// <summary>Remembers the entries that were set or asked for most recently. Not thread-safe.</summary>
internal sealed class RecentMap<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = new();

    public int Count => _nodes.Count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = null;
            return false;
        }

        _byAge.Remove(node);
        _byAge.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            _byAge.Remove(node);
        }
        else if (_nodes.Count == capacity)
        {
            _nodes.Remove(_byAge.First!.Value.Key);
            _byAge.RemoveFirst();
        }

        _nodes[key] = _byAge.AddLast((key, value));
    }
}
