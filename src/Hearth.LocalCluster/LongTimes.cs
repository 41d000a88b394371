namespace Hearth.LocalCluster;

/// <summary>Times that users state in seconds of 64 bits: more than clocks reach and timers run.</summary>
internal static class LongTimes
{
    // As good as for ever, and no clock ends within it.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(100 * 365);

    // .NET's timers run for 49 days.
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(30);

    /// <summary>From none to a hundred years.</summary>
    public static TimeSpan OfSeconds(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, (long)s_longest.TotalSeconds));

    /// <summary>What a timer can be set to: thirty days for what is longer.</summary>
    public static TimeSpan ForTimer(this TimeSpan time) => time < s_longestTimer ? time : s_longestTimer;
}
