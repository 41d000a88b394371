using System.Globalization;

namespace Hearth.History.Web;

/// <summary>Numbers and times for people: three digits that matter, one unit, the same everywhere.</summary>
internal static class Show
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Duration(long ms) => ms switch
    {
        < 0 => "–",
        < 1000 => $"{ms} ms",
        < 60_000 => (ms / 1000d).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 3_600_000 => $"{ms / 60_000} min {ms / 1000 % 60} s",
        < 86_400_000 * 2L => $"{ms / 3_600_000} h {ms / 60_000 % 60} min",
        _ => $"{ms / 86_400_000} d {ms / 3_600_000 % 24} h",
    };

    /// <summary>A size in a table: nothing is a dash, so that what there is stands out.</summary>
    public static string Bytes(long bytes) => bytes == 0 ? "–" : Size(bytes);

    public static string Size(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1000 && unit < s_units.Length - 1)
            (bytes, unit) = (bytes / 1024, unit + 1);
        return bytes.ToString(unit == 0 || Math.Abs(bytes) >= 100 ? "0" : Math.Abs(bytes) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }

    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    public static string Time(long? ms) =>
        ms is { } known and > 0
            ? DateTime.UnixEpoch.AddMilliseconds(Math.Min(known, 253402300799999)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "–";

    public static string Clock(long ms) =>
        DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(ms, 0, 253402300799999)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The first line, cut to a length.</summary>
    public static string Line(string text, int most)
    {
        var end = text.AsSpan().IndexOfAny('\n', '\r');
        return Cut(end < 0 ? text : text[..end], most);
    }

    /// <summary>The beginning of a failure as one line, up to its stack trace.</summary>
    public static string Reason(string text, int most)
    {
        var trace = text.AsSpan().IndexOf("\n\tat ");
        var head = trace < 0 ? text : text[..trace];
        return Cut(string.Join(' ', Cut(head, 4 * most).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), most);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
