using System.Globalization;

namespace Hearth.History.Rest;

/// <summary>Query parameters; a name may come several times.</summary>
internal sealed class RestQuery(ILookup<string, string> values)
{
    public static RestQuery Parse(string query)
    {
        var pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2));
        return new RestQuery(pairs.ToLookup(p => Decode(p[0]), p => p.Length > 1 ? Decode(p[1]) : "", StringComparer.Ordinal));
    }

    public string? First(string name) => values[name].FirstOrDefault();

    public bool Has(string name) => values.Contains(name);

    public string Text(string name, string missing) => First(name) ?? missing;

    /// <summary>Anything but "true" is false, as in Java; a blank stands for what is assumed when it is missing.</summary>
    public bool Flag(string name, bool missing) =>
        string.IsNullOrWhiteSpace(First(name)) ? missing : First(name)!.Equals("true", StringComparison.OrdinalIgnoreCase);

    public int Int(string name, int missing) =>
        string.IsNullOrWhiteSpace(First(name)) ? missing : TryInt(First(name), out var value) ? value : throw RestException.Refused();

    /// <summary>A number that Spark's own code reads from the query, and fails without.</summary>
    public int Required(string name) => TryInt(First(name), out var value) ? value : throw RestException.Failed();

    /// <summary>
    /// The named values of an enum; null when there are none. Case does not matter, unknown names are refused, and an empty one is a
    /// null among the others, which nothing equals.
    /// </summary>
    public HashSet<T?>? Enums<T>(string name, IReadOnlyDictionary<string, T> known)
        where T : struct, Enum
    {
        HashSet<T?>? found = null;
        foreach (var text in values[name])
            (found ??= []).Add(text.Length == 0 ? null : known.TryGetValue(text.ToUpperInvariant(), out var value) ? value : throw RestException.Refused());
        return found;
    }

    /// <summary>As <c>Integer.parseInt</c>: no white space.</summary>
    private static bool TryInt(string? text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
