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
    public void A_verdict_is_told_once_nothing_runs_any_more()
    {
        var status = (Builder(Spec("Never", [], [Named("c")]), Running) with { Verdict = new("Evicted", "too big") }).Build();
        (status.Phase, status.Reason, status.Message).ShouldBe(("Running", null, null));
    }

    [Fact]
    public void At_the_end_nothing_waits_any_more()
    {
        var crashed = Builder(Spec("Always", [], [Named("c")]), r => Ended(r, 7).Waiting("CrashLoopBackOff")) with { IsOver = true };
        crashed.Build().ContainerStatuses![0].State!.Terminated!.ExitCode.ShouldBe(7);
        var never = (Builder(Spec("Never", [], [Named("c")]), r => r.Waiting("ImagePullBackOff")) with { IsOver = true, Verdict = new("DeadlineExceeded", "") }).Build();
        never.ContainerStatuses![0].State!.Terminated.ShouldSatisfyAllConditions(
            t => t!.ExitCode.ShouldBe(137),
            t => t!.Reason.ShouldBe("ContainerStatusUnknown"),
            t => t!.Message.ShouldBe("The container could not be located when the pod was terminated"));
        var failedInit = (Builder(Spec("Never", [Named("i")], [Named("c")]), r => r.Name == "i" ? Ended(r, 1) : r) with { IsOver = true }).Build();
        failedInit.Phase.ShouldBe("Failed");
        failedInit.ContainerStatuses![0].State!.Waiting!.Reason.ShouldBe("PodInitializing");
    }

    [Fact]
    public void A_container_tells_what_it_was_given()
    {
        var container = Named("c") with
        {
            Resources = new() { Requests = Amounts("1"), Limits = Amounts("2") },
            VolumeMounts = [new() { Name = "v", MountPath = "/v", ReadOnly = true }, new() { Name = "w", MountPath = "/w", ReadOnly = false }],
        };
        var status = Build(Spec("Never", [], [container, Named("d")]), r => r with { User = new() { Uid = 1, Gid = 2, SupplementalGroups = [2] } });
        System.Text.Json.JsonSerializer.Serialize(status.ContainerStatuses![0], Hearth.Kube.Core.Serialization.KubeJson.Default.ContainerStatus).ShouldContain(
            """allocatedResources":{"cpu":"1","memory":"1Gi"},"resources":{"limits":{"cpu":"2","memory":"2Gi"},"requests":{"cpu":"1","memory":"1Gi"}},"user":{"linux":{"uid":1,"gid":2,"supplementalGroups":[2]}},"volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true,"recursiveReadOnly":"Disabled"},{"name":"w","mountPath":"/w"}]""");
        System.Text.Json.JsonSerializer.Serialize(status.ContainerStatuses![1], Hearth.Kube.Core.Serialization.KubeJson.Default.ContainerStatus).ShouldContain("\"resources\":{}");
    }

    [Fact]
    public void Every_gate_that_keeps_a_pod_from_being_ready_is_told()
    {
        var spec = Spec("Always", [], [Named("c")]);
        spec.Extra = new() { ["readinessGates"] = System.Text.Json.JsonSerializer.SerializeToElement(new[] { new { conditionType = "a/b" }, new { conditionType = "x" }, new { conditionType = "y" } }) };
        var builder = Builder(spec, Running);
        var pod = builder.Pod with { Status = new() { Conditions = [new() { Type = "x", Status = "False" }, new() { Type = "y", Status = "True" }] } };
        Shown((builder with { Pod = pod }).Build(), "Ready").ShouldBe(
            "False ReadinessGatesNotReady corresponding condition of pod readiness gate \"a/b\" does not exist., the status of pod readiness gate \"x\" is not \"True\", but False");
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
