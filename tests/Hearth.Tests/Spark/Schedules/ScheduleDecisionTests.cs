using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Hearth.Spark.Schedules;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Schedules;

public sealed class ScheduleDecisionTests
{
    private static readonly DateTimeOffset s_noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ScheduledSparkApplication s_hourly = new()
    {
        Metadata = new ObjectMeta { Name = "pi", Generation = 3 },
        Spec = new ScheduledSparkApplicationSpec
        {
            Schedule = "@hourly",
            Template = new() { Type = "Scala", SparkVersion = "4.0.1", Image = "spark", MainClass = "Pi", MainApplicationFile = "local:///pi.jar" },
        },
    };

    [Fact]
    public void A_new_schedule_waits_for_its_first_time()
    {
        var plan = ScheduleDecision.Decide(s_hourly, [], s_noon.AddMinutes(10));
        plan.Start.ShouldBeNull();
        plan.WakeAt.ShouldBe(s_noon.AddHours(1));
        plan.Status.ShouldBe(new ScheduledSparkApplicationStatus
        {
            ScheduleState = "Scheduled",
            NextRun = s_noon.AddHours(1),
            ObservedGeneration = 3,
            Hearth = new ScheduleStatus { Schedule = "@hourly" },
        });
    }

    [Fact]
    public void A_run_that_is_due_starts_under_a_name_made_of_its_time()
    {
        var now = s_noon.AddSeconds(2);
        var plan = ScheduleDecision.Decide(Planned(s_hourly, s_noon), [], now);
        plan.Start.ShouldBe("pi-1714564800000000000");
        (plan.Status.LastRun, plan.Status.LastRunName, plan.Status.NextRun).ShouldBe((now, plan.Start, s_noon.AddHours(1)));
        plan.WakeAt.ShouldBe(s_noon.AddHours(1));
        plan.Missed.ShouldBe(0);
    }

    [Fact]
    public void After_a_crash_between_create_and_status_nothing_starts_twice()
    {
        var first = ScheduleDecision.Decide(Planned(s_hourly, s_noon), [], s_noon.AddSeconds(2));
        var again = ScheduleDecision.Decide(Planned(s_hourly, s_noon), [Run(first.Start!, "", s_noon)], s_noon.AddSeconds(40));
        again.Start.ShouldBeNull();
        again.Status.LastRunName.ShouldBe(first.Start);
        again.Status.NextRun.ShouldBe(s_noon.AddHours(1));
    }

    [Fact]
    public void After_down_time_one_run_catches_up_and_the_others_are_counted()
    {
        var plan = ScheduleDecision.Decide(Planned(s_hourly, s_noon), [], s_noon.AddHours(5).AddMinutes(10));
        plan.Start.ShouldBe(RunNames.For("pi", s_noon.AddHours(5), TimestampPrecision.Nanos));
        plan.Missed.ShouldBe(5);
        plan.Status.Hearth!.Missed.ShouldBe(5);
        plan.Status.NextRun.ShouldBe(s_noon.AddHours(6));
    }

