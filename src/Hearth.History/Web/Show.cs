using System.Globalization;
using System.Text.RegularExpressions;

namespace Hearth.History.Web;

/// <summary>Numbers and times for people: three digits that matter, one unit, the same everywhere.</summary>
internal static partial class Show
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

    /// <summary>So many a second, or another number with a fraction.</summary>
    public static string Rate(double rate) => rate >= 100 ? Count((long)Math.Round(rate)) : rate.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    public static string Time(long? ms) =>
        ms is { } known and > 0
            ? DateTime.UnixEpoch.AddMilliseconds(Math.Min(known, 253402300799999)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "–";

    public static string Clock(long ms) =>
        DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(ms, 0, 253402300799999)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A name from a log, which may be empty.</summary>
    public static string Name(string name) => string.IsNullOrWhiteSpace(name) ? "(no name)" : name;

    /// <summary>The beginning, where all of it would be too much for a tip.</summary>
    public static string Part(string text, int most) => Cut(text, most);

    /// <summary>The first line, cut to a length.</summary>
    public static string Line(string text, int most)
    {
        var end = text.AsSpan().IndexOfAny('\n', '\r');
        return Cut(end < 0 ? text : text[..end], most);
    }

    /// <summary>
    /// A failure as one line: what went wrong in the last task that failed, where it says so, and in Python, where that is what failed; without
    /// stack traces and the packages of exceptions.
    /// </summary>
    public static string Reason(string text, int most)
    {
        var head = LastFailure().Match(text) is { Success: true } last ? text[(last.Index + last.Length)..] : text;
        var trace = head.IndexOf("\n\tat ", StringComparison.Ordinal);
        head = trace < 0 ? head : head[..trace];
        var line = string.Join(' ', Cut(OfPython(head) ?? head, 4 * most).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Cut(Packages().Replace(line, ""), most);
    }

    /// <summary>The last line of a traceback that is not indented.</summary>
    private static string? OfPython(string text)
    {
        const string Traceback = "Traceback (most recent call last):";
        var begin = text.LastIndexOf(Traceback, StringComparison.Ordinal);
        if (begin < 0)
            return null;
        string? last = null;
        foreach (var line in text.AsSpan(begin + Traceback.Length).EnumerateLines())
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]))
                last = line.ToString();
        }

        return last;
    }

    [GeneratedRegex(@"most recent failure:\s*Lost task [0-9.]+ in stage [0-9.]+ \([^\n]{0,300}?\): ", RegexOptions.IgnoreCase)]
    private static partial Regex LastFailure();

    [GeneratedRegex("^(?:[a-z_][a-z0-9_]*\\.)+(?=[A-Z])")]
    private static partial Regex Packages();

    /// <summary>Never between the halves of a character.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
}
