using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class LogChoiceTests
{
    private static readonly ContainerState s_running = new() { Running = new() };
    private static readonly ContainerState s_ended = new() { Terminated = new() { ContainerID = "hearth://1" } };
    private static readonly ContainerState s_neverRan = new() { Terminated = new() { Reason = "ContainerStatusUnknown" } };

    [Fact]
    public void A_container_that_runs_shows_this_run_and_the_one_before()
    {
        var status = new ContainerStatus { State = s_running, LastState = s_ended, RestartCount = 3 };
        LogChoice.Of("p", "c", status, previous: false).ShouldBe(new(3));
        LogChoice.Of("p", "c", status, previous: true).ShouldBe(new(2));
    }

    [Fact]
    public void One_that_waits_for_its_restart_shows_the_run_that_ended_with_and_without_previous()
    {
        var status = new ContainerStatus { State = Waiting("CrashLoopBackOff"), LastState = s_ended };
        LogChoice.Of("p", "c", status, previous: false).ShouldBe(new(0));
        LogChoice.Of("p", "c", status, previous: true).ShouldBe(new(0));
    }

    [Fact]
    public void There_is_no_previous_run_of_the_first()
    {
        foreach (var state in (ContainerState[])[s_running, s_ended, Waiting("ContainerCreating")])
            LogChoice.Of("p", "c", new() { State = state, LastState = new() }, previous: true).Trouble.ShouldBe("previous terminated container \"c\" in pod \"p\" not found");
    }

    [Theory]
    [InlineData("ContainerCreating", "ContainerCreating")]
    [InlineData("PodInitializing", "PodInitializing")]
    [InlineData("CreateContainerConfigError", "CreateContainerConfigError")]
    [InlineData("ErrImagePull", "image can't be pulled")]
    [InlineData("ImagePullBackOff", "trying and failing to pull image")]
    public void One_that_never_ran_says_what_it_waits_for(string reason, string words) =>
        LogChoice.Of("p", "c", new() { State = Waiting(reason) }, previous: false).Trouble.ShouldBe($"container \"c\" in pod \"p\" is waiting to start: {words}");

    [Fact]
    public void One_that_was_ended_before_it_ran_has_none()
    {
        LogChoice.Of("p", "c", new() { State = s_neverRan }, previous: false).Trouble.ShouldBe("container \"c\" in pod \"p\" is terminated");
        LogChoice.Of("p", "c", null, previous: false).Trouble.ShouldBe("container \"c\" in pod \"p\" is not available");
    }

    private static ContainerState Waiting(string reason) => new() { Waiting = new() { Reason = reason } };
}
