using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Clusters;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Scheduling;
using Hearth.Operator;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Operator;

/// <summary>Where a story of the peer is told again: a namespace like the one of the recording, and an operator that serves it.</summary>
/// <param name="Recover">Called when a driver that had to be caught while running may end.</param>
internal sealed record PeerStage(KubeClient Client, string Namespace, Action Recover)
{
    /// <summary>The flags that the peer ran with; of the schedulers' names those of every case at once.</summary>
    public static OperatorOptions Options { get; } = new()
    {
        IngressUrlFormat = "{{$appName}}.example.com",
        EnableBatchScheduler = true,
        KubeSchedulerNames = ["kube-scheduler"],
    };

    /// <summary>Named by pods of the recordings; none of them is here, so a test binds for them.</summary>
    private static readonly string[] s_otherSchedulers = ["volcano", "yunikorn", "kube-scheduler"];

    private static readonly ResourceType<KubeObject> s_definitions =
        ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);

    /// <summary>The kinds of the batch schedulers; once a cluster.</summary>
    public static async Task InstallPodGroupsAsync(KubeClient client)
    {
        foreach (var (group, version) in new[] { ("scheduling.volcano.sh", "v1beta1"), ("scheduling.x-k8s.io", "v1alpha1") })
            await client.CreateAsync(s_definitions, null, PodGroups(group, version).Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
    }

    /// <summary>
    /// Tells stories again, each in a namespace of its own, where nodes run pods: what went differently, and how many went the same way.
    /// </summary>
    /// <param name="manifest">That of a story as it is told here.</param>
    public static async Task<(IReadOnlyList<string> Differences, int Equal)> TellAsync(
        KubeConfiguration configuration, IReadOnlyList<string> names, int atOnce, Func<PeerStory, JsonObject> manifest)
    {
        await using var client = new KubeClient(configuration);
        await InstallPodGroupsAsync(client);
        using var stop = new CancellationTokenSource();
        // Volcano and the others are not here: this one binds their pods.
        var scheduling = Task.WhenAll(s_otherSchedulers.Select(name => Scheduler.RunAsync(client, new() { Name = name }, stop.Token)));
        var differences = new ConcurrentQueue<string>();
        var equal = 0;
        await using (var hearth = Stories.Start(client, Options with { DriverMaster = configuration.Server.GetLeftPart(UriPartial.Authority) }))
        {
            await hearth.Ready;
            await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (name, cancellationToken) =>
            {
                var story = new PeerStory(name);
                var stage = new PeerStage(client, $"story-{name}", () => { });
                await SparkAccounts.PrepareAsync(client, stage.Namespace, [SparkAccounts.Default], cancellationToken);
                await stage.PrepareAsync(story);
                var found = name switch
                {
                    // The Spark of the tests has no Connect server.
                    "connect" => await PeerOtherKinds.ConnectDifferencesAsync(stage, PeerOtherKinds.WithStandIn(story.Manifest()), () => Task.CompletedTask),
                    "scheduled" => await PeerOtherKinds.ScheduleDifferencesAsync(stage),
                    _ => await PeerComparison.DifferencesAsync(stage, story, manifest(story)),
                };
                foreach (var difference in found)
                    differences.Enqueue($"{name}: {difference}");
                if (found.Count == 0)
                    Interlocked.Increment(ref equal);
            });
        }

        await stop.CancelAsync();
        await scheduling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ([.. differences], equal);
    }

    /// <summary>An image of nothing but the machine's own programs.</summary>
    public static string Busybox(TemporaryHome home)
    {
        var folder = Directory.CreateDirectory(home.File("busybox")).FullName;
        File.WriteAllText(Path.Combine(folder, "image.json"), """{"name": "busybox"}""");
        return folder;
    }

    public async Task PrepareAsync(PeerStory story)
    {
        await Client.CreateAsync(ResourceTypes.ConfigMaps, Namespace, new ConfigMap { Metadata = new() { Name = "env-map" }, Data = new Dictionary<string, string> { ["a"] = "b" } }, CancellationToken.None);
        await Client.CreateAsync(ResourceTypes.Secrets, Namespace, new Secret { Metadata = new() { Name = "env-secret" }, StringData = new Dictionary<string, string> { ["FROM_SECRET"] = "value" } }, CancellationToken.None);
        foreach (var beside in story.Beside().Where(b => b["metadata"]!["name"]!.ToString() != "env-map"))
            await CreateAsync(ResourceTypes.Untyped("", "v1", "configmaps", "ConfigMap"), beside);
    }

    /// <summary>Creates what a manifest says, here instead of where it says.</summary>
    public Task CreateAsync(ResourceType<KubeObject> type, JsonObject manifest)
    {
        manifest["metadata"]!["namespace"] = Namespace;
        return Client.CreateAsync(type, Namespace, manifest.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
    }

    /// <summary>Does what was done to the application of the recording, in order.</summary>
    public async Task DisturbAsync(string name, string notes)
    {
        foreach (var note in notes.Split('\n'))
        {
            if (note.EndsWith("while running", StringComparison.Ordinal))
            {
                await Client.WaitForStateAsync(name, ApplicationStates.Running, Namespace);
                Recover();
            }

            await (note switch
            {
                "unsuspend" => UnsuspendAsync(name),
                "resume" => UnsuspendAsync(name),
                "suspend while running" => Client.SetSuspendAsync(name, true, Namespace),
                "executor memory changed while running" => Client.PatchAsync(
                    SparkResources.SparkApplications, Namespace, name, Patch.Merge(JsonNode.Parse("""{"spec":{"executor":{"memory":"600m"}}}""")!), CancellationToken.None),
                "driver pod deleted while running" => Client.DeleteAsync(ResourceTypes.Pods, Namespace, $"{name}-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None),
                "application deleted while running" => Client.DeleteAsync(SparkResources.SparkApplications, Namespace, name, null, CancellationToken.None),
                _ => Task.CompletedTask,
            });
        }
    }

    public async Task WaitUntilGoneAsync(string name)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (await Client.FindAsync(SparkResources.SparkApplications, Namespace, name, limit.Token) is not null)
            await Task.Delay(100, limit.Token);
    }

    private async Task UnsuspendAsync(string name)
    {
        await Client.WaitForStateAsync(name, ApplicationStates.Suspended, Namespace);
        await Client.SetSuspendAsync(name, false, Namespace);
    }

    private static JsonNode PodGroups(string group, string version) => JsonNode.Parse($$$"""
        {
          "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
          "metadata": { "name": "podgroups.{{{group}}}", "annotations": { "api-approved.kubernetes.io": "https://github.com/kubernetes/enhancements" } },
          "spec": {
            "group": "{{{group}}}", "scope": "Namespaced", "names": { "kind": "PodGroup", "listKind": "PodGroupList", "plural": "podgroups", "singular": "podgroup" },
            "versions": [{ "name": "{{{version}}}", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } }]
          }
        }
        """)!;
}
