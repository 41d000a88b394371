using System.Collections.Immutable;

namespace Hearth.LocalCluster.Store;

/// <summary>All objects of one resource at one moment, in the order of their keys.</summary>
internal sealed class ObjectMap
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> s_noNames =
        ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    /// <summary>As etcd orders keys: a namespace ends with a slash, so <c>a-b/x</c> comes before <c>a/x</c>.</summary>
    private static readonly Comparer<string> s_byKey = Comparer<string>.Create(static (a, b) =>
    {
        var shared = a.AsSpan().CommonPrefixLength(b);
        if (shared == a.Length && shared == b.Length)
            return 0;
        return (shared < a.Length ? a[shared] : '/') - (shared < b.Length ? b[shared] : '/');
    });

    public static readonly ObjectMap Empty = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(s_byKey), 0);

    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> _byNamespace;

    private ObjectMap(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> byNamespace, int count)
    {
        _byNamespace = byNamespace;
        Count = count;
    }

    public int Count { get; }

    public StoredObject? Find(string ns, string name) =>
        _byNamespace.TryGetValue(ns, out var names) && names.TryGetValue(name, out var found) ? found : null;

    public ObjectMap With(StoredObject value)
    {
        var names = _byNamespace.GetValueOrDefault(value.Namespace, s_noNames);
        var added = names.ContainsKey(value.Name) ? 0 : 1;
        return new ObjectMap(_byNamespace.SetItem(value.Namespace, names.SetItem(value.Name, value)), Count + added);
    }

    public ObjectMap Without(string ns, string name)
    {
        if (!_byNamespace.TryGetValue(ns, out var names) || !names.ContainsKey(name))
            return this;
        names = names.Remove(name);
        return new ObjectMap(names.IsEmpty ? _byNamespace.Remove(ns) : _byNamespace.SetItem(ns, names), Count - 1);
    }

    /// <summary>Every object, or those of one namespace.</summary>
    public IEnumerable<StoredObject> In(string? ns)
    {
        if (ns is not null)
        {
            if (_byNamespace.TryGetValue(ns, out var names))
            {
                foreach (var pair in names)
                    yield return pair.Value;
            }

            yield break;
        }

        foreach (var names in _byNamespace)
        {
            foreach (var pair in names.Value)
                yield return pair.Value;
        }
    }
}
