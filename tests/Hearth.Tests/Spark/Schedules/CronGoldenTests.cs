using System.Globalization;
using System.Text.Json;
using Hearth.Spark.Schedules;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Spark.Schedules;

public sealed class CronGoldenTests(ITestOutputHelper output)
{
    /// <summary>What the reference should say where it never returns: 30 December 2011 did not exist in Samoa.</summary>
    private static readonly Dictionary<string, string> s_afterTheMissingDay = new()
    {
        ["15 3 * * 0"] = "2011-12-31T13:15:00Z",
        ["0 0 1 * *"] = "2011-12-31T10:00:00Z",
        ["0 0 31 * *"] = "2011-12-30T10:00:00Z",
        ["59 23 31 12 *"] = "2011-12-31T09:59:00Z",
    };

    [SkippableFact]
    public void Every_recorded_schedule_gives_the_recorded_times()
    {
        var lines = File.ReadLines(Shared.Path("golden", "cron", "next-times.jsonl")).ToList();
        var differences = lines.Select(Difference).OfType<string>().ToList();
        output.WriteLine($"cron: {lines.Count - differences.Count} of {lines.Count} equal");
        differences.ShouldBeEmpty();
    }

    private static string? Difference(string line)
    {
        using var document = JsonDocument.Parse(line);
        var expected = document.RootElement;
        var text = expected.GetProperty("schedule").GetString()!;
        var zone = expected.TryGetProperty("zone", out var name) ? name.GetString() : null;
        var known = CronSchedule.TryParse(text, zone, out var schedule, out var error, zones: RecordedZones.Provider);
        if (!expected.TryGetProperty("from", out var from))
            return known || string.IsNullOrWhiteSpace(error) ? $"{text}: should be refused" : null;
        if (!known)
            return $"{text}: {error}";

        var times = Times(schedule!, Time(from.GetString()!), 5);
        if (expected.TryGetProperty("next", out var next))
        {
            var recorded = next.EnumerateArray().Select(n => n.GetString()!).Select(n => n == "never" ? n : Text(Time(n))).ToList();
            return times.SequenceEqual(recorded) ? null : $"{text} in {zone} from {from}: {string.Join(' ', times)}, not {string.Join(' ', recorded)}";
        }

        return times.Count == 5 && s_afterTheMissingDay.GetValueOrDefault(text, times[0]) == times[0] ? null : $"{text}: {string.Join(' ', times)}";
    }

    private static List<string> Times(CronSchedule schedule, DateTimeOffset from, int count)
    {
        var times = new List<string>();
        for (DateTimeOffset? at = from; times.Count < count;)
        {
            at = schedule.Next(at.Value);
            times.Add(at is { } time ? Text(time) : "never");
            if (at is null)
                break;
        }

        return times;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
