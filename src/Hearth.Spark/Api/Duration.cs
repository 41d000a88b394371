using System.Globalization;
using System.Text.RegularExpressions;

namespace Hearth.Spark.Api;

/// <summary>Durations as Go writes them: <c>90s</c>, <c>1h30m</c>, <c>250ms</c>.</summary>
public static partial class Duration
{
    internal const string Pattern = "^([0-9]+([.][0-9]+)?(ms|s|m|h))+$";

    /// <summary>False for anything else, for nothing at all and for more than a hundred years.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text) || text.Length > 64 || !Whole().IsMatch(text))
            return false;
        var seconds = 0d;
        foreach (Match part in Part().Matches(text))
            seconds += double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(part.Groups["unit"].Value);
        if (seconds > 100d * 365 * 86400)
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Null where the text is null or no duration.</summary>
    public static TimeSpan? Parse(string? text) => TryParse(text, out var duration) ? duration : null;

    private static double SecondsOf(string unit) => unit switch { "ms" => 0.001, "s" => 1, "m" => 60, _ => 3600 };

    [GeneratedRegex(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex("(?<number>[0-9]+([.][0-9]+)?)(?<unit>ms|s|m|h)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
