using Hearth.Cli.Running;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.Running;

public sealed class RunSnapshotTests
{
    [Fact]
    public void Pods_are_counted_by_role_and_phase()
    {
        var snapshot = RunSnapshot.Of(new SparkApplication(), [Pod("d", "driver", "Running"), Pod("1", "executor", "Running"), Pod("2", "executor", "Pending"), Pod("3", "executor", "Failed")]);
        snapshot.State.ShouldBe("NEW");
        snapshot.Driver.ShouldBe("d Running");
        snapshot.Executors.ToString().ShouldBe("1 running, 1 pending, 1 failed");
        snapshot.Trouble.ShouldBeNull();
    }

    [Fact]
    public void The_driver_is_that_of_the_latest_attempt() =>
        RunSnapshot.DriverOf([Pod("old", "driver", "Failed", minute: 1), Pod("new", "driver", "Pending", minute: 2)])!.Metadata.Name.ShouldBe("new");

    [Theory]
    [InlineData("ImagePullBackOff", true)]
    [InlineData("ErrImagePull", true)]
    [InlineData("CreateContainerConfigError", true)]
    [InlineData("ContainerCreating", false)]
    [InlineData("CrashLoopBackOff", false)]
    public void A_driver_that_can_never_start_is_hopeless(string reason, bool hopeless) =>
        (RunSnapshot.Hopeless([Waiting(Pod("d", "driver", "Pending"), reason)]) is not null).ShouldBe(hopeless);

    [Theory]
    [InlineData(3, null, "", "exit code 3", null)]
    [InlineData(1, null, "Exception in thread \"main\" java.lang.Error: boom", "java.lang.Error: boom", null)]
    [InlineData(137, "OOMKilled", "", "more memory than its limit", "spec.driver.memory")]
    [InlineData(1, null, "java.lang.OutOfMemoryError: Java heap space", "OutOfMemoryError", "spec.driver.memory")]
    public void A_failure_is_told_in_plain_words(int exitCode, string? reason, string log, string words, string? fix)
    {
        var application = new SparkApplication
        {
            Status = new SparkApplicationStatus
            {
                ApplicationState = new ApplicationState { State = "FAILED", ErrorMessage = "driver container failed" },
                Hearth = new HearthStatus { Driver = new DriverEnd { ExitCode = exitCode, Reason = reason } },
            },
        };
        var (why, what) = RunConclusion.Of(application, null, [log]);
        why.ShouldNotBeNull().ShouldContain(words);
        if (fix is null)
            what.ShouldBeNull();
        else
            what.ShouldNotBeNull().ShouldContain(fix);
    }

    [Fact]
    public void A_full_disk_is_told_with_the_way_out()
    {
        const string Full = "FailedMount: MountVolume.SetUp failed for volume \"v\" : No space left on device";
        RunConclusion.Of(new SparkApplication(), Full, []).Fix.ShouldNotBeNull().ShouldContain("HEARTH_HOME");
        RunConclusion.Of(new SparkApplication(), null, ["java.io.IOException: No space left on device"]).Fix.ShouldNotBeNull().ShouldContain("HEARTH_HOME");
    }

    private static Pod Pod(string name, string role, string phase, int minute = 0) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = name,
            Labels = new Dictionary<string, string> { [SparkLabels.Role] = role },
            CreationTimestamp = DateTimeOffset.UnixEpoch.AddMinutes(minute),
        },
        Status = new PodStatus { Phase = phase },
    };

    private static Pod Waiting(Pod pod, string reason) => pod with
    {
        Status = pod.Status! with { ContainerStatuses = [new ContainerStatus { Name = "c", State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = reason, Message = "m" } } }] },
    };
}
