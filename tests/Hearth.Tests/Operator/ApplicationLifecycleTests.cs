using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Operator;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>Single decisions that no story can catch at the right moment.</summary>
public sealed class ApplicationLifecycleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PodFacts s_driver = new()
    {
        Namespace = "default", Name = "pi-driver", Uid = "driver", Application = "pi", SubmissionId = "one", IsDriver = true, Phase = PodPhase.Running,
    };

    private static readonly PodFacts s_executor = s_driver with { Name = "pi-exec-1", Uid = "executor", IsDriver = false, ExecutorId = 1 };

    [Fact]
    public void What_killed_the_driver_is_known_without_its_log()
    {
        var killed = s_driver with { Phase = PodPhase.Failed, End = new(137, "OOMKilled", null, s_now) };

        var decision = ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Running, killed));

        decision.Status.ApplicationState.State.ShouldBe(ApplicationStates.Failing);
        decision.Status.Hearth!.Diagnosis!.Cause.ShouldBe("driver-oom-killed");
    }

    [Theory]
    [InlineData(-1, "driver-ended")] // stopped by the driver that ends
    [InlineData(-60, "executors-taken-away")]
    public void Executors_that_go_with_their_driver_are_not_what_ended_it(int seconds, string cause)
    {
        var driver = s_driver with { Phase = PodPhase.Failed, End = new(3, "Error", null, s_now) };
        var executor = s_executor with { Phase = PodPhase.Failed, End = new(143, "Error", null, s_now.AddSeconds(seconds)) };

        ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Running, driver, executor)).Status.Hearth!.Diagnosis!.Cause.ShouldBe(cause);
    }

    [Theory]
    [InlineData(true, ApplicationStates.Invalidating)]
    [InlineData(null, ApplicationStates.Failed)]
    public void A_manifest_that_could_not_be_submitted_runs_once_it_is_corrected(bool? final, string state)
    {
        var snapshot = Snapshot(ApplicationStates.Failed, null);
        snapshot = snapshot with
        {
            Application = snapshot.Application with
            {
                Metadata = snapshot.Application.Metadata with { Generation = 2 },
                Status = snapshot.Status with { Hearth = new() { Final = final, SpecHash = "before" } },
            },
        };

        ApplicationLifecycle.Decide(snapshot).Status.ApplicationState.State.ShouldBe(state);
    }

    [Fact]
    public void A_driver_that_is_gone_has_a_diagnosis_and_leaves_no_executors()
    {
        var decision = ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Running, null, s_executor));

        decision.Status.ApplicationState.ErrorMessage.ShouldBe("driver pod not found");
        decision.Status.Hearth!.Diagnosis!.Cause.ShouldBe("driver-taken-away");
        decision.Actions.ShouldBe([new ApplicationAction.DeleteRun()]);
    }

    [Theory]
    [InlineData(ApplicationStates.Running, false, 30, false)] // it may still tell how it ends
    [InlineData(ApplicationStates.Running, false, -11, true)] // its node tells nothing any more
    [InlineData(ApplicationStates.Running, true, 0, true)] // to be gone at once: it counts as gone
    [InlineData(ApplicationStates.Failing, false, 30, true)]
    [InlineData(ApplicationStates.Suspending, false, 30, true)]
    public void A_held_driver_that_is_deleted_goes_once_nothing_is_to_be_learnt_of_it(string state, bool forced, int due, bool goes)
    {
        var driver = s_driver with { Held = true, Deleting = true, Forced = forced, DeletionDue = s_now.AddSeconds(due) };

        var decision = ApplicationLifecycle.Decide(Snapshot(state, driver));

        decision.Actions.OfType<ApplicationAction.ReleaseDriver>().Any().ShouldBe(goes);
        if (!goes)
            decision.After.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(due + 10));
    }

    [Fact]
    public void An_application_that_asks_for_no_executors_runs_without_any()
    {
        var snapshot = Snapshot(ApplicationStates.Submitted, s_driver with { Started = s_now });
        snapshot = snapshot with { Application = snapshot.Application with { Spec = new() { DynamicAllocation = new() { Enabled = true } } } };

        var decision = ApplicationLifecycle.Decide(snapshot);

        decision.Status.ApplicationState.State.ShouldBe(ApplicationStates.Running);
        decision.Status.Timeline!.AllExecutors.ShouldBe(s_now);
    }

    [Fact]
    public void A_held_driver_stays_until_its_end_is_told()
    {
        var ended = s_driver with { Held = true, Deleting = true, DeletionDue = s_now, Phase = PodPhase.Failed, End = new(143, "Error", null, s_now) };

        var decision = ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Running, ended));

        decision.Actions.ShouldBe([new ApplicationAction.ReadLog()]);
        decision.Status.ApplicationState.ErrorMessage.ShouldBe("driver container failed with ExitCode: 143, Reason: Error");
        decision.Status.Hearth!.Driver!.Kind.ShouldBe("Infrastructure");
    }

    [Fact]
    public void A_run_that_completed_clears_the_failures_before_the_next()
    {
        var snapshot = Snapshot(ApplicationStates.Succeeding, s_driver);
        snapshot = snapshot with
        {
            Application = snapshot.Application with
            {
                Spec = new() { RestartPolicy = new() { Type = RestartPolicyTypes.Always } },
                Status = snapshot.Status with { Hearth = new() { Failures = new() { Application = 9 } } },
            },
        };

        ApplicationLifecycle.Decide(snapshot).Status.Hearth!.Failures.ShouldBeNull();
    }

    [Theory]
    [InlineData("driver", """{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 200Mi. ","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":137,"reason":"Error"}}}]}""", "ephemeral-storage", "Infrastructure")]
    [InlineData("driver", """{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}""", "node-pressure", "Infrastructure")]
    [InlineData("driver", """{"phase":"Failed","reason":"Terminated","message":"Pod was terminated in response to imminent node shutdown.","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":143,"reason":"Error"}}}]}""", "driver-taken-away", "Infrastructure")]
    [InlineData("driver", """{"phase":"Failed","reason":"OutOfcpu","message":"Pod was rejected: Node didn't have enough resource: cpu, requested: 4000, used: 2000, capacity: 4000"}""", "driver-ended", "Infrastructure")]
    [InlineData("driver", """{"phase":"Failed","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""", "driver-oom-killed", "Application")]
    [InlineData("driver", """{"phase":"Failed","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":128,"reason":"StartError","message":"failed to create containerd task: exec /opt/entrypoint.sh: argument list too long"}}}]}""", "service-links", "Application")]
    [InlineData("driver", """{"phase":"Running","containerStatuses":[{"name":"istio-proxy","state":{"running":{}}},{"name":"CONTAINER","state":{"terminated":{"exitCode":52,"reason":"Error"}}}]}""", "driver-heap", "Application")]
    [InlineData("executor", """{"phase":"Failed","reason":"Evicted","message":"Pod ephemeral local storage usage exceeds the total limit of containers 10Gi."}""", "ephemeral-storage", "Application")]
    [InlineData("executor", """{"phase":"Failed","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""", "executor-oom-killed", "Application")]
    public void What_a_pod_says_of_its_end_is_diagnosed(string role, string status, string cause, string kind)
    {
        var told = PodOf(role, status);
        var driver = role == "driver" ? told : PodOf("driver", """{"phase":"Failed","containerStatuses":[{"name":"CONTAINER","state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}""");

        var hearth = ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Running, driver, role == "driver" ? [] : [told])).Status.Hearth!;

        (hearth.Diagnosis!.Cause, hearth.Driver!.Kind).ShouldBe((cause, kind));
    }

    private static PodFacts PodOf(string role, string status)
    {
        var labels = $$"""{"sparkoperator.k8s.io/app-name":"pi","sparkoperator.k8s.io/submission-id":"one","spark-role":"{{role}}"}""";
        var pod = $$"""{"metadata":{"name":"pi-{{role}}","labels":{{labels}}},"status":{{status.Replace("CONTAINER", $"spark-kubernetes-{role}", StringComparison.Ordinal)}}}""";
        return PodFacts.Of(JsonSerializer.Deserialize(pod, KubeJson.Default.Pod)!)!;
    }

    [Fact]
    public void An_init_container_that_failed_is_named()
    {
        var pod = new Pod
        {
            Metadata = new() { Name = "pi-driver", Labels = new Dictionary<string, string> { [SparkLabels.AppName] = "pi", [SparkLabels.Role] = "driver", [SparkLabels.SubmissionId] = "one" } },
            Status = new()
            {
                Phase = PodPhase.Failed,
                InitContainerStatuses = [new() { Name = "fetch", State = new() { Terminated = new() { ExitCode = 1, Reason = "Error" } } }],
                ContainerStatuses = [new() { Name = SparkLabels.DriverContainer, State = new() { Waiting = new() { Reason = "PodInitializing" } } }],
            },
        };

        var status = ApplicationLifecycle.Decide(Snapshot(ApplicationStates.Submitted, PodFacts.Of(pod))).Status;

        status.ApplicationState.ErrorMessage.ShouldBe("driver container status missing: init container fetch failed with ExitCode: 1, Reason: Error");
        status.Hearth!.Diagnosis!.Evidence.ShouldNotBeNull().ShouldContain("init container fetch failed");
    }

    [Theory]
    [InlineData(ApplicationStates.PendingRerun)]
    [InlineData(ApplicationStates.Suspended)]
    public void Executors_that_an_ending_driver_still_made_are_deleted_before_anything_begins(string state)
    {
        ApplicationLifecycle.Decide(Snapshot(state, null, s_executor)).Actions.ShouldBe([new ApplicationAction.DeleteRun()]);
        ApplicationLifecycle.Decide(Snapshot(state, null, s_executor with { Deleting = true })).Actions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, ApplicationStates.Failing)]
    [InlineData("one", ApplicationStates.PendingRerun)] // its driver may run long since: it is found again
    public void A_submission_that_is_hindered_for_too_long_ends_with_the_deadline(string? driver, string state)
    {
        var snapshot = Snapshot(ApplicationStates.PendingRerun, driver is null ? null : s_driver with { SubmissionId = driver });
        snapshot = snapshot with
        {
            Application = snapshot.Application with
            {
                Spec = new() { Hearth = new() { Deadlines = new() { Pending = "4m" } } },
                Status = snapshot.Status with { Hearth = new() { Submitting = true, Diagnosis = new() { Evidence = "etcdserver: request timed out" } } },
            },
        };

        var decision = ApplicationLifecycle.Decide(snapshot);

        decision.Status.ApplicationState.State.ShouldBe(state);
        if (driver is not null)
            return;
        decision.Status.ApplicationState.ErrorMessage.ShouldBe("the driver did not run within 4m (spec.hearth.deadlines.pending): etcdserver: request timed out");
        decision.Status.Hearth!.Submitting.ShouldBeNull();
        decision.Actions.ShouldContain(new ApplicationAction.DeleteRun());
        var late = snapshot with { Application = snapshot.Application with { Status = decision.Status with { ApplicationState = new() { State = ApplicationStates.Failed } } }, Driver = s_driver };
        ApplicationLifecycle.Decide(late).Actions.ShouldContain(new ApplicationAction.DeleteRun());
    }

    [Fact]
    public void What_a_rerun_waits_for_is_a_condition()
    {
        var snapshot = Snapshot(ApplicationStates.PendingRerun, s_driver with { SubmissionId = "zero", Deleting = true });

        ApplicationConditions.Of(snapshot.Status, snapshot).Single(c => c.Type == "Submitted").Message.ShouldBe("driver pod pi-driver of the run before is not gone yet");
    }

    [Fact]
    public void What_hinders_a_submission_is_a_condition_until_it_is_over()
    {
        var snapshot = Snapshot(ApplicationStates.New, null);
        snapshot = snapshot with { Application = snapshot.Application with { Status = snapshot.Status with { Hearth = snapshot.Status.Hearth! with { Submitting = true } } } };

        var hindered = ApplicationLifecycle.Hindered(snapshot, "etcdserver: request timed out");
        var submitted = ApplicationLifecycle.AfterSubmission(snapshot with { Application = snapshot.Application with { Status = hindered } }, null).Status;

        ApplicationConditions.Of(hindered, snapshot).Single(c => c.Type == "Submitted").Message.ShouldBe("etcdserver: request timed out");
        submitted.Hearth!.Diagnosis.ShouldBeNull();
    }

    [Theory]
    [InlineData("1s", "1h", true)]
    [InlineData("1h", "1s", false)]
    [InlineData(null, null, false)]
    public void The_pod_of_a_failed_run_stays_as_long_as_asked(string? failed, string? completed, bool deleted)
    {
        var ended = s_driver with { Phase = PodPhase.Failed, End = new(1, "Error", null, s_now) };
        var snapshot = Snapshot(ApplicationStates.Failed, ended);
        snapshot = snapshot with
        {
            Now = s_now.AddMinutes(1),
            Application = snapshot.Application with { Spec = snapshot.Spec with { Hearth = new() { Retention = new() { FailedPods = failed, CompletedPods = completed } } } },
        };

        var decision = ApplicationLifecycle.Decide(snapshot);

        decision.Actions.ShouldBe(deleted ? [new ApplicationAction.DeleteDriverPod()] : []);
        decision.After.ShouldBe(failed == "1h" ? TimeSpan.FromMinutes(59) : null);
        decision.Status.ApplicationState.State.ShouldBe(ApplicationStates.Failed);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("spark.executor.instances", "7", 7)]
    [InlineData("spark.dynamicAllocation.enabled", "true", 0)]
    public void Settings_say_how_many_executors_a_driver_asks_for(string? key, string? value, int wanted) =>
        Timelines.WantedExecutors(new() { SparkConf = key is null ? null : new Dictionary<string, string> { [key] = value! } }).ShouldBe(wanted);

    private static ApplicationSnapshot Snapshot(string state, PodFacts? driver, params PodFacts[] executors) => new()
    {
        Application = new()
        {
            Metadata = new() { Name = "pi", Generation = 1 },
            Spec = new() { Suspend = state == ApplicationStates.Suspended },
            Status = new()
            {
                ApplicationState = new() { State = state },
                SubmissionId = "one",
                ObservedGeneration = 1,
                TerminationTime = state == ApplicationStates.Failed ? s_now : null,
                LastSubmissionAttemptTime = s_now.AddMinutes(-5),
                DriverInfo = new() { PodName = "pi-driver", WebUIServiceName = "pi-ui-svc" },
                Hearth = new(),
            },
        },
        Driver = driver,
        Executors = executors,
        Now = s_now,
        Options = new OperatorOptions(),
        NextSubmissionId = "two",
    };
}
