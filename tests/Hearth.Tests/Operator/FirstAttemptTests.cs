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

    [Fact]
    public void Whoever_asks_gets_the_same_id()
    {
        var id = FirstAttempt.IdOf(s_application);

        FirstAttempt.IdOf(s_application with { Status = new() }).ShouldBe(id);
        Guid.Parse(id).Version.ShouldBe(4);
    }

    [Fact]
    public void Another_application_or_another_spec_is_another_attempt()
    {
        var metadata = s_application.Metadata;
        string[] ids =
        [
            FirstAttempt.IdOf(s_application),
            FirstAttempt.IdOf(s_application with { Metadata = metadata with { Generation = 2 } }),
            FirstAttempt.IdOf(s_application with { Metadata = metadata with { Uid = "f2f0c0c8-6f0e-4b52-9a63-2f0c6d2f2c10" } }),
        ];

        ids.ShouldBeUnique();
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

    private static ApplicationSnapshot Snapshot(bool isNewborn) => new()
    {
        Application = s_application,
        Now = DateTimeOffset.UnixEpoch,
        Options = new(),
        NextSubmissionId = "one",
        IsNewborn = isNewborn,
    };
}
