using System.Globalization;
using System.Text.RegularExpressions;
using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.ApiServer.CustomResources.Cel;

/// <summary>Functions and methods: the standard ones, and those that Kubernetes adds for strings, lists, quantities and URLs.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    public static object? Call(string name, object? target, object?[] arguments) => (name, target, arguments) switch
    {
        ("size", null, [var value]) => Size(value),
        ("size", _, []) => Size(target),
        ("string", null, [var value]) => ToText(value),
        ("int", null, [var value]) => ToInt(value),
        ("double", null, [var value]) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ("bool", null, [string text]) => text == "true",
        ("bool", null, [bool flag]) => flag,
        ("dyn", null, [var value]) => value,
        ("type", null, [var value]) => TypeName(value),
        ("duration", null, [string text]) => Duration(text),
        ("timestamp", null, [string text]) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        ("quantity", null, [string text]) => new Quantity(text).TryGetValue(out var amount) ? amount : throw new CelException("quantities must match the regular expression"),
        ("isQuantity", null, [string text]) => new Quantity(text).TryGetValue(out _),
        ("isURL", null, [string text]) => Uri.TryCreate(text, UriKind.Absolute, out _),
        ("isIP", null, [string text]) => System.Net.IPAddress.TryParse(text, out _),
        ("isCIDR", null, [string text]) => System.Net.IPNetwork.TryParse(text, out _),
        (_, string text, _) => CallText(name, text, arguments),
        (_, List<object?> list, _) => CallList(name, list, arguments),
        (_, decimal amount, _) => CallQuantity(name, amount, arguments),
        _ => throw CelValues.NoOverload(name),
    };

    private static long Size(object? value) => value switch
    {
        string text => new StringInfo(text).LengthInTextElements,
        List<object?> list => list.Count,
        Dictionary<string, object?> map => map.Count,
        _ => throw CelValues.NoOverload("size"),
    };

    private static string ToText(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        null => throw CelValues.NoOverload("string"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static long ToInt(object? value) => value switch
    {
        long whole => whole,
        double real => (long)real,
        string text when long.TryParse(text, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => throw new CelException("type conversion error"),
    };

    private static string TypeName(object? value) => value switch
    {
        null => "null_type",
        string => "string",
        bool => "bool",
        long => "int",
        double => "double",
        List<object?> => "list",
        _ => "map",
    };

    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        foreach (Match part in Regex.Matches(text, "(?<number>[0-9.]+)(?<unit>ms|us|ns|h|m|s)", RegexOptions.ExplicitCapture, s_patience))
        {
            var number = double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture);
            total += part.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => TimeSpan.FromMicroseconds(number / (part.Groups["unit"].Value == "ns" ? 1000 : 1)),
            };
        }

        return text.StartsWith('-') ? -total : total;
    }

    private static object? CallText(string name, string text, object?[] arguments) => (name, arguments) switch
    {
        ("startsWith", [string prefix]) => text.StartsWith(prefix, StringComparison.Ordinal),
        ("endsWith", [string suffix]) => text.EndsWith(suffix, StringComparison.Ordinal),
        ("contains", [string part]) => text.Contains(part, StringComparison.Ordinal),
        ("matches", [string pattern]) => Matches(text, pattern),
        ("lowerAscii", []) => text.ToLowerInvariant(),
        ("upperAscii", []) => text.ToUpperInvariant(),
        ("trim", []) => text.Trim(),
        ("indexOf", [string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("lastIndexOf", [string part]) => (long)text.LastIndexOf(part, StringComparison.Ordinal),
        ("replace", [string old, string now]) => text.Replace(old, now, StringComparison.Ordinal),
        ("split", [string separator]) => text.Split(separator).Select(object? (part) => part).ToList(),
        ("charAt", [long at]) => at >= 0 && at < text.Length ? text[(int)at].ToString() : "",
        ("substring", [long start]) => start >= 0 && start <= text.Length ? text[(int)start..] : throw new CelException("index out of range"),
        ("substring", [long start, long end]) => start >= 0 && end <= text.Length && start <= end ? text[(int)start..(int)end] : throw new CelException("index out of range"),
        ("find", [string pattern]) => Regex.Match(text, pattern, RegexOptions.CultureInvariant, s_patience).Value,
        _ => throw CelValues.NoOverload(name),
    };

    /// <summary>Runs in time linear to the text, as users' patterns must.</summary>
    internal static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, s_patience);
        }
        catch (NotSupportedException)
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, s_patience);
        }
        catch (ArgumentException exception)
        {
            throw new CelException("error parsing regexp: " + exception.Message);
        }
    }

    private static object? CallList(string name, List<object?> list, object?[] arguments) => (name, arguments) switch
    {
        ("join", []) => string.Concat(list),
        ("join", [string separator]) => string.Join(separator, list),
        ("sum", []) => list.Aggregate((object?)0L, (sum, item) => sum is 0L ? item : CelValues.Calculate('+', sum, item)),
        ("min", []) when list.Count > 0 => list.Aggregate((least, item) => CelValues.Compare(item, least) < 0 ? item : least),
        ("max", []) when list.Count > 0 => list.Aggregate((most, item) => CelValues.Compare(item, most) > 0 ? item : most),
        ("isSorted", []) => list.Zip(list.Skip(1)).All(pair => CelValues.Compare(pair.First, pair.Second) <= 0),
        ("indexOf", [var item]) => (long)list.FindIndex(candidate => CelValues.AreEqual(candidate, item)),
        _ => throw CelValues.NoOverload(name),
    };

    private static object? CallQuantity(string name, decimal amount, object?[] arguments) => (name, arguments) switch
    {
        ("isGreaterThan", [decimal other]) => amount > other,
        ("isLessThan", [decimal other]) => amount < other,
        ("compareTo", [decimal other]) => (long)amount.CompareTo(other),
        ("sign", []) => (long)Math.Sign(amount),
        ("add", [decimal other]) => amount + other,
        ("sub", [decimal other]) => amount - other,
        ("asInteger", []) => (long)amount,
        ("asApproximateFloat", []) => (double)amount,
        ("isInteger", []) => amount == decimal.Truncate(amount),
        _ => throw CelValues.NoOverload(name),
    };
}
