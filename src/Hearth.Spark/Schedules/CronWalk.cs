using NodaTime;

namespace Hearth.Spark.Schedules;

/// <summary>
/// The search for the next time, field by field from the month down, as robfig/cron does it. Where clocks change, what matches depends
/// on the steps it takes (hours pass as hours, days by the calendar), so the steps are the specification and are kept:
/// a local time that does not exist is passed over, one that exists twice matches twice.
/// It differs in one place: where a zone left out a whole day the reference never comes back; here the day after follows.
/// </summary>
/// <remarks>The longest search takes about 2,000 steps: five years of days that do not match.</remarks>
internal ref struct CronWalk(CronFields fields, DateTimeZone zone)
{
    private const int YearsToSearch = 5;

    /// <summary>Dates end with the year 9999.</summary>
    private const long LastSecond = 253_000_000_000;

    private long _time;
    private LocalDateTime _local;

    /// <summary>The parts below the one that moved are set to their start once, at the first move.</summary>
    private bool _moved;

    /// <summary>The first match after a time, both in Unix seconds; null where there is none within five years.</summary>
    public long? Next(long after)
    {
        if (!fields.CanMatch || after >= LastSecond)
            return null;
        GoTo(after + 1);
        var lastYear = _local.Year + YearsToSearch;
        while (_local.Year <= lastYear && _time < LastSecond)
        {
            if (FindMonth() && FindDay() && FindHour() && FindMinute() && FindSecond())
                return _time;
        }

        return null;
    }

    /// <summary>False where the year ended first; likewise the others for what contains them.</summary>
    private bool FindMonth()
    {
        while (!fields.HasMonth(_local.Month))
        {
            if (!_moved)
                GoTo(new LocalDateTime(_local.Year, _local.Month, 1, 0, 0));
            GoForwardTo(FirstOfMonth().PlusMonths(1).PlusDays(_local.Day - 1) + _local.TimeOfDay, toMidnight: false);
            if (_local.Month == 1)
                return false;
        }

        return true;
    }

    private bool FindDay()
    {
        while (!fields.HasDay(_local.Day, (int)_local.DayOfWeek % 7))
        {
            if (!_moved)
                GoTo(_local.Date.AtMidnight());
            GoForwardTo(_local.PlusDays(1), toMidnight: true);
            if (_local.Day == 1)
                return false;
        }

        return true;
    }

    private bool FindHour()
    {
        while (!fields.HasHour(_local.Hour))
        {
            if (!_moved)
                GoTo(_local.Date + new LocalTime(_local.Hour, 0));
            GoTo(_time + 3600);
            if (_local.Hour == 0)
                return false;
        }

        return true;
    }

    private bool FindMinute()
    {
        while (!fields.HasMinute(_local.Minute))
        {
            if (!_moved)
                GoTo(_time - Modulo(_time, 60));
            _moved = true;
            GoTo(_time + 60);
            if (_local.Minute == 0)
                return false;
        }

        return true;
    }

    private bool FindSecond()
    {
        if (_local.Second == 0)
            return true;
        _moved = true;
        GoTo(_time + 60 - _local.Second);
        return false;
    }

    private readonly LocalDate FirstOfMonth() => new(_local.Year, _local.Month, 1);

    /// <summary>
    /// A step by the calendar. Where clocks changed at midnight a day begins an hour off, which is put right; where the step does not
    /// lead forward a whole day is missing, and time goes on where the clocks do.
    /// </summary>
    private void GoForwardTo(LocalDateTime local, bool toMidnight)
    {
        var before = _time;
        GoTo(local);
        if (toMidnight && _local.Hour != 0)
            GoTo(_time + (3600L * (_local.Hour > 12 ? 24 - _local.Hour : -_local.Hour)));
        if (_time <= before)
            GoTo(zone.GetZoneInterval(Instant.FromUnixTimeSeconds(before)).End.ToUnixTimeSeconds());
    }

    private void GoTo(long time)
    {
        _time = time;
        _local = Instant.FromUnixTimeSeconds(time).InZone(zone).LocalDateTime;
    }

    /// <summary>As Go's <c>time.Date</c>: a time that does not exist, or exists twice, takes the offset on one side of the change.</summary>
    private void GoTo(LocalDateTime local)
    {
        _moved = true;
        var guess = local.InUtc().ToInstant();
        var interval = zone.GetZoneInterval(guess);
        var time = guess - Duration.FromSeconds(interval.WallOffset.Seconds);
        if (interval.WallOffset != Offset.Zero && !interval.Contains(time))
            time = guess - Duration.FromSeconds(zone.GetUtcOffset(time).Seconds);
        GoTo(time.ToUnixTimeSeconds());
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
