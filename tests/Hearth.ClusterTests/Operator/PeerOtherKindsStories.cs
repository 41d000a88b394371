using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>What the peer did with a schedule and with a Connect server, again before Hearth.</summary>
public sealed class PeerOtherKindsStories(ITestOutputHelper output)
{
    private static readonly ResourceType<KubeObject> s_schedules = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1beta2", "scheduledsparkapplications", "ScheduledSparkApplication");
    private static readonly ResourceType<KubeObject> s_connects = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1alpha1", "sparkconnects", "SparkConnect");

    [SkippableFact]
    public async Task A_schedule_runs_twice_is_suspended_and_refuses_what_is_no_schedule()
    {
        var story = new PeerStory("scheduled");
        var holdsSecond = DriverRole.Succeed;
        await using var cluster = await OperatorCluster.StartAsync(_ => holdsSecond);
        var client = cluster.Client;
        await client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new ServiceAccount { Metadata = new() { Name = "spark-operator-spark" } }, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(client, "default", [.. ObjectsSeen.Core, ObjectsSeen.Applications]);
        var watching = seen.RunAsync(stop.Token);
        await using var hearth = Stories.Start(client, PeerStage.Options);
        await hearth.Ready;
        var manifest = story.Manifest();
        // A minute is long; how long does not count.
        manifest["spec"]!["schedule"] = "@every 2s";
        manifest["spec"]!["template"]!["sparkVersion"] = "4.0.5";
        await client.CreateAsync(s_schedules, "default", manifest.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);

        var second = await ScheduleAsync(client, s => s.LastRunName is { } last && s.PastSuccessfulRunNames is [var past, ..] && past != last);
        await PatchAsync(client, """{"spec":{"suspend":true}}""");
        await client.WaitForStateAsync(second.LastRunName!, ApplicationStates.Completed);
        await PatchAsync(client, """{"spec":{"suspend":false,"schedule":"not a schedule"}}""");
        var refused = await ScheduleAsync(client, s => s.ScheduleState == "FailedValidation");
        var objects = await seen.SettledAsync(story.Objects());
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        output.WriteLine($"{objects.Count} objects");
        PeerComparison.Compare(objects, story.Objects()).ShouldBeEmpty();
        refused.Reason.ShouldNotBeNull().ShouldContain("not a schedule");
        refused.LastRunName.ShouldBe(second.LastRunName);
        refused.NextRun.ShouldBe(second.NextRun, "the peer keeps it too");
    }

    [SkippableFact]
    public async Task A_connect_server_is_the_same_pod_and_becomes_ready()
    {
        var story = new PeerStory("connect");
        await using var cluster = await OperatorCluster.StartAsync();
        var client = cluster.Client;
        await client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new ServiceAccount { Metadata = new() { Name = "spark-operator-spark" } }, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(client, "default", ObjectsSeen.Core);
        var watching = seen.RunAsync(stop.Token);
        await using var hearth = Stories.Start(client, PeerStage.Options with { DriverMaster = "k8s://https://127.0.0.1:443" });
        await hearth.Ready;
        await client.CreateAsync(s_connects, "default", story.Manifest().Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);

        var waiting = await ConnectAsync(client, s => s.Server?.PodName is not null);
        waiting.State.ShouldBe("NotReady");
        waiting.Conditions!.Single().Reason.ShouldBe("ServerPodNotReady");
        var objects = await seen.SettledAsync(story.Objects());
        var recorded = story.Observed().Single(o => o["kind"]!.ToString() == "Pod" && o["type"]!.ToString() == "ADDED")["object"]!.AsObject();
        var made = JsonSerializer.SerializeToNode(
            await client.GetAsync(ResourceTypes.Untyped("", "v1", "pods", "Pod"), "default", "connect-server", CancellationToken.None), KubeJson.Default.KubeObject)!.AsObject();
        await client.PatchAsync(
            ResourceTypes.Pods, "default", "connect-server",
            Patch.Merge(JsonNode.Parse("""{"status":{"phase":"Running","podIP":"127.0.0.55","conditions":[{"type":"Ready","status":"True"}]}}""")!), "status", CancellationToken.None);
        var ready = await ConnectAsync(client, s => s.State == "Ready");
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        PeerComparison.Compare(objects, story.Objects()).ShouldBeEmpty();
        Spec(made).ShouldBe(Spec(recorded));
        ready.Conditions!.Single().Reason.ShouldBe("ServerPodReady");
        ready.Conditions!.Single().Message.ShouldBe("Server pod is ready");
        (ready.Server!.PodIp, ready.Server.PodName, ready.Server.ServiceName).ShouldBe(("127.0.0.55", "connect-server", "connect-server"));
    }

    /// <summary>The pod without what the API server adds under names of its own.</summary>
    private static string Spec(JsonObject pod)
    {
        var spec = pod["spec"]!.DeepClone().AsObject();
        spec.Remove("enableServiceLinks");
        foreach (var list in new[] { spec["volumes"]!.AsArray(), spec["containers"]![0]!["volumeMounts"]!.AsArray() })
        {
            foreach (var token in list.Where(v => v!["name"]!.ToString().StartsWith("kube-api-access-", StringComparison.Ordinal)).ToList())
                list.Remove(token);
        }

        return PeerObject.Sorted(spec);
    }

    private static Task<KubeObject> PatchAsync(KubeClient client, string patch) =>
        client.PatchAsync(s_schedules, "default", "pi-scheduled", Patch.Merge(JsonNode.Parse(patch)!), CancellationToken.None);

    private static async Task<ScheduledSparkApplicationStatus> ScheduleAsync(KubeClient client, Func<ScheduledSparkApplicationStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(SparkResources.ScheduledSparkApplications, "default", null, limit.Token))
        {
            if (e.Object.Status is { } status && reached(status))
                return status;
        }

        throw new TimeoutException("the schedule does not get there");
    }

    private static async Task<SparkConnectStatus> ConnectAsync(KubeClient client, Func<SparkConnectStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(SparkResources.SparkConnects, "default", null, limit.Token))
        {
            if (e.Object.Status is { } status && reached(status))
                return status;
        }

        throw new TimeoutException("the server does not get there");
    }
}
