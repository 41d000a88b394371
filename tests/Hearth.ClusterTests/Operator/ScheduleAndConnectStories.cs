using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

public sealed class ScheduleAndConnectStories
{
    [Fact]
    public async Task A_schedule_starts_runs_that_it_owns()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(SparkResources.ScheduledSparkApplications, "default", new ScheduledSparkApplication
        {
            Metadata = new() { Name = "often", Labels = new Dictionary<string, string> { ["team"] = "data" } },
            Spec = new() { Schedule = "@every 1s", ConcurrencyPolicy = "Allow", Template = Stories.Application("x").Spec },
        }, CancellationToken.None);

        var run = await cluster.Client.WaitForAnyAsync(a => a.Status?.ApplicationState.State == ApplicationStates.Completed);

        run.Metadata.Name.ShouldNotBeNull().ShouldStartWith("often-");
        run.Metadata.Labels![SparkLabels.ScheduledAppName].ShouldBe("often");
        run.Metadata.Labels["team"].ShouldBe("data");
        run.Metadata.OwnerReferences!.Single().Kind.ShouldBe("ScheduledSparkApplication");
        var schedule = await cluster.Client.GetAsync(SparkResources.ScheduledSparkApplications, "default", "often", CancellationToken.None);
        schedule.Status!.ScheduleState.ShouldBe("Scheduled");
        schedule.Status.LastRunName.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_connect_server_is_made_and_replaced_when_its_spec_changes()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(SparkResources.SparkConnects, "default", new SparkConnect
        {
            Metadata = new() { Name = "connect" },
            Spec = new() { SparkVersion = "4.0.1", Image = "spark:4.0.1", Server = new(), Executor = new() { Instances = 2 } },
        }, CancellationToken.None);

        var first = await ServerAsync(cluster.Client, _ => true);
        first.Spec!.Containers!.Single().Args!.Single().ShouldContain("start-connect-server.sh --master k8s://");
        await cluster.Client.PatchAsync(
            SparkResources.SparkConnects, "default", "connect", Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["executor"] = new JsonObject { ["instances"] = 3 } } }), CancellationToken.None);

        var second = await ServerAsync(cluster.Client, pod => pod.Metadata.Uid != first.Metadata.Uid);
        second.Spec!.Containers!.Single().Args!.Single().ShouldContain("spark.executor.instances=3");
        var service = await cluster.Client.GetAsync(ResourceTypes.Services, "default", "connect-server", CancellationToken.None);
        service.Spec!.Ports!.Select(p => p.Port).ShouldBe([7078, 7079, 4040, 15002]);
    }

    private static async Task<Pod> ServerAsync(KubeClient client, Func<Pod, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(ResourceTypes.Pods, "default", new() { LabelSelector = SparkLabels.ConnectName }, limit.Token))
        {
            if (e.Object.Metadata.Name is null)
                continue;
            // No kubelet is here to let a deleted pod go.
            if (e.Object.Metadata.DeletionTimestamp is not null)
                await client.DeleteAsync(ResourceTypes.Pods, "default", e.Object.Metadata.Name, new() { GracePeriodSeconds = 0 }, CancellationToken.None);
            else if (wanted(e.Object))
                return e.Object;
        }

        throw new TimeoutException("no server pod came");
    }
}
