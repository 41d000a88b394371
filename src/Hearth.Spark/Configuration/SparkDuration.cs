using System.Globalization;

namespace Hearth.Spark.Configuration;

/// <summary>Spark's times (<c>JavaUtils.timeStringAs</c>): a whole number and us, ms, s, m, min, h or d.</summary>
public static class SparkDuration
{
    /// <summary>A number without a unit counts as seconds.</summary>
    public static bool TryParseSeconds(string text, out TimeSpan time)
    {
        var lower = JavaText.Trim(text).ToLowerInvariant();
        var digits = lower.TakeWhile(char.IsAsciiDigit).Count();
        time = default;
        if (!long.TryParse(lower.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || Ticks(lower[digits..]) is not { } ticks)
            return false;
        if (number > TimeSpan.MaxValue.Ticks / ticks)
            return false;
        time = TimeSpan.FromTicks(number * ticks);
        return true;
    }

    private static long? Ticks(string unit) => unit switch
    {
        "us" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "" or "s" => TimeSpan.TicksPerSecond,
        "m" or "min" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
