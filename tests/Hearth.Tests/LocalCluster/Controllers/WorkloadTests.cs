using Hearth.LocalCluster.Controllers;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Controllers;

public sealed class WorkloadTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0,1", new[] { 0, 1 })]
    [InlineData("0-2,5", new[] { 0, 1, 2, 5 })]
    [InlineData("", new int[0])]
    public void Completion_indexes_are_written_as_ranges(string text, int[] indexes)
    {
        JobIndexes.Format(indexes).ShouldBe(text);
        JobIndexes.Parse(text).ShouldBe(indexes);
    }

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("0 0 * * *", "Asia/Kolkata", "2026-01-01T00:00:00Z", "2026-01-01T18:30:00Z")]
    [InlineData("0 12 * * 1", null, "2026-01-01T00:00:00Z", "2026-01-05T12:00:00Z")]
    public void Cron_times_follow_the_clock_of_their_zone(string schedule, string? zone, string after, string next) =>
        CronTimes.Parse(schedule, zone).Next(At(after)).ShouldBe(At(next));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
