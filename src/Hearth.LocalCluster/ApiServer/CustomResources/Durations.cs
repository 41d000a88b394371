using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Durations as <c>strfmt</c> takes them: Go's, or any text with a number and a unit somewhere, such as <c>in 3 weeks</c>.</summary>
internal static partial class Durations
{
    private static readonly string[] s_units = ["ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk"];
    private static readonly string[] s_beginnings = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];

    public static bool IsDuration(string text) => GoDuration().IsMatch(text) || Parts().EnumerateMatches(text) is var parts && Any(parts, text);

    private static bool Any(Regex.ValueMatchEnumerator parts, string text)
    {
        foreach (var part in parts)
        {
            var unit = text.AsSpan(part.Index, part.Length).TrimStart("0123456789").Trim().ToString().ToLowerInvariant();
            if (s_units.Contains(unit) || Array.Exists(s_beginnings, beginning => unit.StartsWith(beginning, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoDuration();

    [GeneratedRegex(@"[0-9]+\s*[A-Za-zµ]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
