using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Cel;

// The values of expressions: null, bool, long, ulong, double, string, byte[], DateTimeOffset, TimeSpan, Quantity, IPAddress, IPNetwork, Uri,
// CelFormat, CelSemver, and these.

/// <summary>A value that stands for a failed evaluation; operations on it give it back, <c>&amp;&amp;</c> and <c>||</c> may get over it.</summary>
internal sealed record CelError(string Message)
{
    public static CelError NoOverload { get; } = new("no such overload");

    public static CelError NoConversion(string type) => new($"type conversion error from 'string' to '{type}'");

    public static CelError NoKey(object? key) => new($"no such key: {CelText.Of(key)}");
}

/// <summary><c>optional.of(x)</c> or <c>optional.none()</c>.</summary>
internal sealed record CelOptional(bool HasValue, object? Value)
{
    public static CelOptional None { get; } = new(false, null);

    public static CelOptional Some(object? value) => new(true, value);
}

internal sealed record CelTypeName(string Name);

/// <summary>A list; of a schema it may be a set or keyed, which counts for equality and <c>+</c>.</summary>
internal sealed class CelList(IReadOnlyList<object?> items, CelType? type = null)
{
    public IReadOnlyList<object?> Items => items;

    public CelType? Type => type;

    public bool IsSet => type?.ListType == "set";

    public IReadOnlyList<string> Keys { get; } = type?.ListType == "map" ? type.ListKeys : [];
}

/// <summary>A map, in the order of its making.</summary>
internal sealed class CelMap
{
    private readonly Dictionary<object, object?> _values = new(CelEquality.Keys);

    public IReadOnlyCollection<KeyValuePair<object, object?>> Entries => _values;

    public bool TryGet(object key, out object? value) => _values.TryGetValue(key, out value);

    public bool Has(object key) => _values.ContainsKey(key);

    public bool TryAdd(object key, object? value) => _values.TryAdd(key, value);
}

/// <summary>An object of a schema; its fields become values when they are asked for.</summary>
internal sealed class CelObject(JsonObject json, CelType type)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public JsonObject Json => json;

    public CelType Type => type;

    public bool Has(string field) => type.Fields.TryGetValue(field, out var known) && json.ContainsKey(known.Name);

    public bool TryGet(string field, out object? value)
    {
        if (_values.TryGetValue(field, out value))
            return true;
        if (!type.Fields.TryGetValue(field, out var known) || !json.TryGetPropertyValue(known.Name, out var node))
            return false;
        _values[field] = value = CelJson.ToValue(node, known.Type);
        return true;
    }
}

/// <summary>Equality across the number types; lists and maps by content.</summary>
internal static class CelEquality
{
    public static IEqualityComparer<object> Keys { get; } = new KeyComparer();

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => left is null && right is null,
        (long or ulong or double, long or ulong or double) => CelNumbers.Compare(left, right) == 0,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (CelList a, CelList b) => AreEqual(a, b),
        (CelMap a, CelMap b) => a.Entries.Count == b.Entries.Count && a.Entries.All(entry => b.TryGet(entry.Key, out var other) && AreEqual(entry.Value, other)),
        (CelObject a, CelObject b) => AreEqual(a, b),
        (CelOptional a, CelOptional b) => a.HasValue == b.HasValue && AreEqual(a.Value, b.Value),
        (Kube.Core.Quantities.Quantity a, Kube.Core.Quantities.Quantity b) => a.CompareTo(b) == 0,
        _ => left.Equals(right),
    };

    private static bool AreEqual(CelList left, CelList right)
    {
        if (left.Items.Count != right.Items.Count)
            return false;
        if (left.IsSet)
            return left.Items.All(item => right.Items.Any(other => AreEqual(item, other)));
        if (left.Keys.Count == 0)
            return left.Items.Zip(right.Items).All(pair => AreEqual(pair.First, pair.Second));
        return left.Items.All(item => right.Items.Any(other => HaveEqualKeys(item, other, left.Keys) && AreEqual(item, other)));
    }

    public static bool HaveEqualKeys(object? left, object? right, IReadOnlyList<string> keys) =>
        left is CelObject a && right is CelObject b && keys.All(key => AreEqual(Key(a, key), Key(b, key)));

    private static object? Key(CelObject item, string key) => item.TryGet(key, out var value) ? value : null;

    private static bool AreEqual(CelObject left, CelObject right) =>
        left.Json.Count == right.Json.Count && left.Json.All(field => Same(left, right, field.Key));

    private static bool Same(CelObject left, CelObject right, string name)
    {
        if (!right.Json.ContainsKey(name))
            return false;
        return left.TryGet(name, out var mine) && right.TryGet(name, out var theirs)
            ? AreEqual(mine, theirs)
            : JsonNode.DeepEquals(left.Json[name], right.Json[name]);
    }

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => AreEqual(x, y);

        public int GetHashCode([DisallowNull] object obj) => obj switch
        {
            long number => ((double)number).GetHashCode(),
            ulong number => ((double)number).GetHashCode(),
            _ => obj.GetHashCode(),
        };
    }
}

/// <summary>Comparison of int, uint and double without loss.</summary>
internal static class CelNumbers
{
    /// <summary>Null where a NaN is among them.</summary>
    public static int? Compare(object left, object right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (ulong a, ulong b) => a.CompareTo(b),
        (long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b),
        (ulong a, long b) => b < 0 ? 1 : a.CompareTo((ulong)b),
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b),
        (double a, _) => -Compare(right, a),
        (long a, double b) => double.IsNaN(b) ? null : b >= 9.3e18 ? -1 : b <= -9.3e18 ? 1 : ((decimal)a).CompareTo((decimal)b),
        (ulong a, double b) => double.IsNaN(b) ? null : b >= 1.9e19 ? -1 : b < 0 ? 1 : ((decimal)a).CompareTo((decimal)b),
        _ => null,
    };
}
