using System.Globalization;
using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>A named format of texts: <c>format.dns1123Label().validate("x")</c>.</summary>
internal sealed partial record CelFormat(string Name)
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix", "dns1123SubdomainPrefix", "dns1035LabelPrefix",
        "labelValue", "uri", "uuid", "byte", "date", "datetime",
    ];

    /// <summary>What is wrong with a text; null where nothing is.</summary>
    public string? Problem(string text) => Name switch
    {
        "dns1123Label" => Text(Validation.Names.LabelProblems(text)),
        "dns1123Subdomain" => Text(Validation.Names.SubdomainProblems(text)),
        "dns1035Label" => Text(Validation.Names.Label1035Problems(text)),
        "dns1123LabelPrefix" => Prefix("dns1123Label", text),
        "dns1123SubdomainPrefix" => Prefix("dns1123Subdomain", text),
        "dns1035LabelPrefix" => Prefix("dns1035Label", text),
        "labelValue" => Text(Validation.Names.LabelValueProblems(text)),
        "qualifiedName" => Text(Validation.Names.QualifiedNameProblems(text)),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) || text.StartsWith('/') ? null : $"parse \"{text}\": invalid URI for request",
        "uuid" => Uuid().IsMatch(text) ? null : "does not match the UUID format",
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? null : "invalid base64",
        "date" => DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "invalid date",
        _ => CelTime.TryParse(text, out _) ? null : "invalid datetime",
    };

    private static string? Text(IEnumerable<string> problems) => problems.FirstOrDefault();

    private static string? Prefix(string name, string text) => new CelFormat(name).Problem(text.EndsWith('-') ? text[..^1] + "a" : text);

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Uuid();
}

/// <summary>A semantic version; the build part counts for equality of texts only.</summary>
internal sealed partial record CelSemver(long Major, long Minor, long Patch, string Prerelease) : IComparable<CelSemver>
{
    /// <param name="text">Such as <c>1.2.3-rc.1</c>.</param>
    /// <param name="normalize">Takes a leading v, missing parts and leading zeros too.</param>
    public static CelSemver? Parse(string text, bool normalize)
    {
        var match = (normalize ? Loose() : Strict()).Match(text);
        return match.Success && Part(match, "a") is { } major && Part(match, "b") is { } minor && Part(match, "c") is { } patch
            ? new CelSemver(major, minor, patch, match.Groups["pre"].Value) : null;
    }

    public int CompareTo(CelSemver? other)
    {
        if (other is null)
            return 1;
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0 || Prerelease == other.Prerelease)
            return order;
        if (Prerelease.Length == 0 || other.Prerelease.Length == 0)
            return Prerelease.Length == 0 ? 1 : -1;
        var (mine, theirs) = (Prerelease.Split('.'), other.Prerelease.Split('.'));
        var parts = mine.Zip(theirs, ComparePart).FirstOrDefault(part => part != 0);
        return parts != 0 ? parts : mine.Length.CompareTo(theirs.Length);
    }

    private static int ComparePart(string left, string right) => (long.TryParse(left, out var a), long.TryParse(right, out var b)) switch
    {
        (true, true) => a.CompareTo(b),
        (true, false) => -1,
        (false, true) => 1,
        _ => Math.Sign(string.CompareOrdinal(left, right)),
    };

    private static long? Part(Match match, string group) =>
        !match.Groups[group].Success ? 0 : long.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?<a>0|[1-9]\d*)\.(?<b>0|[1-9]\d*)\.(?<c>0|[1-9]\d*)(-(?<pre>[0-9A-Za-z.-]+))?(\+[0-9A-Za-z.-]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Strict();

    [GeneratedRegex(@"^[vV]?(?<a>\d+)(\.(?<b>\d+)(\.(?<c>\d+))?)?(-(?<pre>[0-9A-Za-z.-]+))?(\+[0-9A-Za-z.-]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Loose();
}
