using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class PodDecisionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Init_containers_start_one_after_the_other_before_the_main_ones()
    {
        var spec = Spec("Never", inits: [Named("a"), Named("b")], mains: [Named("c"), Named("d")]);
        var records = ContainerRecord.Of(spec).ToList();
        Started(spec, records).ShouldBe(["a"]);
        records[0] = Running(records[0]);
        Started(spec, records).ShouldBeEmpty();
        records[0] = Ended(records[0], 0);
        Started(spec, records).ShouldBe(["b"]);
        records[1] = Ended(records[1], 0);
        Started(spec, records).ShouldBe(["c", "d"]);
    }

    [Fact]
    public void A_failed_init_container_ends_a_pod_that_never_restarts()
    {
        var spec = Spec("Never", inits: [Named("a")], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Ended(records[0], 1);
        var decision = PodDecision.Of(spec, records, s_now);
        decision.IsOver.ShouldBeTrue();
        decision.Start.ShouldBeEmpty();
    }

    [Fact]
    public void A_failed_init_container_is_tried_again_where_the_pod_restarts()
    {
        var spec = Spec("OnFailure", inits: [Named("a")], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Ended(records[0], 1);
        Started(spec, records).ShouldBe(["a"]);
    }

    [Fact]
    public void The_next_container_waits_until_a_sidecar_has_started()
    {
        var spec = Spec("Never", inits: [Named("s") with { RestartPolicy = "Always" }], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Running(records[0]) with { Started = false };
        Started(spec, records).ShouldBeEmpty();
        records[0] = Running(records[0]);
        Started(spec, records).ShouldBe(["c"]);
    }

    [Fact]
    public void Sidecars_restart_while_main_containers_run_and_stop_after_them()
    {
        var spec = Spec("Never", inits: [Named("s") with { RestartPolicy = "Always" }], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Ended(records[0], 0);
        records[1] = Running(records[1]);
        Started(spec, records).ShouldBe(["s"]);
        records[0] = Running(records[0]);
        records[1] = Ended(records[1], 0);
        var decision = PodDecision.Of(spec, records, s_now);
        decision.Stop.Select(r => r.Name).ShouldBe(["s"]);
        decision.IsOver.ShouldBeFalse();
        records[0] = Ended(records[0], 143);
        PodDecision.Of(spec, records, s_now).IsOver.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Always", 0, true)]
    [InlineData("Always", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 0, false)]
    [InlineData("Never", 1, false)]
    public void The_restart_policy_decides_what_starts_again(string policy, int exitCode, bool restarts)
    {
        var spec = Spec(policy, inits: [], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Ended(records[0], exitCode);
        var decision = PodDecision.Of(spec, records, s_now);
        decision.Start.Count.ShouldBe(restarts ? 1 : 0);
        decision.IsOver.ShouldBe(!restarts);
    }

    [Fact]
    public void A_container_in_back_off_waits_and_says_until_when()
    {
        var spec = Spec("Always", inits: [], mains: [Named("c")]);
        var records = ContainerRecord.Of(spec).ToList();
        records[0] = Ended(records[0], 1) with { NotBefore = s_now.AddSeconds(10) };
        var decision = PodDecision.Of(spec, records, s_now);
        decision.Start.ShouldBeEmpty();
        decision.BackOff.Count.ShouldBe(1);
        decision.NextAt.ShouldBe(s_now.AddSeconds(10));
        PodDecision.Of(spec, records, s_now.AddSeconds(10)).Start.Count.ShouldBe(1);
    }

    [Fact]
    public void Each_restart_waits_twice_as_long_up_to_five_minutes_until_the_container_has_run_well()
    {
        var record = new ContainerRecord(Named("c"), ContainerKind.Main);
        TimeSpan? WaitAfter(TimeSpan ran)
        {
            record = record.Ended(new() { ExitCode = 1 }, ran, s_now, TimeSpan.FromSeconds(10));
            return record.NotBefore - s_now;
        }

        var waits = Enumerable.Range(0, 8).Select(_ => WaitAfter(TimeSpan.FromMinutes(9))?.TotalSeconds).ToList();
        waits.ShouldBe([null, 10, 20, 40, 80, 160, 300, 300]);
        WaitAfter(TimeSpan.FromMinutes(10)).ShouldBeNull();
        WaitAfter(TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(10));
    }

    internal static PodSpec Spec(string policy, Container[] inits, Container[] mains) => new() { RestartPolicy = policy, InitContainers = inits, Containers = mains };

    internal static Container Named(string name) => new() { Name = name, Image = "i" };

    internal static ContainerRecord Running(ContainerRecord record) =>
        record with { State = new() { Running = new() { StartedAt = s_now } }, Started = true, Ready = true };

    internal static ContainerRecord Ended(ContainerRecord record, int exitCode) =>
        record with { State = new() { Terminated = new() { ExitCode = exitCode, Reason = exitCode == 0 ? "Completed" : "Error" } }, Started = false, Ready = false };

    private static IEnumerable<string> Started(PodSpec spec, List<ContainerRecord> records) => PodDecision.Of(spec, records, s_now).Start.Select(r => r.Name);
}