    [Fact]
    public void A_run_past_its_starting_deadline_is_given_up()
    {
        var scheduled = With(s_hourly, spec => spec with { Hearth = new ScheduleOptions { StartingDeadline = "5m" } });
        var late = ScheduleDecision.Decide(Planned(scheduled, s_noon), [], s_noon.AddMinutes(6));
        late.Start.ShouldBeNull();
        late.Missed.ShouldBe(1);
        late.Status.NextRun.ShouldBe(s_noon.AddHours(1));
        ScheduleDecision.Decide(Planned(scheduled, s_noon), [], s_noon.AddMinutes(5)).Start.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Allow")]
    public void Runs_may_overlap_unless_told_otherwise(string? policy)
    {
        var scheduled = With(s_hourly, spec => spec with { ConcurrencyPolicy = policy });
        var plan = ScheduleDecision.Decide(Planned(scheduled, s_noon), [Run("pi-1", "RUNNING", s_noon.AddHours(-1))], s_noon);
        plan.Start.ShouldNotBeNull();
        plan.Replace.ShouldBeEmpty();
    }

    [Fact]
    public void Forbid_holds_the_run_until_the_one_before_ends()
    {
        var scheduled = Planned(With(s_hourly, spec => spec with { ConcurrencyPolicy = "Forbid" }), s_noon);
        var now = s_noon.AddMinutes(70);
        var held = ScheduleDecision.Decide(scheduled, [Run("pi-1", "RUNNING", s_noon.AddHours(-1))], now);
        held.Start.ShouldBeNull();
        held.Hold.ShouldBe("waits for the end of pi-1");
        held.Status.NextRun.ShouldBe(s_noon);
        held.Missed.ShouldBe(0);
        held.WakeAt.ShouldBeNull();

        var free = ScheduleDecision.Decide(scheduled with { Status = held.Status }, [Run("pi-1", "FAILED", s_noon.AddHours(-1))], now);
        free.Start.ShouldBe(RunNames.For("pi", s_noon.AddHours(1), TimestampPrecision.Nanos));
        free.Missed.ShouldBe(1);
    }

    [Fact]
    public void A_held_run_is_looked_at_again_when_its_deadline_ends()
    {
        var scheduled = With(s_hourly, spec => spec with { ConcurrencyPolicy = "Forbid", Hearth = new ScheduleOptions { StartingDeadline = "5m" } });
        ScheduleDecision.Decide(Planned(scheduled, s_noon), [Run("pi-1", "RUNNING", s_noon)], s_noon).WakeAt.ShouldBe(s_noon.AddMinutes(5));
    }

    [Fact]
    public void Replace_deletes_every_unfinished_run_first()
    {
        var scheduled = With(s_hourly, spec => spec with { ConcurrencyPolicy = "Replace" });
        var runs = new[]
        {
            Run("pi-1", "RUNNING", s_noon), Run("pi-2", "", s_noon), Run("pi-3", "COMPLETED", s_noon),
            Run("pi-4", "SUBMITTED", s_noon) with { Deleting = true },
        };
        var plan = ScheduleDecision.Decide(Planned(scheduled, s_noon), runs, s_noon);
        plan.Replace.ShouldBe(["pi-1", "pi-2"]);
        plan.Start.ShouldNotBeNull();
    }

    [Fact]
    public void Suspended_starts_nothing_by_the_clock_and_catches_up_once_resumed()
    {
        var scheduled = Planned(With(s_hourly, spec => spec with { Suspend = true }), s_noon);
        var plan = ScheduleDecision.Decide(scheduled, [], s_noon.AddHours(3));
        (plan.Start, plan.WakeAt, plan.Status.NextRun).ShouldBe((null, null, s_noon));
        ScheduleDecision.Decide(With(scheduled, spec => spec with { Suspend = false }), [], s_noon.AddHours(3)).Start.ShouldNotBeNull();
    }

    [Fact]
    public void One_that_was_made_suspended_has_nothing_to_catch_up_with()
    {
        var suspended = ScheduleDecision.Decide(With(s_hourly, spec => spec with { Suspend = true }), [], s_noon.AddMinutes(-10));
        (suspended.Status.ScheduleState, suspended.Status.NextRun, suspended.WakeAt).ShouldBe((null, null, null));

        var resumed = ScheduleDecision.Decide(s_hourly with { Status = suspended.Status }, [], s_noon.AddHours(3).AddMinutes(10));
        (resumed.Start, resumed.Missed, resumed.Status.NextRun, resumed.Status.ScheduleState).ShouldBe((null, 0, s_noon.AddHours(4), "Scheduled"));
    }

    [Fact]
    public void A_request_starts_one_run_even_while_suspended()
    {
        var scheduled = Planned(With(s_hourly, spec => spec with { Suspend = true, Hearth = new ScheduleOptions { RunNow = "please" } }), s_noon);
        var plan = ScheduleDecision.Decide(scheduled, [], s_noon.AddHours(3));
        plan.Start.ShouldBe(RunNames.ForRequest("pi", "please"));
        plan.Status.NextRun.ShouldBe(s_noon);
        plan.Status.Hearth!.RunNow.ShouldBe("please");
        ScheduleDecision.Decide(scheduled with { Status = plan.Status }, [Run(plan.Start!, "COMPLETED", s_noon)], s_noon.AddHours(3)).Start.ShouldBeNull();
    }

    [Fact]
    public void History_keeps_the_newest_of_each_kind()
    {
        var scheduled = With(s_hourly, spec => spec with { SuccessfulRunHistoryLimit = 2, FailedRunHistoryLimit = 0 });
        var runs = Enumerable.Range(1, 5).Select(i => Run($"pi-{i}", "COMPLETED", s_noon.AddHours(i)))
            .Append(Run("pi-6", "FAILED", s_noon)).Append(Run("pi-7", "RUNNING", s_noon)).Reverse().ToList();
        var plan = ScheduleDecision.Decide(scheduled, runs, s_noon);
        plan.Prune.ShouldBe(["pi-3", "pi-2", "pi-1", "pi-6"]);
        plan.Status.PastSuccessfulRunNames.ShouldBe(["pi-5", "pi-4"]);
        plan.Status.PastFailedRunNames.ShouldBeNull();
    }

    [Fact]
    public void One_of_each_kind_is_kept_by_default()
    {
        var plan = ScheduleDecision.Decide(s_hourly, [Run("pi-1", "FAILED", s_noon), Run("pi-2", "FAILED", s_noon.AddHours(1))], s_noon);
        plan.Prune.ShouldBe(["pi-1"]);
        plan.Status.PastFailedRunNames.ShouldBe(["pi-2"]);
    }

    [Theory]
    [InlineData("not a schedule", null, "Allow", null, "expected exactly 5 fields, found 3")]
    [InlineData("@daily", "Mars/Olympus", null, null, "unknown time zone \"Mars/Olympus\"")]
    [InlineData("0 0 30 2 *", null, null, null, "has no time within five years")]
    [InlineData("61 * * * *", null, "Sometimes", "soon", "minute \"61\"|concurrencyPolicy \"Sometimes\" must be|hearth.startingDeadline \"soon\" is no duration")]
    public void Mistakes_are_all_told_and_nothing_is_done(string schedule, string? zone, string? policy, string? deadline, string reasons)
    {
        var scheduled = With(Planned(s_hourly, s_noon), spec => spec with
        {
            Schedule = schedule, TimeZone = zone, ConcurrencyPolicy = policy, Hearth = new ScheduleOptions { StartingDeadline = deadline },
        });
        var plan = ScheduleDecision.Decide(scheduled, [Run("pi-1", "FAILED", s_noon), Run("pi-2", "FAILED", s_noon)], s_noon.AddHours(1));
        plan.Status.ScheduleState.ShouldBe("FailedValidation");
        foreach (var reason in reasons.Split('|'))
            plan.Status.Reason!.ShouldContain(reason);
        (plan.Start, plan.WakeAt, plan.Prune.Count).ShouldBe((null, null, 0));

        var mended = ScheduleDecision.Decide(s_hourly with { Status = plan.Status }, [], s_noon.AddMinutes(-1));
        (mended.Status.ScheduleState, mended.Status.Reason).ShouldBe(("Scheduled", null));
    }

    [Theory]
    [InlineData("local", "spark.master", "spec.template.sparkConf")]
    [InlineData("many", "spark.executor.instances", "spark.executor.instances")]
    public void A_template_that_no_run_could_use_is_told_before_its_first_time(string value, string key, string where)
    {
        var wrong = With(s_hourly, spec => spec with { Template = spec.Template with { SparkConf = new Dictionary<string, string> { [key] = value } } });

        var plan = ScheduleDecision.Decide(wrong, [], s_noon.AddMinutes(10));

        (plan.Status.ScheduleState, plan.Start, plan.WakeAt).ShouldBe(("FailedValidation", null, null));
        plan.Status.Reason!.ShouldContain(where);
        var mended = ScheduleDecision.Decide(s_hourly with { Status = plan.Status }, [], s_noon.AddMinutes(20));
        (mended.Status.ScheduleState, mended.Status.Reason, mended.WakeAt).ShouldBe(("Scheduled", null, s_noon.AddHours(1)));
    }

    [Fact]
    public void A_changed_schedule_counts_from_now_and_does_not_catch_up()
    {
        var scheduled = With(Planned(s_hourly, s_noon), spec => spec with { Schedule = "30 * * * *", TimeZone = "Asia/Tokyo" });
        var plan = ScheduleDecision.Decide(scheduled, [], s_noon.AddMinutes(40));
        plan.Start.ShouldBeNull();
        plan.Status.NextRun.ShouldBe(s_noon.AddMinutes(90));
    }

    [Fact]
    public void A_status_written_by_the_peer_is_continued()
    {
        var peers = s_hourly with { Status = new ScheduledSparkApplicationStatus { NextRun = s_noon, ScheduleState = "Scheduled" } };
        ScheduleDecision.Decide(peers, [], s_noon).Start.ShouldNotBeNull();
    }

    [Fact]
    public void An_interval_does_not_drift()
    {
        var scheduled = With(s_hourly, spec => spec with { Schedule = "@every 90s" });
        var plan = ScheduleDecision.Decide(Planned(scheduled, s_noon), [], s_noon.AddSeconds(200));
        (plan.Missed, plan.Status.NextRun).ShouldBe((2, s_noon.AddSeconds(270)));
    }

    [Theory]
    [InlineData("@every 1s", int.MaxValue)]
    [InlineData("* * * * *", 999)]
    public void A_century_of_missed_runs_is_no_work(string schedule, int missed)
    {
        var scheduled = With(s_hourly, spec => spec with { Schedule = schedule });
        var plan = ScheduleDecision.Decide(Planned(scheduled, s_noon), [], s_noon.AddYears(100));
        plan.Status.NextRun!.Value.ShouldBeGreaterThan(s_noon.AddYears(100));
        plan.Status.NextRun!.Value.ShouldBeLessThanOrEqualTo(s_noon.AddYears(100).AddMinutes(1));
        plan.Missed.ShouldBeGreaterThanOrEqualTo(Math.Min(missed, 999));
    }

    [Fact]
    public void Deciding_again_after_writing_changes_nothing() =>
        Prop.ForAll(
            Arb.From(Gen.Elements("@hourly", "@every 7m", "*/5 * * * *", "0 3 * * 1", "bad")),
            Arb.From(Gen.Elements(null, "Allow", "Forbid", "Replace")),
            Arb.From(Gen.Choose(-500, 5000)),
            (schedule, policy, minutes) =>
            {
                var scheduled = With(Planned(s_hourly, s_noon, schedule), spec => spec with { Schedule = schedule, ConcurrencyPolicy = policy });
                var now = s_noon.AddMinutes(minutes);
                List<ScheduledRun> runs = [Run("pi-1", "RUNNING", s_noon), Run("pi-2", "COMPLETED", s_noon)];
                var plan = ScheduleDecision.Decide(scheduled, runs, now);
                runs.RemoveAll(run => plan.Replace.Contains(run.Name) || plan.Prune.Contains(run.Name));
                if (plan.Start is { } name)
                    runs.Add(Run(name, "", now));
                var again = ScheduleDecision.Decide(scheduled with { Status = plan.Status }, runs, now);
                (again.Start, again.Replace.Count, again.Prune.Count, again.Missed).ShouldBe((null, 0, 0, 0));
                again.Status.ShouldBe(plan.Status);
            }).Check(Seeded.Cases());

    [Theory]
    [InlineData("pi", TimestampPrecision.Nanos, "pi-1714564800000000000")]
    [InlineData("pi", TimestampPrecision.Micros, "pi-1714564800000000")]
    [InlineData("pi", TimestampPrecision.Millis, "pi-1714564800000")]
    [InlineData("pi", TimestampPrecision.Seconds, "pi-1714564800")]
    [InlineData("pi", TimestampPrecision.Minutes, "pi-28576080")]
    [InlineData("a-name-of-exactly-forty-three-characters-xx", TimestampPrecision.Nanos, "a-name-of-exactly-forty-three-characters-xx-1714564800000000000")]
    public void Names_are_the_peers(string schedule, TimestampPrecision precision, string name) =>
        RunNames.For(schedule, s_noon, precision).ShouldBe(name);

    [Fact]
    public void Long_names_are_cut_and_stay_apart()
    {
        var one = RunNames.For(new string('a', 62) + "b", s_noon, TimestampPrecision.Nanos);
        var other = RunNames.For(new string('a', 63), s_noon, TimestampPrecision.Nanos);
        one.Length.ShouldBe(63);
        one.ShouldNotBe(other);
        one.ShouldMatch("^[a-z]([-a-z0-9]*[a-z0-9])?$");
    }

    private static ScheduledRun Run(string name, string state, DateTimeOffset created) => new() { Name = name, State = state, CreatedAt = created };

    private static ScheduledSparkApplication With(ScheduledSparkApplication scheduled, Func<ScheduledSparkApplicationSpec, ScheduledSparkApplicationSpec> change) =>
        scheduled with { Spec = change(scheduled.Spec) };

    /// <summary>A schedule that was accepted before and whose next run is planned.</summary>
    private static ScheduledSparkApplication Planned(ScheduledSparkApplication scheduled, DateTimeOffset next, string? schedule = null) =>
        scheduled with
        {
            Status = new ScheduledSparkApplicationStatus
            {
                ScheduleState = "Scheduled",
                NextRun = next,
                Hearth = new ScheduleStatus { Schedule = schedule ?? scheduled.Spec.Schedule },
            },
        };
}
