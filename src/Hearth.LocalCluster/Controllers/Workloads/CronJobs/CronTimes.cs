using System.Globalization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The times of a CronJob: five fields, with lists, ranges, steps and names, or a word such as <c>@hourly</c>.</summary>
internal sealed class CronTimes
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _daysOfMonth;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _daysOfWeek;
    private readonly bool _eitherDay;

    private CronTimes(string[] fields, TimeZoneInfo zone)
    {
        Zone = zone;
        _minutes = Values(fields[0], 0, 59, []);
        _hours = Values(fields[1], 0, 23, []);
        _daysOfMonth = Values(fields[2], 1, 31, []);
        _months = Values(fields[3], 1, 12, s_months);
        _daysOfWeek = [.. Values(fields[4], 0, 7, s_days).Select(d => d % 7)];
        // Where both days are given, one of them suffices.
        _eitherDay = fields[2][0] is not ('*' or '?') && fields[4][0] is not ('*' or '?');
    }

    /// <summary>Whose clock counts.</summary>
    public TimeZoneInfo Zone { get; }

    /// <param name="schedule">The schedule.</param>
    /// <param name="zone">A name such as <c>Europe/Berlin</c>; null: UTC.</param>
    /// <exception cref="FormatException">The schedule is none.</exception>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public static CronTimes Parse(string schedule, string? zone = null)
    {
        var fields = (schedule switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => schedule,
        }).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5 ? new(fields, zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone)) : throw new FormatException($"the schedule \"{schedule}\" does not have five fields");
    }

    /// <summary>The first time after <paramref name="after"/>; null where there is none within five years (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var wall = new DateTimeOffset(TimeZoneInfo.ConvertTime(after, Zone).DateTime, TimeSpan.Zero);
        while (NextOnWall(wall) is { } next)
        {
            // An hour that the clock leaves out never comes; one that comes twice counts once.
            var local = DateTime.SpecifyKind(next.DateTime, DateTimeKind.Unspecified);
            if (!Zone.IsInvalidTime(local) && new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, Zone), TimeSpan.Zero) is var time && time > after)
                return time;
            wall = next;
        }

        return null;
    }

    /// <summary>The last time up to <paramref name="now"/>, of those of the last year.</summary>
    public DateTimeOffset? Last(DateTimeOffset now)
    {
        foreach (var days in new[] { 1, 32, 366 })
        {
            DateTimeOffset? last = null;
            for (var next = Next(now.AddDays(-days)); next <= now; next = Next(next.Value))
                last = next;
            if (last is not null)
                return last;
        }

        return null;
    }

    private DateTimeOffset? NextOnWall(DateTimeOffset after)
    {
        var time = new DateTimeOffset(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, TimeSpan.Zero).AddMinutes(1);
        for (var end = after.AddYears(5); time < end;)
        {
            if (!_months.Contains(time.Month))
                time = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            else if (!IsDay(time))
                time = new DateTimeOffset(time.Date, TimeSpan.Zero).AddDays(1);
            else if (!_hours.Contains(time.Hour))
                time = time.AddMinutes(60 - time.Minute);
            else if (!_minutes.Contains(time.Minute))
                time = time.AddMinutes(1);
            else
                return time;
        }

        return null;
    }

    private bool IsDay(DateTimeOffset time)
    {
        var (month, week) = (_daysOfMonth.Contains(time.Day), _daysOfWeek.Contains((int)time.DayOfWeek));
        return _eitherDay ? month || week : month && week;
    }

    private static HashSet<int> Values(string field, int low, int high, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') is [var r, var s] ? (r, Number(s, [], 0)) : (part, 1);
            var (from, to) = range is "*" or "?" ? (low, high)
                : range.Split('-') is [var a, var b] ? (Number(a, names, low), Number(b, names, low))
                : (Number(range, names, low), part.Contains('/', StringComparison.Ordinal) ? high : Number(range, names, low));
            if (from < low || to > high || from > to || step < 1)
                throw new FormatException($"\"{part}\" is not within {low} to {high}");
            for (var value = from; value <= to; value += step)
                values.Add(value);
        }

        return values;
    }

    private static int Number(string text, string[] names, int first)
    {
        var name = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? name + first : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"\"{text}\" is no number");
    }
}
