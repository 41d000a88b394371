using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube;

public sealed class EventCorrelatorTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly EventCorrelator _correlator = new();

    [Fact]
    public void The_same_event_raises_the_count_of_the_first()
    {
        var first = Record("Started", "m", 0)!;
        var second = Record("Started", "m", 60)!;
        (second.Name, second.Count, second.First, second.Last).ShouldBe((first.Name, 2, s_start, s_start.AddMinutes(1)));
        Record("Ended", "m", 61)!.Count.ShouldBe(1);
    }

    [Fact]
    public void Many_that_differ_in_their_words_alone_become_one()
    {
        var all = Enumerable.Range(0, 12).Select(i => Record("Failed", "m" + i, i)!).ToList();
        all.Take(9).ShouldAllBe(s => s.Count == 1 && !s.Message.StartsWith('('));
        all[9].Message.ShouldBe("(combined from similar events): m9");
        all[11].Name.ShouldBe(all[9].Name);
        all[11].Count.ShouldBe(3);
    }

    [Fact]
    public void A_noisy_object_is_cut_back_to_one_each_five_minutes()
    {
        Enumerable.Range(0, 40).Count(_ => Record("Loud", "m", 0) is not null).ShouldBe(25);
        Record("Loud", "m", 299).ShouldBeNull();
        Record("Loud", "m", 301).ShouldNotBeNull();
        Record("Loud", "m", 302).ShouldBeNull();
    }

    private EventSeries? Record(string reason, string message, int seconds) =>
        _correlator.Correlate(new(new ObjectReference { Kind = "Pod", Name = "p", Uid = "u" }, "Normal", reason, message, s_start.AddSeconds(seconds)));
}
