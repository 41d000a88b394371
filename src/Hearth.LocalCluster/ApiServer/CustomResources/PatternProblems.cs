using Hearth.LocalCluster.ApiServer.Cel;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>What Go's <c>regexp</c> says of patterns that are none.</summary>
internal static class PatternProblems
{
    /// <summary>Null where nothing is wrong.</summary>
    public static string? Of(string pattern)
    {
        foreach (var look in (ReadOnlySpan<string>)["(?!", "(?=", "(?<!", "(?<="])
        {
            if (pattern.Contains(look, StringComparison.Ordinal))
                return $"error parsing regexp: invalid or unsupported Perl syntax: `{(look.Length > 3 ? look[..3] : look)}`";
        }

        if (new CelRegex().Find(pattern) is not null)
            return null;
        var (open, close) = (Count(pattern, '('), Count(pattern, ')'));
        return open > close ? $"error parsing regexp: missing closing ): `{pattern}`"
            : close > open ? $"error parsing regexp: unexpected ): `{pattern}`"
            : pattern.IndexOf('[', StringComparison.Ordinal) is >= 0 and var at && !pattern[at..].Contains(']', StringComparison.Ordinal) ? $"error parsing regexp: missing closing ]: `{pattern[at..]}`"
            : $"error parsing regexp: missing argument to repetition operator: `{pattern}`";
    }

    private static int Count(string pattern, char letter) => pattern.Where((found, i) => found == letter && (i == 0 || pattern[i - 1] != '\\')).Count();
}
