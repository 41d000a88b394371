using System.Collections.ObjectModel;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Hearth.Tests.Spark.Schedules;

/// <summary>
/// The time zones of the recordings: release 2025b, which expected Morocco to keep UTC+1 outside Ramadan. Later releases know that it
/// went back to UTC in September 2026.
/// </summary>
internal sealed class RecordedZones : IDateTimeZoneProvider
{
    public static readonly RecordedZones Provider = new();

    private static readonly Casablanca s_casablanca = new();

    public string VersionId => "2025b";

    public ReadOnlyCollection<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

    public DateTimeZone this[string id] => id == s_casablanca.Id ? s_casablanca : DateTimeZoneProviders.Tzdb[id];

    public DateTimeZone GetSystemDefault() => DateTimeZone.Utc;

    public DateTimeZone? GetZoneOrNull(string id) => Ids.Contains(id) ? this[id] : null;

    private sealed class Casablanca() : DateTimeZone("Africa/Casablanca", false, Offset.Zero, Offset.FromHours(1))
    {
        private static readonly DateTimeZone s_known = DateTimeZoneProviders.Tzdb["Africa/Casablanca"];

        /// <summary>At 02:00 UTC of these days clocks went to UTC for Ramadan, and back to UTC+1.</summary>
        private static readonly Instant[] s_changes =
        [
            .. new[]
            {
                "2026-03-22", "2027-02-07", "2027-03-14", "2028-01-23", "2028-03-05", "2029-01-14", "2029-02-18", "2029-12-30", "2030-02-10",
                "2030-12-22", "2031-01-26", "2031-12-14", "2032-01-18", "2032-11-28", "2033-01-09", "2033-11-20", "2033-12-25", "2034-11-05",
                "2034-12-17", "2035-10-28", "2035-12-09", "2036-10-19", "2036-11-23", "2037-10-04", "2037-11-15", "2038-09-26", "2038-10-31",
                "2039-09-18", "2039-10-23", "2040-09-02", "2040-10-14", "2041-08-25", "2041-09-29", "2042-08-10", "2042-09-21", "2043-08-02",
                "2043-09-13", "2044-07-24", "2044-08-28", "2045-07-09", "2045-08-20", "2046-07-01", "2046-08-05", "2047-06-23", "2047-07-28",
            }.Select(day => InstantPattern.General.Parse($"{day}T02:00:00Z").Value),
        ];

        public override ZoneInterval GetZoneInterval(Instant instant)
        {
            var next = Array.FindIndex(s_changes, change => instant < change);
            if (next == 0)
                return s_known.GetZoneInterval(instant);
            var summer = (next < 0 ? s_changes.Length : next) % 2 == 1;
            return new ZoneInterval("", s_changes[next < 0 ? ^1 : next - 1], next < 0 ? null : s_changes[next], Offset.FromHours(summer ? 1 : 0), Offset.Zero);
        }
    }
}
