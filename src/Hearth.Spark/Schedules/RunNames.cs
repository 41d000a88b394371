using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Spark.Schedules;

/// <summary>The unit of the number at the end of a run's name; the peer's flag <c>--scheduled-sparkapplication-timestamp-precision</c>.</summary>
public enum TimestampPrecision
{
    Nanos,
    Micros,
    Millis,
    Seconds,
    Minutes,
}

/// <summary>Names of a schedule's runs: always the same for the same run time, never longer than a DNS label.</summary>
public static class RunNames
{
    private const int MaxLength = 63;

    /// <summary>The name of the run of a time: <c>NAME-TIMESTAMP</c>, as the peer writes it.</summary>
    public static string For(string schedule, DateTimeOffset time, TimestampPrecision precision)
    {
        var seconds = time.ToUnixTimeSeconds();
        var stamp = precision switch
        {
            TimestampPrecision.Nanos => (Int128)seconds * 1_000_000_000,
            TimestampPrecision.Micros => (Int128)seconds * 1_000_000,
            TimestampPrecision.Millis => (Int128)seconds * 1_000,
            // Two runs within a minute may not share a name.
            TimestampPrecision.Minutes when seconds % 60 == 0 => seconds / 60,
            _ => seconds,
        };
        return Fit(schedule, stamp.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The name of the run that somebody asked for with this value of <c>spec.hearth.runNow</c>.</summary>
    public static string ForRequest(string schedule, string request) => Fit(schedule, "now-" + Hash(request));

    private static string Fit(string schedule, string suffix)
    {
        var room = MaxLength - suffix.Length - 1;
        if (schedule.Length > room)
            schedule = schedule[..(room - 9)].TrimEnd('-', '.') + "-" + Hash(schedule);
        return $"{schedule}-{suffix}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
