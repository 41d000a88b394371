using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Spark.Schedules;
using NodaTime;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Schedules;

public sealed class CronScheduleTests
{
    private static readonly (int Min, int Max)[] s_bounds = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];

    /// <summary>Zones where clocks change by whole hours and not at midnight: there the fields say all.</summary>
    private static readonly string[] s_plainZones = ["UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"];

    private static readonly Gen<Instant> s_instants = Gen.Choose(946_684_800, 2_145_916_800).Select(s => Instant.FromUnixTimeSeconds(s));

    [Fact]
    public void The_next_time_is_later_matches_every_field_and_none_between_does() =>
        Prop.ForAll(Arb.From(Schedules()), Arb.From(s_instants), Arb.From(Gen.Elements(s_plainZones)), (text, after, zone) =>
        {
            var schedule = Parse(text, zone);
            if (schedule.Next(after) is not { } next)
                return;
            (next > after).ShouldBeTrue();
            Matches(text, next.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime).ShouldBeTrue();
            for (var (between, steps) = (Minute(after), 0); between < next && steps < 3000; between += Duration.FromMinutes(1), steps++)
                Matches(text, between.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime).ShouldBeFalse($"{text} at {between}");
        }).Check(Seeded.Cases());

    [Fact]
    public void A_later_start_never_gives_an_earlier_time() =>
        Prop.ForAll(Arb.From(Schedules()), Arb.From(s_instants), Arb.From(Gen.Choose(0, 40_000_000)), (text, after, seconds) =>
        {
            var schedule = Parse(text, "America/New_York");
            var (first, second) = (schedule.Next(after), schedule.Next(after + Duration.FromSeconds(seconds)));
            (first is null || second is null || first <= second).ShouldBeTrue();
        }).Check(Seeded.Cases());

    [Fact]
    public void No_text_breaks_the_parser() =>
        Prop.ForAll(
            Arb.From(Gen.Choose(0, 14).SelectMany(n => Gen.ArrayOf(Gen.Elements("@every ", "TZ=", "CRON_TZ=UTC", "*", "/", "-", ",", " ", "7", "99999999999999999999", "jan", "L", "é", "\t", "1h")!, n))),
            parts =>
            {
                var text = string.Concat(parts);
                if (CronSchedule.TryParse(text, null, out var schedule, out var error))
                    schedule.Next(Instant.FromUnixTimeSeconds(1_700_000_000));
                else
                    error.ShouldNotBeNullOrWhiteSpace();
            }).Check(Seeded.Cases(2000));

    [Theory]
    [InlineData("60 * * * *", "minute \"60\": 60 is above 59; allowed are 0-59, *, ranges a-b, steps /n and lists a,b")]
    [InlineData("0 0 * * 7", "day of week \"7\": 7 is above 6 (Sunday is 0 or SUN); allowed are 0-6 or SUN-SAT")]
    [InlineData("x 25 0 foo 8", "minute \"x\"|hour \"25\"|day of month \"0\": 0 is below 1|month \"foo\"|day of week \"8\"")]
    [InlineData("0 0 L * *", "day of month \"L\": \"L\" is no number (L, W and # belong to Quartz, not to standard cron)")]
    [InlineData("0 0 * * fri-mon", "write it as two, such as 5-6,0-1")]
    [InlineData("*/0 * * * *", "the step must be 1 or more")]
    [InlineData("1-2-3 */1/2 * * *", "more than one \"-\"|more than one \"/\"")]
    [InlineData("not a schedule", "expected exactly 5 fields, found 3: [not a schedule]")]
    [InlineData("0 0 0 * * *", "seconds and years are not part of it")]
    [InlineData("", "empty spec string")]
    [InlineData(" @daily", "without spaces before it")]
    [InlineData("@Daily", "write \"@daily\"")]
    [InlineData("@every", "write for example \"@every 1h30m\"")]
    [InlineData("@every 5 m", "\"5 m\" is no duration: unknown unit \" m\"")]
    [InlineData("@every 300000h1x", "unknown unit \"x\"")]
    [InlineData("@reboot", "there are @yearly")]
    [InlineData("CRON_TZ=UTC", "names a time zone and no schedule")]
    [InlineData("CRON_TZ=UTC ", "empty spec string")]
    [InlineData("TZ=europe/berlin 0 0 * * *", "unknown time zone \"europe/berlin\"; do you mean Europe/Berlin?")]
    [InlineData("TZ=Tokyo 0 0 * * *", "do you mean Asia/Tokyo?")]
    [InlineData("TZ=UTC+3 0 0 * * *", "use a name of the IANA database")]
    public void A_mistake_is_named_with_what_is_allowed(string text, string messages)
    {
        CronSchedule.TryParse(text, null, out _, out var error).ShouldBeFalse();
        foreach (var message in messages.Split('|'))
            error.ShouldContain(message);
    }

    [Theory]
    [InlineData("CRON_TZ=Asia/Tokyo 0 9 * * *", "Europe/Berlin", "2024-01-01T00:00:00Z", "Asia/Tokyo")]
    [InlineData("0 9 * * *", "Europe/Berlin", "2024-01-01T08:00:00Z", "Europe/Berlin")]
    [InlineData("0 9 * * *", "Local", "2024-01-01T09:00:00Z", "UTC")]
    [InlineData("0 9 * * *", "", "2024-01-01T09:00:00Z", "UTC")]
    public void The_zone_in_the_schedule_wins(string text, string zone, string next, string id)
    {
        var schedule = Parse(text, zone);
        schedule.Next(new DateTimeOffset(2023, 12, 31, 20, 0, 0, TimeSpan.Zero)).ShouldBe(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture));
        schedule.Zone.ShouldBe(id);
    }

    [Fact]
    public void Local_is_what_the_caller_says()
    {
        CronSchedule.TryParse("0 9 * * *", "Local", out var schedule, out _, DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ShouldBeTrue();
        schedule!.Next(Instant.FromUtc(2024, 1, 1, 1, 0)).ShouldBe(Instant.FromUtc(2024, 1, 2, 0, 0));
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData(", * * * *")]
    [InlineData("* , * * *")]
    [InlineData("* * , * *")]
    [InlineData("* * * , *")]
    [InlineData("* * * * ,")]
    public void A_schedule_that_never_comes_says_so(string text) => Parse(text, "America/Sao_Paulo").Next(Instant.FromUtc(2024, 1, 1, 0, 0)).ShouldBeNull();

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("@every 2500000h")]
    public void The_end_of_time_is_no_trouble(string text)
    {
        Parse(text, "Europe/Berlin").Next(DateTimeOffset.MaxValue).ShouldBeNull();
        Parse(text, "Europe/Berlin").Next(DateTimeOffset.MinValue).ShouldNotBeNull();
    }

    /// <summary>By the definition of cron alone: a slow reading of the fields, to judge the fast search by.</summary>
    private static bool Matches(string text, LocalDateTime time)
    {
        var words = text.Split(' ');
        int[] values = [time.Minute, time.Hour, time.Day, time.Month, (int)time.DayOfWeek % 7];
        var hits = words.Select((word, i) => word.Split(',').Any(part => MatchesPart(part, values[i], s_bounds[i]))).ToArray();
        var day = words[2] is "*" || words[4] is "*" ? hits[2] && hits[4] : hits[2] || hits[4];
        return time.Second == 0 && hits[0] && hits[1] && hits[3] && day;
    }

    private static bool MatchesPart(string part, int value, (int Min, int Max) bounds)
    {
        var (range, step) = part.Split('/') is [var left, var right] ? (left, int.Parse(right, CultureInfo.InvariantCulture)) : (part, 1);
        var (from, to) = range == "*" ? bounds : range.Split('-') is [var a, var b]
            ? (int.Parse(a, CultureInfo.InvariantCulture), int.Parse(b, CultureInfo.InvariantCulture))
            : (int.Parse(range, CultureInfo.InvariantCulture), part.Contains('/', StringComparison.Ordinal) ? bounds.Max : int.Parse(range, CultureInfo.InvariantCulture));
        return value >= from && value <= to && (value - from) % step == 0;
    }

    private static Gen<string> Schedules() =>
        Field(0).SelectMany(m => Field(1).SelectMany(h => Field(2).SelectMany(d => Field(3).SelectMany(mo => Field(4).Select(w => $"{m} {h} {d} {mo} {w}")))));

    private static Gen<string> Field(int index)
    {
        var (min, max) = s_bounds[index];
        var number = Gen.Choose(min, max);
        var part = Gen.OneOf(
            Gen.Constant("*"),
            number.Select(n => $"{n}"),
            number.SelectMany(a => Gen.Choose(a, max).Select(b => $"{a}-{b}")),
            Gen.Choose(2, max).Select(step => $"*/{step}"),
            number.SelectMany(a => Gen.Choose(2, 9).Select(step => $"{a}/{step}")));
        // A list that holds a plain star beside others would need the star rule of the reference; lists here hold none.
        var item = part.Where(p => p != "*");
        return Gen.OneOf(part, item.SelectMany(a => item.Select(b => $"{a},{b}")));
    }

    private static Instant Minute(Instant after) => Instant.FromUnixTimeSeconds(((after.ToUnixTimeSeconds() / 60) + 1) * 60);

    private static CronSchedule Parse(string text, string? zone)
    {
        CronSchedule.TryParse(text, zone, out var schedule, out var error).ShouldBeTrue(error);
        return schedule!;
    }
}
