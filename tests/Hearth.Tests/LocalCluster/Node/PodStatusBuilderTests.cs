using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;
using static Hearth.Tests.LocalCluster.Nodes.PodDecisionTests;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class PodStatusBuilderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_pod_is_pending_and_its_container_is_being_created()
    {
        var status = Build(Spec("Never", [], [Named("c")]), r => r);
        status.Phase.ShouldBe("Pending");
        status.ContainerStatuses![0].State!.Waiting!.Reason.ShouldBe("ContainerCreating");
        Shown(status, "Ready").ShouldBe("False ContainersNotReady containers with unready status: [c]");
        Shown(status, "Initialized").ShouldBe("True  ");
        Shown(status, "PodScheduled").ShouldBe("True  ");
    }

    [Fact]
    public void Main_containers_wait_for_the_initialization()
    {
        var status = Build(Spec("Never", [Named("i")], [Named("c")]), r => r.Name == "i" ? Running(r) : r);
        status.Phase.ShouldBe("Pending");
        status.ContainerStatuses![0].State!.Waiting!.Reason.ShouldBe("PodInitializing");
        Shown(status, "Initialized").ShouldBe("False ContainersNotInitialized containers with incomplete status: [i]");
    }

    [Fact]
    public void A_running_pod_is_ready_when_its_containers_are()
    {
        var status = Build(Spec("Always", [], [Named("c"), Named("d")]), r => r.Name == "c" ? Running(r) : Running(r) with { Ready = false });
        status.Phase.ShouldBe("Running");
        Shown(status, "Ready").ShouldBe("False ContainersNotReady containers with unready status: [d]");
        Build(Spec("Always", [], [Named("c")]), Running).Conditions!.Single(c => c.Type == "Ready").Status.ShouldBe("True");
    }

    [Theory]
    [InlineData(0, "Succeeded", "PodCompleted")]
    [InlineData(3, "Failed", "PodFailed")]
    public void An_ended_pod_says_how(int exitCode, string phase, string reason)
    {
        var status = Build(Spec("Never", [], [Named("c")]), r => Ended(r, exitCode), isOver: true);
        status.Phase.ShouldBe(phase);
        Shown(status, "Ready").ShouldBe($"False {reason} ");
        Shown(status, "PodReadyToStartContainers").ShouldBe("False  ");
    }

    [Fact]
    public void A_crashing_pod_keeps_running_and_waits()
    {
        var status = Build(Spec("Always", [], [Named("c")]), r => Ended(r, 1).Waiting("CrashLoopBackOff", "back-off 10s"));
        status.Phase.ShouldBe("Running");
        status.ContainerStatuses![0].LastState!.Terminated!.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_verdict_fails_the_pod_though_its_containers_did_well()
    {
        var builder = Builder(Spec("Never", [], [Named("c")]), r => Ended(r, 0)) with { IsOver = true, Verdict = new("DeadlineExceeded", "too long") };
        var status = builder.Build();
        (status.Phase, status.Reason, status.Message).ShouldBe(("Failed", "DeadlineExceeded", "too long"));
    }

    [Fact]
    public void Conditions_that_stay_keep_their_times()
    {
        var builder = Builder(Spec("Never", [], [Named("c")]), Running);
        var before = builder.Build();
        var after = (builder with { Now = s_now.AddHours(1), Before = before.Conditions, Records = [Ended(builder.Records[0], 0)], IsOver = true }).Build();
        Time(after, "Initialized").ShouldBe(s_now);
        Time(after, "Ready").ShouldBe(s_now.AddHours(1));
    }

    [Theory]
    [InlineData(null, null, "BestEffort")]
    [InlineData("1", null, "Burstable")]
    [InlineData("1", "1", "Guaranteed")]
    [InlineData("1", "2", "Burstable")]
    public void The_quality_of_service_follows_requests_and_limits(string? request, string? limit, string expected)
    {
        var container = Named("c") with { Resources = new() { Requests = Amounts(request), Limits = Amounts(limit) } };
        QosClass.Of(Spec("Never", [], [container])).ShouldBe(expected);
    }

    private static Dictionary<string, Hearth.Kube.Core.Quantities.Quantity>? Amounts(string? amount) =>
        amount is null ? null : new() { ["cpu"] = amount, ["memory"] = amount + "Gi" };

    private static PodStatus Build(PodSpec spec, Func<ContainerRecord, ContainerRecord> change, bool isOver = false) => (Builder(spec, change) with { IsOver = isOver }).Build();

    private static PodStatusBuilder Builder(PodSpec spec, Func<ContainerRecord, ContainerRecord> change) => new()
    {
        Pod = new() { Metadata = new() { Name = "p", Namespace = "n" }, Spec = spec },
        Records = [.. ContainerRecord.Of(spec).Select(change)],
        Now = s_now,
        StartTime = s_now,
        HostIP = "127.16.0.1",
        PodIP = "127.16.1.0",
    };

    private static string Shown(PodStatus status, string type)
    {
        var condition = status.Conditions!.Single(c => c.Type == type);
        return $"{condition.Status} {condition.Reason} {condition.Message}";
    }

    private static DateTimeOffset? Time(PodStatus status, string type) => status.Conditions!.Single(c => c.Type == type).LastTransitionTime;
}
