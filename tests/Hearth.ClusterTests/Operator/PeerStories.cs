using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Operator;
using Hearth.Spark.Api;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// The same manifest and the same disturbance give the same states, objects and event reasons as before the peer. What differs on
/// purpose is in docs/compatibility.md.
/// </summary>
public sealed class PeerStories(ITestOutputHelper output)
{
    /// <summary>The peer never records these, though it documents them; see the events of docs/compatibility.md.</summary>
    private static readonly string[] s_moreEvents =
        ["SparkApplicationAdded", "SparkApplicationCompleted", "SparkApplicationFailed", "SparkApplicationSubmissionFailed", "SparkDriverPending"];

    private static readonly string[] s_otherKinds = ["connect", "scheduled"];

    [SkippableFact]
    public async Task Every_recorded_application_goes_the_same_way()
    {
        var names = Directory.GetDirectories(Shared.Path("golden", "kubeflow")).Select(folder => Path.GetFileName(folder)).Except(s_otherKinds).Order(StringComparer.Ordinal).ToList();
        var differences = new List<string>();
        var equal = 0;
        foreach (var name in names)
        {
            var found = await DifferencesAsync(new PeerStory(name));
            equal += found.Count == 0 ? 1 : 0;
            differences.AddRange(found.Select(difference => $"{name}: {difference}"));
        }

        output.WriteLine($"{equal} of {names.Count} stories equal");
        differences.ShouldBeEmpty();
    }

