using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.CustomResources.Cel;

/// <summary>Values of expressions.</summary>
internal static class CelValues
{
    public static object? FromJson(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => FromJson(pair.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(FromJson).ToList(),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        JsonValue value when value.TryGetValue<int>(out var small) => (long)small,
        JsonValue value => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        _ => null,
    };

    public static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        (List<object?> x, List<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second)),
        (Dictionary<string, object?> x, Dictionary<string, object?> y) =>
            x.Count == y.Count && x.All(pair => y.TryGetValue(pair.Key, out var other) && AreEqual(pair.Value, other)),
        _ => Equals(a, b),
    };

    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (double x, double y) => x.CompareTo(y),
        (long x, double y) => ((double)x).CompareTo(y),
        (double x, long y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        (bool x, bool y) => x.CompareTo(y),
        (decimal x, decimal y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
        _ => throw NoOverload("_<_"),
    };

    public static object? Calculate(char sign, object? a, object? b) => (sign, a, b) switch
    {
        ('+', long x, long y) => checked(x + y),
        ('-', long x, long y) => checked(x - y),
        ('*', long x, long y) => checked(x * y),
        ('/', long, 0L) or ('%', long, 0L) => throw new CelException("division by zero"),
        ('/', long x, long y) => x / y,
        ('%', long x, long y) => x % y,
        ('+', double x, double y) => x + y,
        ('-', double x, double y) => x - y,
        ('*', double x, double y) => x * y,
        ('/', double x, double y) => x / y,
        ('+', string x, string y) => x + y,
        ('+', List<object?> x, List<object?> y) => x.Concat(y).ToList(),
        ('+', TimeSpan x, TimeSpan y) => x + y,
        ('-', TimeSpan x, TimeSpan y) => x - y,
        ('-', DateTimeOffset x, DateTimeOffset y) => x - y,
        ('+', DateTimeOffset x, TimeSpan y) => x + y,
        _ => throw NoOverload($"_{sign}_"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        List<object?> list => list.Exists(candidate => AreEqual(candidate, item)),
        Dictionary<string, object?> map => item is string key && map.ContainsKey(key),
        _ => throw NoOverload("@in"),
    };

    public static object? Field(object? from, string name) => from is Dictionary<string, object?> map
        ? map.TryGetValue(name, out var value) ? value : throw new CelException($"no such key: {name}")
        : throw NoOverload("select");

    public static object? At(object? from, object? index) => (from, index) switch
    {
        (List<object?> list, long i) => i >= 0 && i < list.Count ? list[(int)i] : throw new CelException($"index out of bounds: {i}"),
        (Dictionary<string, object?> map, string key) => Field(map, key),
        _ => throw NoOverload("_[_]"),
    };

    public static CelException NoOverload(string function) => new($"no such overload: {function}");
}
