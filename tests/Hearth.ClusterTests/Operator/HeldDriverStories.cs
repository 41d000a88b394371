using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>A driver ends, and its pod is deleted, while no operator runs.</summary>
public sealed class HeldDriverStories
{
    [Theory]
    [InlineData(0, ApplicationStates.Completed)]
    [InlineData(3, ApplicationStates.Failed)]
    public async Task A_held_driver_waits_until_its_end_is_told(int exitCode, string end)
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await RunAsync(cluster, hold: true);
        await EndAsync(cluster, exitCode);
        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);

        await using var hearth = Stories.Start(cluster.Client);
        var pi = await cluster.Client.WaitForStateAsync("pi", end);

        pi.Status!.Hearth!.Driver!.ExitCode.ShouldBe(exitCode);
        pi.Status.ExecutionAttempts.ShouldBe(1);
        await GoneAsync(cluster);
    }

    [Fact]
    public async Task A_held_driver_goes_with_its_application()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run, controllers: true);
        await RunAsync(cluster, hold: true);
        await cluster.Client.DeleteAsync(SparkResources.SparkApplications, "default", "pi", new() { PropagationPolicy = "Background" }, CancellationToken.None);

        await using var hearth = Stories.Start(cluster.Client);

        await GoneAsync(cluster);
    }

    [Fact]
    public async Task Of_a_driver_that_is_not_held_it_is_said_that_nobody_knows()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await RunAsync(cluster, hold: false);
        await EndAsync(cluster, 0);
        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);

        await using var hearth = Stories.Start(cluster.Client);
        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.ApplicationState.ErrorMessage.ShouldBe("driver pod not found");
        pi.Status.Hearth!.Driver!.Message.ShouldBe("the driver pod was deleted while no operator looked: nobody knows whether the driver had ended, nor how");
        pi.Status.Hearth.Diagnosis!.Cause.ShouldBe("driver-end-unknown");
        pi.Status.Hearth.Diagnosis.Retryable.ShouldBe(false);
    }

    [Fact]
    public async Task What_the_node_said_of_it_is_told()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await RunAsync(cluster, hold: false);
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None);
        await cluster.Client.CreateAsync(ResourceTypes.Events, "default", new Event
        {
            Metadata = new() { Name = "pi-driver.1", Namespace = "default" },
            InvolvedObject = new() { Kind = "Pod", Namespace = "default", Name = "pi-driver", Uid = driver.Metadata.Uid },
            Type = "Normal",
            Reason = "Killing",
            Message = "Stopping container spark-kubernetes-driver",
            LastTimestamp = TimeProvider.System.GetUtcNow(),
        }, CancellationToken.None);
        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);

        await using var hearth = Stories.Start(cluster.Client);
        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.Hearth!.Driver!.Message.ShouldBe(
            "the driver pod was deleted by somebody or something else before it ended (last event: Killing: Stopping container spark-kubernetes-driver)");
        pi.Status.Hearth.Diagnosis!.Cause.ShouldBe("driver-taken-away");
    }

    private static SparkApplicationSpec LetGo(SparkApplicationSpec spec) => spec with { Hearth = new() { Retention = new() { HoldDriver = false } } };

    /// <summary>Runs <c>pi</c> under an operator that then stops.</summary>
    private static async Task RunAsync(OperatorCluster cluster, bool hold)
    {
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", hold ? null : LetGo));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
    }

    private static Task<Pod> EndAsync(OperatorCluster cluster, int exitCode) => cluster.Client.PatchAsync(
        ResourceTypes.Pods, "default", "pi-driver",
        Patch.Merge(JsonNode.Parse($$"""
            {
              "status": {
                "phase": "{{(exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed)}}",
                "containerStatuses": [{
                  "name": "spark-kubernetes-driver", "ready": false, "restartCount": 0, "image": "spark", "imageID": "",
                  "state": { "terminated": { "exitCode": {{exitCode}}, "reason": "{{(exitCode == 0 ? "Completed" : "Error")}}", "finishedAt": "2026-01-01T00:00:00Z" } }
                }]
              }
            }
            """)!),
        "status", CancellationToken.None);

    private static async Task GoneAsync(OperatorCluster cluster)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (await cluster.Client.FindAsync(ResourceTypes.Pods, "default", "pi-driver", limit.Token) is not null)
            await Task.Delay(25, limit.Token);
    }
}
