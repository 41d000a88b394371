using System.Globalization;

namespace Hearth.History.Rest;

/// <summary>
/// Dates of the list's parameters as Java's lenient <c>SimpleDateFormat</c> reads them: <c>yyyy-MM-dd'T'HH:mm:ss.SSSz</c>, else a day
/// <c>yyyy-MM-dd</c> in GMT; what follows is ignored, and numbers beyond their range carry over.
/// </summary>
internal static class LenientDate
{
    private static readonly (string Name, int Hours)[] s_zones =
    [
        ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7), ("UTC", 0), ("UT", 0), ("CET", 1), ("CEST", 2),
    ];

    /// <summary>Ms since 1970; null when the text is no date.</summary>
    public static long? Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (!(Number(ref rest, out var year) && Literal(ref rest, '-') && Number(ref rest, out var month) && Literal(ref rest, '-') && Number(ref rest, out var day)))
            return null;
        if (year is < 1 or > 9000 || Math.Abs(month) > 10_000 || Math.Abs(day) > 100_000)
            return null;
        var midnight = (long)(new DateTime((int)year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths((int)month - 1).AddDays(day - 1) - DateTime.UnixEpoch).TotalMilliseconds;
        return midnight + (TimeOfDay(rest) ?? 0);
    }

    private static long? TimeOfDay(ReadOnlySpan<char> rest)
    {
        if (!(Literal(ref rest, 'T') && Number(ref rest, out var hours) && Literal(ref rest, ':') && Number(ref rest, out var minutes)
            && Literal(ref rest, ':') && Number(ref rest, out var seconds) && Literal(ref rest, '.') && Number(ref rest, out var ms)))
            return null;
        return Zone(rest) is { } offset ? (((((hours * 60) + minutes) * 60) + seconds) * 1000) + ms - offset : null;
    }

    /// <summary>How many ms a zone is ahead of GMT.</summary>
    private static long? Zone(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.StartsWith("GMT", StringComparison.OrdinalIgnoreCase))
            return text.Length > 3 && text[3] is '+' or '-' ? Offset(text[3..]) ?? 0 : 0;
        if (text.Length > 0 && text[0] is '+' or '-')
            return Offset(text);
        foreach (var (name, hours) in s_zones)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return hours * 3_600_000L;
        }

        return null;
    }

    /// <summary><c>+0130</c> or <c>+1:30</c>.</summary>
    private static long? Offset(ReadOnlySpan<char> text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        var digits = 0;
        while (digits < text.Length && digits < 4 && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits is 1 or 2 && digits + 2 < text.Length && text[digits] == ':' && int.TryParse(text.Slice(digits + 1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
            return sign * ((int.Parse(text[..digits], CultureInfo.InvariantCulture) * 60L) + minutes) * 60_000;
        return digits == 4 && int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var packed)
            ? sign * (((packed / 100) * 60L) + (packed % 100)) * 60_000
            : null;
    }

    private static bool Literal(ref ReadOnlySpan<char> text, char wanted)
    {
        if (text.IsEmpty || text[0] != wanted)
            return false;
        text = text[1..];
        return true;
    }

    /// <summary>A number, white space before it allowed.</summary>
    private static bool Number(ref ReadOnlySpan<char> text, out long number)
    {
        text = text.TrimStart();
        var end = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        while (end < text.Length && end < 12 && char.IsAsciiDigit(text[end]))
            end++;
        var found = long.TryParse(text[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        text = text[end..];
        return found;
    }
}
