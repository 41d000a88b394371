using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>The parts of times (in UTC or a zone) and of durations.</summary>
internal static class CelTimes
{
    public static IEnumerable<CelOverload> All =>
    [
        .. Part("getFullYear", time => time.Year),
        .. Part("getMonth", time => time.Month - 1),
        .. Part("getDayOfYear", time => time.DayOfYear - 1),
        .. Part("getDayOfMonth", time => time.Day - 1),
        .. Part("getDate", time => time.Day),
        .. Part("getDayOfWeek", time => (int)time.DayOfWeek),
        .. Part("getHours", time => time.Hour),
        .. Part("getMinutes", time => time.Minute),
        .. Part("getSeconds", time => time.Second),
        .. Part("getMilliseconds", time => time.Millisecond),
        Method("getHours", [Duration], Int, a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerHour),
        Method("getMinutes", [Duration], Int, a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMinute),
        Method("getSeconds", [Duration], Int, a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerSecond),
        Method("getMilliseconds", [Duration], Int, a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMillisecond),
    ];

    private static IEnumerable<CelOverload> Part(string name, Func<DateTimeOffset, int> part) =>
    [
        Method(name, [Timestamp], Int, a => (long)part(((DateTimeOffset)a[0]!).ToUniversalTime())),
        Method(name, [Timestamp, CelKind.String], Int, a => CelTime.In((DateTimeOffset)a[0]!, (string)a[1]!) is { } time
            ? (long)part(time) : new CelError($"unknown time zone {a[1]}")),
    ];
}
