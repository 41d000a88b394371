using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

public sealed class FirstAttemptTests
{
    private static readonly SparkApplication s_application = new()
    {
        Metadata = new() { Name = "pi", Namespace = "jobs", Uid = "0b9d4ed3-8c35-4b0f-8a5e-1d0a7f3f6d11", Generation = 1 },
        Spec = new() { Type = "Scala", SparkVersion = "4.0.1", MainClass = "Pi", MainApplicationFile = "local:///pi.jar", Image = "spark" },
    };

    private static readonly SparkApplication s_changed = s_application with { Metadata = s_application.Metadata with { Generation = 2 } };

    [Fact]
    public void Whoever_asks_gets_the_same_id()
    {
        var id = FirstAttempt.IdOf(s_application);

        FirstAttempt.IdOf(s_application with { Status = new() }).ShouldBe(id);
        Guid.Parse(id).Version.ShouldBe(4);
    }

    [Fact]
    public void Another_application_is_another_attempt()
    {
        FirstAttempt.IdOf(s_application with { Metadata = s_application.Metadata with { Uid = "f2f0c0c8-6f0e-4b52-9a63-2f0c6d2f2c10" } }).ShouldNotBe(FirstAttempt.IdOf(s_application));
    }

    [Fact]
    public void One_status_tells_of_attempt_and_objects_of_a_newborn_application()
    {
        var decision = ApplicationLifecycle.Decide(Snapshot(isNewborn: true));

        decision.Actions.ShouldBe([new ApplicationAction.Submit()]);
        decision.Status.SubmissionId.ShouldBe("one");
        decision.Status.Hearth!.Submitting.ShouldBe(true);
        decision.Events.Select(e => e.Reason).ShouldBe([EventReasons.Added]);
    }

    [Fact]
    public void Any_other_attempt_is_in_status_before_its_objects_are_made()
    {
        var decision = ApplicationLifecycle.Decide(Snapshot(isNewborn: false));

        decision.Actions.ShouldBeEmpty();
        decision.Status.Hearth!.Submitting.ShouldBe(true);
    }

    [Fact]
    public void What_it_made_is_deleted_before_a_status_tells_of_another_spec_s_attempt()
    {
        var decision = ApplicationLifecycle.Decide(Snapshot(isNewborn: false) with { Application = s_changed });

        decision.Actions.ShouldBe([new ApplicationAction.DeleteFirstAttempt()]);
        decision.Status.SubmissionId.ShouldBe("one");
    }

    [Fact]
    public void Its_driver_is_waited_for_though_the_changed_spec_names_another()
    {
        var driver = new PodFacts { Namespace = "jobs", Name = "pi-driver", Uid = "driver", Application = "pi", SubmissionId = FirstAttempt.IdOf(s_application), IsDriver = true, Phase = "Running" };

        var decision = ApplicationLifecycle.Decide(Snapshot(isNewborn: false) with { Application = s_changed, Driver = driver });

        decision.Actions.ShouldBe([new ApplicationAction.DeleteFirstAttempt(), new ApplicationAction.DeleteRun()]);
        decision.Status.SubmissionId.ShouldBeNull();
        ApplicationLifecycle.Decide(Snapshot(isNewborn: false) with { Application = s_changed with { Status = decision.Status } }).Status.SubmissionId.ShouldBe("one");
    }

    private static ApplicationSnapshot Snapshot(bool isNewborn) => new()
    {
        Application = s_application,
        Now = DateTimeOffset.UnixEpoch,
        Options = new(),
        NextSubmissionId = "one",
        IsNewborn = isNewborn,
    };
}
