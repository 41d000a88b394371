using System.Globalization;
using System.Text.RegularExpressions;
using Amount = Hearth.Kube.Core.Quantities.Quantity;
using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>What Kubernetes adds: quantities, URLs, formats, semantic versions.</summary>
internal static class CelKubernetes
{
    public static IEnumerable<CelOverload> All =>
    [
        Function("quantity", [CelKind.String], CelKind.Quantity, a => Parse(a[0]!)),
        Function("isQuantity", [CelKind.String], Bool, a => new Amount((string)a[0]!).IsValid),
        Function("sign", [CelKind.Quantity], Int, a => (long)((Amount)a[0]!).CompareTo(Amount.Zero)),
        Method("compareTo", [CelKind.Quantity, CelKind.Quantity], Int, a => (long)((Amount)a[0]!).CompareTo((Amount)a[1]!)),
        Method("isGreaterThan", [CelKind.Quantity, CelKind.Quantity], Bool, a => (Amount)a[0]! > (Amount)a[1]!),
        Method("isLessThan", [CelKind.Quantity, CelKind.Quantity], Bool, a => (Amount)a[0]! < (Amount)a[1]!),
        Method("add", [CelKind.Quantity, CelKind.Quantity], CelKind.Quantity, a => (Amount)a[0]! + (Amount)a[1]!),
        Method("add", [CelKind.Quantity, Int], CelKind.Quantity, a => (Amount)a[0]! + Whole(a[1]!)),
        Method("sub", [CelKind.Quantity, CelKind.Quantity], CelKind.Quantity, a => (Amount)a[0]! - (Amount)a[1]!),
        Method("sub", [CelKind.Quantity, Int], CelKind.Quantity, a => (Amount)a[0]! - Whole(a[1]!)),
        Method("isInteger", [CelKind.Quantity], Bool, a => Number(a[0]!) is { } number && IsInt64(number)),
        Method("asInteger", [CelKind.Quantity], Int, a => Number(a[0]!) is { } number && IsInt64(number) ? (long)number : new CelError("cannot convert value to integer")),
        Method("asApproximateFloat", [CelKind.Quantity], CelKind.Double, a => (double)(Number(a[0]!) ?? 0)),

        Function("url", [CelKind.String], CelKind.Url, a => Url((string)a[0]!) is { } url ? url : new CelError($"URL parse error during conversion from string: parse \"{a[0]}\": invalid URI for request")),
        Function("isURL", [CelKind.String], Bool, a => Url((string)a[0]!) is not null),
        Method("getScheme", [CelKind.Url], CelKind.String, a => Part(a[0]!, url => url.Scheme)),
        Method("getHost", [CelKind.Url], CelKind.String, a => Part(a[0]!, url => url.IsDefaultPort && !HasPort(url) ? url.Host : $"{url.Host}:{url.Port}")),
        Method("getHostname", [CelKind.Url], CelKind.String, a => Part(a[0]!, url => url.Host.Trim('[', ']'))),
        Method("getPort", [CelKind.Url], CelKind.String, a => Part(a[0]!, url => HasPort(url) ? url.Port.ToString(CultureInfo.InvariantCulture) : "")),
        Method("getEscapedPath", [CelKind.Url], CelKind.String, a => Path((Uri)a[0]!)),
        Method("getQuery", [CelKind.Url], CelKind.Map, a => Query((Uri)a[0]!)) with { Result = _ => CelType.MapOf(CelType.Of(CelKind.String), CelType.ListOf(CelType.Of(CelKind.String))) },

        .. CelFormat.Names.Select(name => Function("format." + name, [], CelKind.Format, _ => new CelFormat(name))),
        Function("format.named", [CelKind.String], Optional, a => CelFormat.Names.Contains((string)a[0]!) ? CelOptional.Some(new CelFormat((string)a[0]!)) : CelOptional.None)
            with { Result = _ => CelType.OptionalOf(CelType.Of(CelKind.Format)) },
        Method("validate", [CelKind.Format, CelKind.String], Optional, a => ((CelFormat)a[0]!).Problem((string)a[1]!) is { } problem ? CelOptional.Some(new CelList([problem])) : CelOptional.None)
            with { Result = _ => CelType.OptionalOf(CelType.ListOf(CelType.Of(CelKind.String))) },

        Function("semver", [CelKind.String], CelKind.Semver, a => CelSemver.Parse((string)a[0]!, false) as object ?? new CelError("invalid semantic version")),
        Function("semver", [CelKind.String, Bool], CelKind.Semver, a => CelSemver.Parse((string)a[0]!, (bool)a[1]!) as object ?? new CelError("invalid semantic version")),
        Function("isSemver", [CelKind.String], Bool, a => CelSemver.Parse((string)a[0]!, false) is not null),
        Function("isSemver", [CelKind.String, Bool], Bool, a => CelSemver.Parse((string)a[0]!, (bool)a[1]!) is not null),
        Method("major", [CelKind.Semver], Int, a => ((CelSemver)a[0]!).Major),
        Method("minor", [CelKind.Semver], Int, a => ((CelSemver)a[0]!).Minor),
        Method("patch", [CelKind.Semver], Int, a => ((CelSemver)a[0]!).Patch),
        Method("compareTo", [CelKind.Semver, CelKind.Semver], Int, a => (long)((CelSemver)a[0]!).CompareTo((CelSemver)a[1]!)),
        Method("isGreaterThan", [CelKind.Semver, CelKind.Semver], Bool, a => ((CelSemver)a[0]!).CompareTo((CelSemver)a[1]!) > 0),
        Method("isLessThan", [CelKind.Semver, CelKind.Semver], Bool, a => ((CelSemver)a[0]!).CompareTo((CelSemver)a[1]!) < 0),
    ];

    private static object Parse(object text) => new Amount((string)text) is { IsValid: true } quantity ? quantity : new CelError($"invalid quantity: {text}");

    private static Amount Whole(object number) => new(((long)number).ToString(CultureInfo.InvariantCulture));

    private static decimal? Number(object quantity) => ((Amount)quantity).TryGetValue(out var value) ? value : null;

    private static bool IsInt64(decimal number) => decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue;

    private static Uri? Url(string text)
    {
        if (text.StartsWith('/'))
            return Uri.TryCreate(text, UriKind.Relative, out var path) ? path : null;
        return text.Contains(':', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;
    }

    private static string Part(object value, Func<Uri, string> part) => value is Uri { IsAbsoluteUri: true } url ? part(url) : "";

    private static bool HasPort(Uri url) => Regex.IsMatch(url.OriginalString, @"^[^/?#]*//[^/?#]*:\d+([/?#]|\z)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static string Path(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return url.OriginalString.Split('?', '#')[0];
        // .NET adds a slash where the text has none.
        var rest = url.OriginalString.IndexOf("//", StringComparison.Ordinal) is var at and >= 0 ? url.OriginalString[(at + 2)..] : "";
        return url.AbsolutePath == "/" && !rest.Contains('/', StringComparison.Ordinal) ? "" : url.AbsolutePath;
    }

    private static CelMap Query(Uri url)
    {
        var text = url.OriginalString.Split('#')[0];
        var pairs = text.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? text[(at + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries) : [];
        var result = new CelMap();
        foreach (var group in pairs.Select(pair => pair.Split('=', 2)).GroupBy(pair => Decode(pair[0]), StringComparer.Ordinal))
            result.TryAdd(group.Key, new CelList([.. group.Select(pair => pair.Length > 1 ? Decode(pair[1]) : "")]));
        return result;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
