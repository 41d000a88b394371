using System.Diagnostics.CodeAnalysis;
using Hearth.Kube.Core.Quantities;
using NodaTime;

namespace Hearth.Spark.Schedules;

/// <summary>
/// A schedule of a ScheduledSparkApplication: five cron fields (minute, hour, day of month, month, day of week) with names, ranges,
/// steps and lists, or <c>@yearly</c>, <c>@monthly</c>, <c>@weekly</c>, <c>@daily</c>, <c>@hourly</c>, <c>@every 1h30m</c>; before it,
/// if wanted, <c>CRON_TZ=Europe/Berlin</c>. Accepts and means what <c>ParseStandard</c> of robfig/cron 3 does, daylight saving included.
/// </summary>
/// <example>
/// <code>
/// if (!CronSchedule.TryParse(spec.Schedule, spec.TimeZone, out var schedule, out var error))
///     return Failed(error);
/// var next = schedule.Next(now);      // null: never within five years
/// </code>
/// </example>
public sealed class CronSchedule
{
    private const long Second = 1_000_000_000;

    private readonly CronFields _fields;
    private readonly Duration? _every;
    private readonly DateTimeZone _zone;

    private CronSchedule(string text, CronFields fields, Duration? every, DateTimeZone zone) =>
        (Text, _fields, _every, _zone) = (text, fields, every, zone);

    /// <summary>The schedule as it was written.</summary>
    public string Text { get; }

    /// <summary>The IANA name of the zone its fields are read in.</summary>
    public string Zone => _zone.Id;

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">As in <c>spec.schedule</c>. A zone in it wins over <paramref name="zone"/>.</param>
    /// <param name="zone">As in <c>spec.timeZone</c>: an IANA name; null and empty mean <c>Local</c>.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="error">Every field that is wrong, and what it allows.</param>
    /// <param name="local">What <c>Local</c> means; UTC unless given.</param>
    /// <param name="zones">The database of time zones; the one of NodaTime unless given.</param>
    public static bool TryParse(
        string text,
        string? zone,
        [NotNullWhen(true)] out CronSchedule? schedule,
        [NotNullWhen(false)] out string? error,
        DateTimeZone? local = null,
        IDateTimeZoneProvider? zones = null)
    {
        schedule = null;
        if (!CronZone.TrySplit(text, string.IsNullOrEmpty(zone) ? "Local" : zone, out var zoneName, out var rest, out error))
            return false;
        zones ??= DateTimeZoneProviders.Tzdb;
        if (CronZone.Find(zoneName, local ?? DateTimeZone.Utc, zones) is not { } found)
        {
            error = CronZone.Unknown(zoneName, zones);
            return false;
        }

        if (!TryParse(rest, out var fields, out var every, out error))
            return false;
        schedule = new CronSchedule(text, fields, every, found);
        return true;
    }

    /// <summary>The first time after <paramref name="after"/>, at a whole second; null where there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => Next(Instant.FromDateTimeOffset(after))?.ToDateTimeOffset();

    /// <inheritdoc cref="Next(DateTimeOffset)"/>
    public Instant? Next(Instant after)
    {
        var seconds = after.ToUnixTimeSeconds();
        if (_every is { } every)
            return every < Instant.MaxValue - after ? Instant.FromUnixTimeSeconds(seconds) + every : null;
        return new CronWalk(_fields, _zone).Next(seconds) is { } next ? Instant.FromUnixTimeSeconds(next) : null;
    }

    /// <summary>
    /// Of the run times from <paramref name="first"/> (one itself) to <paramref name="now"/>: the last, and how many there are.
    /// Cheap for any distance; the count of fields stops at a thousand or so.
    /// </summary>
    internal (DateTimeOffset Time, int Count) Latest(DateTimeOffset first, DateTimeOffset now)
    {
        const int CountTo = 1000;
        if (_every is { } every)
        {
            var steps = (now - first).Ticks / every.BclCompatibleTicks;
            return (first.AddTicks(steps * every.BclCompatibleTicks), (int)Math.Min(steps + 1, int.MaxValue));
        }

        var (latest, count) = (first, 1);
        while (Next(latest) is { } next && next <= now)
        {
            latest = next;
            if (++count == CountTo)
                return (LastBefore(latest, now), count);
        }

        return (latest, count);
    }

    public override string ToString() => Text;

    /// <summary>Halves the time that may hold a later one until less than a second is left.</summary>
    private DateTimeOffset LastBefore(DateTimeOffset known, DateTimeOffset now)
    {
        for (var (low, high) = (known, now); high - low > TimeSpan.FromSeconds(1);)
        {
            var middle = low + ((high - low) / 2);
            if (Next(middle) is { } next && next <= now)
                known = low = next;
            else
                high = middle;
        }

        return known;
    }

    private static bool TryParse(string text, out CronFields fields, out Duration? every, [NotNullWhen(false)] out string? error)
    {
        fields = default;
        every = null;
        if (text.StartsWith('@'))
            return TryParseDescriptor(text, out fields, out every, out error);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 5)
        {
            error = WrongCount(words);
            return false;
        }

        var errors = new List<string>();
        fields = CronFields.Parse(words, errors);
        error = errors.Count > 0 ? string.Join("; ", errors) : null;
        return error is null;
    }

    private static string WrongCount(string[] words)
    {
        if (words.Length == 0)
            return "empty spec string: write five fields (minute, hour, day of month, month, day of week) or a descriptor such as @daily";
        var hint = words.Length switch
        {
            6 or 7 => " (seconds and years are not part of it)",
            _ when words[0].StartsWith('@') => " (a descriptor stands alone, without spaces before it)",
            _ => "",
        };
        return $"expected exactly 5 fields, found {words.Length}: [{string.Join(' ', words)}]; "
            + $"write minute, hour, day of month, month and day of week{hint}";
    }

    private static bool TryParseDescriptor(
        string text, out CronFields fields, out Duration? every, [NotNullWhen(false)] out string? error)
    {
        const string Every = "@every ";
        (fields, every, error) = (default, null, null);
        if (text.StartsWith(Every, StringComparison.Ordinal))
        {
            if (!GoDuration.TryParse(text[Every.Length..], out var nanoseconds, out error))
                return false;
            // Whole seconds, and at least one, whatever is asked: the reference takes even negative ones so.
            every = Duration.FromNanoseconds(Math.Max(nanoseconds - (nanoseconds % Second), Second));
            return true;
        }

        if (Standard(text) is { } standard)
            return TryParse(standard, out fields, out every, out error);
        var hint = text.Trim().ToLowerInvariant() is var guess && Standard(guess) is not null ? $"; write \"{guess}\""
            : guess.StartsWith("@every", StringComparison.Ordinal) ? "; write for example \"@every 1h30m\""
            : "; there are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every <duration>";
        error = $"unrecognized descriptor: {text}{hint}";
        return false;
    }

    private static string? Standard(string descriptor) => descriptor switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => null,
    };
}
