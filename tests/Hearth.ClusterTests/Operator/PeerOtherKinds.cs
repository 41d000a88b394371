using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Operator;

/// <summary>Tells the recorded stories of a schedule and of a Connect server again, on any stage, and says what went differently.</summary>
internal static class PeerOtherKinds
{
    private static readonly ResourceType<KubeObject> s_schedules = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1beta2", "scheduledsparkapplications", "ScheduledSparkApplication");
    private static readonly ResourceType<KubeObject> s_connects = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1alpha1", "sparkconnects", "SparkConnect");

    /// <summary>Two runs, suspended, then given a schedule that is none.</summary>
    public static async Task<List<string>> ScheduleDifferencesAsync(PeerStage stage)
    {
        var story = new PeerStory("scheduled");
        var client = stage.Client;
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(client, stage.Namespace, [.. ObjectsSeen.Core, ObjectsSeen.Applications]);
        var watching = seen.RunAsync(stop.Token);
        var manifest = story.Manifest();
        // A minute is long; how long does not count, but the third run must not begin before the second is over and the story suspends it.
        manifest["spec"]!["schedule"] = "@every 7s";
        manifest["spec"]!["template"]!["sparkVersion"] = "4.0.5";
        await stage.CreateAsync(s_schedules, manifest);

        var second = await ScheduleAsync(stage, s => s.LastRunName is { } last && s.PastSuccessfulRunNames is [var past, ..] && past != last);
        await PatchAsync(stage, """{"spec":{"suspend":true}}""");
        await client.WaitForStateAsync(second.LastRunName!, ApplicationStates.Completed, stage.Namespace);
        await PatchAsync(stage, """{"spec":{"suspend":false,"schedule":"not a schedule"}}""");
        var refused = await ScheduleAsync(stage, s => s.ScheduleState == "FailedValidation");
        var objects = await seen.SettledAsync(story.Objects());
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        List<string> found = [.. PeerComparison.Compare(objects, story.Objects())];
        if (refused.Reason?.Contains("not a schedule", StringComparison.Ordinal) != true)
            found.Add($"reason {refused.Reason}");
        if (refused.LastRunName != second.LastRunName || refused.NextRun != second.NextRun)
            found.Add($"last run {refused.LastRunName} and next run {refused.NextRun}, which the peer keeps, instead of {second.LastRunName} and {second.NextRun}");
        return found;
    }

    /// <param name="stage">Prepared; its operator is ready.</param>
    /// <param name="manifest">That of the story, changed where the stage has no Connect server.</param>
    /// <param name="becomeReady">Called once the server's pod exists.</param>
    public static async Task<List<string>> ConnectDifferencesAsync(PeerStage stage, JsonObject manifest, Func<Task> becomeReady)
    {
        var story = new PeerStory("connect");
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(stage.Client, stage.Namespace, ObjectsSeen.Core);
        var watching = seen.RunAsync(stop.Token);
        var states = StatesAsync(stage, stop.Token);
        await stage.CreateAsync(s_connects, manifest);
        await ConnectAsync(stage, s => s.Server?.PodName is not null);
        var objects = await seen.SettledAsync(story.Objects());
        await becomeReady();
        var ready = await ConnectAsync(stage, s => s.State == "Ready");
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        List<string> found = [.. PeerComparison.Compare(objects, story.Objects())];
        var way = string.Join(' ', await states);
        if (way != "NotReady/ServerPodNotReady Ready/ServerPodReady")
            found.Add($"states {way}");
        var condition = ready.Conditions!.Single();
        if (condition.Message != "Server pod is ready" || (ready.Server!.PodName, ready.Server.ServiceName) != ("connect-server", "connect-server") || ready.Server.PodIp is null)
            found.Add($"{condition.Message} {ready.Server}");
        return found;
    }

    /// <summary>The server's pod as recorded and as it is here, without what each API server adds under names of its own.</summary>
    public static async Task<(string Recorded, string Made)> ConnectPodsAsync(PeerStage stage)
    {
        var recorded = new PeerStory("connect").Observed().Single(o => o["kind"]!.ToString() == "Pod" && o["type"]!.ToString() == "ADDED")["object"]!.AsObject();
        var made = await stage.Client.GetAsync(ResourceTypes.Untyped("", "v1", "pods", "Pod"), stage.Namespace, "connect-server", CancellationToken.None);
        return (Spec(recorded), Spec(JsonSerializer.SerializeToNode(made, KubeJson.Default.KubeObject)!.AsObject()));
    }

    /// <summary>A folder that is an image whose Connect server does nothing.</summary>
    public static string StandIn(TemporaryHome home)
    {
        var folder = Directory.CreateDirectory(home.File("connect")).FullName;
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "sbin")).FullName, "start-connect-server.sh");
        File.WriteAllText(script, "#!/bin/sh\nexec sleep 600\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.WriteAllText(Path.Combine(folder, "image.json"), """{"name": "connect", "binds": [{"source": "sbin", "target": "/opt/spark/sbin"}], "environment": {"SPARK_HOME": "/opt/spark"}}""");
        return folder;
    }

    /// <summary>The manifest with that image, which listens on no port: it says itself when it is ready.</summary>
    public static JsonObject WithStandIn(JsonObject manifest)
    {
        var container = manifest["spec"]!["server"]!["template"]!["spec"]!["containers"]![0]!;
        container["image"] = "connect";
        foreach (var probe in new[] { "startupProbe", "readinessProbe" })
            container[probe] = JsonNode.Parse("""{"exec":{"command":["true"]},"periodSeconds":1}""");
        return manifest;
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

    private static Task<KubeObject> PatchAsync(PeerStage stage, string patch) =>
        stage.Client.PatchAsync(s_schedules, stage.Namespace, "pi-scheduled", Patch.Merge(JsonNode.Parse(patch)!), CancellationToken.None);

    private static async Task<ScheduledSparkApplicationStatus> ScheduleAsync(PeerStage stage, Func<ScheduledSparkApplicationStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in stage.Client.WatchAsync(SparkResources.ScheduledSparkApplications, stage.Namespace, null, limit.Token))
        {
            if (e.Object.Status is { } status && reached(status))
                return status;
        }

        throw new TimeoutException("the schedule does not get there");
    }

    private static async Task<SparkConnectStatus> ConnectAsync(PeerStage stage, Func<SparkConnectStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in stage.Client.WatchAsync(SparkResources.SparkConnects, stage.Namespace, null, limit.Token))
        {
            if (e.Object.Status is { } status && reached(status))
                return status;
        }

        throw new TimeoutException("the server does not get there");
    }

    private static async Task<List<string>> StatesAsync(PeerStage stage, CancellationToken cancellationToken)
    {
        var states = new List<string>();
        try
        {
            await foreach (var e in stage.Client.WatchAsync(SparkResources.SparkConnects, stage.Namespace, null, cancellationToken))
            {
                if (e.Object.Status is { } status && $"{status.State}/{status.Conditions!.Single().Reason}" is var state && (states.Count == 0 || states[^1] != state))
                    states.Add(state);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return states;
    }
}