    private static async Task<List<string>> DifferencesAsync(PeerStory story)
    {
        var notes = story.Notes();
        var manifest = story.Manifest();
        var ends = manifest["spec"]!["mainApplicationFile"]!.ToString().Contains("missing", StringComparison.Ordinal) || manifest["spec"]!["monitoring"] is not null ? DriverRole.Fail : DriverRole.Succeed;
        var role = notes.Contains("while running", StringComparison.Ordinal) ? DriverRole.Run : ends;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        var client = cluster.Client;
        await PeerCluster.PrepareAsync(client);
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(client);
        var watching = seen.RunAsync(stop.Token);
        await using var hearth = Stories.Start(client, PeerCluster.Options(story));
        await hearth.Ready;

        var type = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1beta2", "sparkapplications", "SparkApplication");
        var states = CollectAsync(client, story.Name, stop.Token);
        foreach (var beside in story.Beside().Where(b => b["metadata"]!["name"]!.ToString() != "env-map"))
            await client.CreateAsync(ResourceTypes.ConfigMaps, "default", beside.Deserialize(KubeJson.Default.ConfigMap)!, CancellationToken.None);
        await client.CreateAsync(type, "default", manifest.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
        await PeerCluster.DisturbAsync(client, story.Name, notes, () => role = ends);
        var last = story.States()[^1];
        if (!notes.Contains("application deleted", StringComparison.Ordinal) && !notes.Contains("after TTL", StringComparison.Ordinal))
            await client.WaitForStateAsync(story.Name, last);
        else
            await PeerCluster.WaitUntilGoneAsync(client, story.Name);
        var wantedObjects = story.Objects();
        var objects = await SettledAsync(seen, wantedObjects);
        var reasons = await ReasonsAsync(client, story);
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var found = new List<string>();
        var way = string.Join(' ', await states);
        if (way != string.Join(' ', story.States()))
            found.Add($"states {way} instead of {string.Join(' ', story.States())}");
        found.AddRange(wantedObjects.Except(objects).Select(o => $"missing object {o}"));
        found.AddRange(objects.Except(wantedObjects).Select(o => $"surplus object {o}"));
        if (objects.Count != wantedObjects.Count)
            found.Add($"{objects.Count} objects instead of {wantedObjects.Count}");
        found.AddRange(reasons);
        return found;
    }

    /// <summary>Owners are handed over a moment after the objects appear.</summary>
    private static async Task<IReadOnlyList<string>> SettledAsync(ObjectsSeen seen, IReadOnlyList<string> wanted)
    {
        for (var look = 0; look < 40 && !seen.Describe().SequenceEqual(wanted); look++)
            await Task.Delay(25);
        return seen.Describe();
    }

    private static async Task<IEnumerable<string>> ReasonsAsync(KubeClient client, PeerStory story)
    {
        static bool IsExecutor(string reason) => reason.StartsWith("SparkExecutor", StringComparison.Ordinal);
        var wanted = story.Reasons().Where(r => !IsExecutor(r)).ToHashSet();
        HashSet<string> reasons = [];
        for (var look = 0; look < 40; look++)
        {
            var events = await client.ListAsync(ResourceTypes.Events, "default", null, CancellationToken.None);
            reasons = [.. events.Items.Where(e => e.InvolvedObject?.Name == story.Name).Select(e => e.Reason!).Where(r => !IsExecutor(r))];
            if (wanted.IsSubsetOf(reasons))
                break;
            await Task.Delay(25);
        }

        return wanted.Except(reasons).Select(r => $"missing event {r}").Concat(reasons.Except(wanted).Except(s_moreEvents).Select(r => $"surplus event {r}"));
    }

    private static async Task<List<string>> CollectAsync(KubeClient client, string name, CancellationToken cancellationToken)
    {
        var states = new List<string>();
        try
        {
            await foreach (var e in client.WatchAsync(SparkResources.SparkApplications, "default", new() { FieldSelector = $"metadata.name={name}" }, cancellationToken))
            {
                if (e.Object.Status?.ApplicationState.State is { Length: > 0 } state && (states.Count == 0 || states[^1] != state))
                    states.Add(state);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return states;
    }
}

/// <summary>The cluster that the peer was recorded in, and what was done to applications there.</summary>
internal static class PeerCluster
{
    public static OperatorOptions Options(PeerStory story) => new()
    {
        IngressUrlFormat = "{{$appName}}.example.com",
        EnableBatchScheduler = true,
        KubeSchedulerNames = story.Notes().Contains("coscheduling", StringComparison.Ordinal) ? ["kube-scheduler"] : [],
    };

    public static async Task PrepareAsync(KubeClient client)
    {
        await client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new ServiceAccount { Metadata = new() { Name = "spark-operator-spark" } }, CancellationToken.None);
        await client.CreateAsync(ResourceTypes.ConfigMaps, "default", new ConfigMap { Metadata = new() { Name = "env-map" }, Data = new Dictionary<string, string> { ["a"] = "b" } }, CancellationToken.None);
        await client.CreateAsync(ResourceTypes.Secrets, "default", new Secret { Metadata = new() { Name = "env-secret" } }, CancellationToken.None);
        var definitions = ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);
        foreach (var (group, version) in new[] { ("scheduling.volcano.sh", "v1beta1"), ("scheduling.x-k8s.io", "v1alpha1") })
            await client.CreateAsync(definitions, null, PodGroups(group, version).Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
    }

    public static async Task DisturbAsync(KubeClient client, string name, string notes, Action recover)
    {
        foreach (var note in notes.Split('\n'))
        {
            if (note.EndsWith("while running", StringComparison.Ordinal))
            {
                await client.WaitForStateAsync(name, ApplicationStates.Running);
                recover();
            }

            await (note switch
            {
                "unsuspend" => UnsuspendAsync(client, name),
                "resume" => UnsuspendAsync(client, name),
                "suspend while running" => client.SetSuspendAsync(name, true),
                "executor memory changed while running" => client.PatchAsync(
                    SparkResources.SparkApplications, "default", name, Patch.Merge(JsonNode.Parse("""{"spec":{"executor":{"memory":"600m"}}}""")!), CancellationToken.None),
                "driver pod deleted while running" => client.DeleteAsync(ResourceTypes.Pods, "default", $"{name}-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None),
                "application deleted while running" => client.DeleteAsync(SparkResources.SparkApplications, "default", name, null, CancellationToken.None),
                _ => Task.CompletedTask,
            });
        }
    }

    public static async Task WaitUntilGoneAsync(KubeClient client, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await client.FindAsync(SparkResources.SparkApplications, "default", name, limit.Token) is not null)
            await Task.Delay(100, limit.Token);
    }

    private static async Task UnsuspendAsync(KubeClient client, string name)
    {
        await client.WaitForStateAsync(name, ApplicationStates.Suspended);
        await client.SetSuspendAsync(name, false);
    }

    private static JsonNode PodGroups(string group, string version) => JsonNode.Parse($$$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "podgroups.{{{group}}}" },
          "spec": {
            "group": "{{{group}}}", "scope": "Namespaced", "names": { "kind": "PodGroup", "listKind": "PodGroupList", "plural": "podgroups", "singular": "podgroup" },
            "versions": [{ "name": "{{{version}}}", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } }]
          }
        }
        """)!;
}
