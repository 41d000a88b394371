using Hearth.Kube.Core.Objects;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

public sealed class DriverEndTests
{
    [Theory]
    [InlineData(1, "Error", false, false, null, "Application")]
    [InlineData(137, "OOMKilled", false, false, null, "Application")]
    [InlineData(137, "OOMKilled", true, false, null, "Application")]
    [InlineData(143, "Error", false, false, null, "Application")]
    [InlineData(143, "Error", true, false, null, "Infrastructure")]
    [InlineData(137, "Error", true, false, null, "Infrastructure")]
    [InlineData(1, "Error", false, true, null, "Infrastructure")]
    [InlineData(137, "Error", false, false, "Evicted", "Infrastructure")]
    [InlineData(137, "Error", false, false, "OutOfpods", "Infrastructure")]
    public void A_driver_that_was_taken_away_is_no_failure_of_the_application(int exitCode, string reason, bool deleted, bool disrupted, string? podReason, string kind)
    {
        var pod = new Pod
        {
            Metadata = new()
            {
                Name = "pi-driver",
                DeletionTimestamp = deleted ? DateTimeOffset.UnixEpoch : null,
                Labels = new Dictionary<string, string> { [SparkLabels.AppName] = "pi", [SparkLabels.Role] = "driver" },
            },
            Status = new()
            {
                Phase = PodPhase.Failed,
                Reason = podReason,
                Conditions = disrupted ? [new() { Type = "DisruptionTarget", Status = "True", Reason = "EvictionByEvictionAPI" }] : [],
                ContainerStatuses = [new() { Name = SparkLabels.DriverContainer, State = new() { Terminated = new() { ExitCode = exitCode, Reason = reason } } }],
            },
        };

        DriverEnds.Of(PodFacts.Of(pod)!).Kind.ShouldBe(kind);
    }
}
