using System.Globalization;
using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Times as RFC 3339 writes them, and the parts of a time in a zone.</summary>
internal static partial class CelTime
{
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>In the offset that the time was written with.</summary>
    public static string Format(DateTimeOffset time) =>
        time.DateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));

    /// <param name="time">Any.</param>
    /// <param name="zone">An IANA name or an offset such as <c>-08:00</c>.</param>
    public static DateTimeOffset? In(DateTimeOffset time, string zone)
    {
        if (Offset().Match(zone) is { Success: true } offset)
        {
            var minutes = (int.Parse(offset.Groups["h"].ValueSpan, CultureInfo.InvariantCulture) * 60) + int.Parse(offset.Groups["m"].ValueSpan, CultureInfo.InvariantCulture);
            return minutes > 14 * 60 ? null : time.ToOffset(TimeSpan.FromMinutes(zone[0] == '-' ? -minutes : minutes));
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(time, found) : null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[+-]?(?<h>\d\d):(?<m>\d\d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Offset();
}
