using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Controllers;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube;

public sealed class WorkQueueTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task A_key_waits_once_however_often_it_is_added()
    {
        using var queue = New();
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        queue.Count.ShouldBe(2);
        (await Take(queue)).ShouldBe("a");
        (await Take(queue)).ShouldBe("b");
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_added_while_taken_comes_again_after_done_and_not_before()
    {
        using var queue = New();
        queue.Add("a");
        await Take(queue);
        queue.Add("a");
        var next = Take(queue);
        next.IsCompleted.ShouldBeFalse();
        queue.Done("a");
        (await next).ShouldBe("a");
    }

    [Fact]
    public async Task Urgent_keys_go_first_and_an_added_urgency_moves_a_key()
    {
        using var queue = New();
        foreach (var key in (string[])["a", "b", "c"])
            queue.Add(key);
        queue.Add("d", Lane.Urgent);
        queue.Add("c", Lane.Urgent);
        var order = new List<string>();
        while (queue.Count > 0)
            order.Add(await Take(queue));
        order.ShouldBe(["d", "c", "a", "b"]);
    }

    [Fact]
    public async Task Urgent_keys_without_end_do_not_starve_normal_ones()
    {
        using var queue = New();
        queue.Add("normal");
        var taken = "";
        for (var i = 0; i < 9 && taken != "normal"; i++)
        {
            queue.Add("u" + i, Lane.Urgent);
            taken = await Take(queue);
        }

        taken.ShouldBe("normal");
    }

    [Fact]
    public async Task A_taker_of_urgent_keys_leaves_normal_ones()
    {
        using var queue = New();
        var urgent = queue.TakeAsync(urgentOnly: true, default).AsTask();
        queue.Add("a");
        urgent.IsCompleted.ShouldBeFalse();
        queue.Add("a", Lane.Urgent);
        (await urgent).ShouldBe("a");
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_taker_that_gave_up_takes_nothing()
    {
        using var queue = New();
        using var gone = new CancellationTokenSource();
        var first = queue.TakeAsync(false, gone.Token).AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        queue.Add("a");
        (await Take(queue)).ShouldBe("a");
    }

    [Fact]
    public void A_delayed_key_comes_when_its_shortest_delay_is_over()
    {
        using var queue = New();
        queue.AddAfter("a", TimeSpan.FromMinutes(10));
        queue.AddAfter("a", TimeSpan.FromMinutes(1));
        queue.AddAfter("b", TimeSpan.FromDays(60));
        _time.Advance(TimeSpan.FromSeconds(59));
        queue.Count.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));
        queue.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromDays(61));
        queue.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Taking_a_key_forgets_its_delay()
    {
        using var queue = New();
        queue.AddAfter("a", TimeSpan.FromMinutes(1));
        queue.Add("a");
        await Take(queue);
        queue.Done("a");
        _time.Advance(TimeSpan.FromMinutes(2));
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public void Failures_delay_a_key_longer_each_time_up_to_the_longest_and_success_forgets_them()
    {
        using var queue = New();
        var delays = Enumerable.Range(0, 20).Select(_ => queue.Retry("a").TotalSeconds).ToList();
        delays[0].ShouldBeInRange(0.05, 0.1);
        delays[5].ShouldBeInRange(1.6, 3.2);
        delays[19].ShouldBeInRange(150, 300);
        queue.Retry("a", TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromHours(1));
        queue.Forget("a");
        queue.Failures("a").ShouldBe(0);
        queue.Retry("a").TotalSeconds.ShouldBeInRange(0.05, 0.1);
    }

    [Fact]
    public void Done_without_take_is_a_mistake_that_shows()
    {
        using var queue = New();
        Should.Throw<InvalidOperationException>(() => queue.Done("a"));
    }

    // Whatever the order of adds, takes and dones: no key is with two takers, and every add is followed by a take.
    [Fact]
    public void No_add_is_lost_and_no_key_is_with_two_takers()
    {
        var step = from what in Gen.Choose(0, 4) from key in Gen.Choose(0, 3) select (what, key);
        Check.One(Seeded.Cases(), Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            using var queue = New2();
            var taken = new List<int>();
            var owed = new HashSet<int>();
            foreach (var (what, key) in steps)
            {
                if (what <= 1)
                {
                    queue.Add(key, what == 0 ? Lane.Normal : Lane.Urgent);
                    owed.Add(key);
                }
                else if (what == 2)
                {
                    queue.AddAfter(key, TimeSpan.FromSeconds(key));
                    owed.Add(key);
                    _time.Advance(TimeSpan.FromSeconds(1));
                }
                else if (what == 3 && queue.Count > 0)
                {
                    TakeOne();
                }
                else if (taken.Count > 0)
                {
                    queue.Done(taken[0]);
                    taken.RemoveAt(0);
                }
            }

            _time.Advance(TimeSpan.FromSeconds(10));
            while (taken.Count > 0 || queue.Count > 0)
            {
                while (queue.Count > 0)
                    TakeOne();
                queue.Done(taken[0]);
                taken.RemoveAt(0);
            }

            owed.ShouldBeEmpty();

            void TakeOne()
            {
                var next = queue.TakeAsync(false, default);
                next.IsCompletedSuccessfully.ShouldBeTrue();
                taken.ShouldNotContain(next.Result);
                taken.Add(next.Result);
                owed.Remove(next.Result);
            }
        }));
    }

    private WorkQueue<string> New() => new(null, _time, new Random(1));

    private WorkQueue<int> New2() => new(null, _time, new Random(1));

    private static Task<string> Take(WorkQueue<string> queue) => queue.TakeAsync(false, default).AsTask();
}
