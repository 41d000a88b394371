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

    /// <summary>Anything but "true" is false, as in Java.</summary>
    public bool Flag(string name, bool missing) => First(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : missing;

    public int Int(string name, int missing) =>
        First(name) is not { Length: > 0 } text ? missing : int.TryParse(text, out var value) ? value : throw RestException.Refused();

    /// <summary>A number that Spark's own code reads from the query, and fails without.</summary>
    public int Required(string name) => int.TryParse(First(name), out var value) ? value : throw RestException.Failed();

    public long? Long(string name) =>
        First(name) is not { Length: > 0 } text ? null : long.TryParse(text, out var value) ? value : throw RestException.Refused();

    /// <summary>The named values of an enum; null when there are none. Case does not matter, unknown names are refused.</summary>
    public HashSet<T>? Enums<T>(string name, IReadOnlyDictionary<string, T> known)
        where T : struct, Enum
    {
        HashSet<T>? found = null;
        foreach (var text in values[name])
        {
            if (!known.TryGetValue(text.ToUpperInvariant(), out var value))
                throw RestException.Refused();
            (found ??= []).Add(value);
        }

        return found;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
