using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps the numbered pods of a StatefulSet and their claims: each when the one before it is ready, or all at once (Parallel).</summary>
internal sealed class StatefulSetLook(WorkloadWorld world)
{
    private const string RevisionLabel = "controller-revision-hash";

    public async Task<ReconcileResult> LookAsync(KubeObject set, CancellationToken cancellationToken)
    {
        var spec = set.Spec();
        var wanted = spec.Number("replicas", 1);
        var parallel = (string?)spec["podManagementPolicy"] == "Parallel";
        var revision = $"{set.Metadata.Name}-{Kinds.HashOf(spec["template"])}";
        var pods = (await world.PodsOfAsync(set, cancellationToken)).ToDictionary(p => p.Metadata.Name!, StringComparer.Ordinal);
        await GrowAsync(set, spec, wanted, parallel, revision, pods, cancellationToken);
        await ShrinkAsync(set, spec, wanted, revision, pods, cancellationToken);
        var present = pods.Values.Where(Kinds.IsActive).ToList();
        var ready = present.Count(ServiceTable.IsReady);
        var updated = present.Count(p => p.Metadata.Labels?.GetValueOrDefault(RevisionLabel) == revision);
        await world.WriteStatusAsync(
            Kinds.StatefulSets,
            set,
            new()
            {
                ["observedGeneration"] = set.Metadata.Generation,
                ["replicas"] = present.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["currentReplicas"] = updated,
                ["updatedReplicas"] = updated,
                ["currentRevision"] = revision,
                ["updateRevision"] = revision,
                ["collisionCount"] = 0,
            },
            cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task GrowAsync(KubeObject set, JsonObject spec, int wanted, bool parallel, string revision, Dictionary<string, Pod> pods, CancellationToken cancellationToken)
    {
        for (var i = 0; i < wanted; i++)
        {
            var name = NameOf(set, i);
            if (!pods.TryGetValue(name, out var pod))
                await CreateAsync(set, spec, i, revision, cancellationToken);
            else if (pod.Metadata.DeletionTimestamp is null && !Kinds.IsActive(pod))
                await world.DeletePodAsync(pod, cancellationToken);
            if (!parallel && (pod is null || !ServiceTable.IsReady(pod)))
                return;
        }
    }

    // From the last to the first; pods of an older template are ended one at a time, and come back with the new one.
    private async Task ShrinkAsync(KubeObject set, JsonObject spec, int wanted, string revision, Dictionary<string, Pod> pods, CancellationToken cancellationToken)
    {
        foreach (var surplus in pods.Values.Where(p => Number(set, p) >= wanted && p.Metadata.DeletionTimestamp is null))
            await world.DeletePodAsync(surplus, cancellationToken);
        var isOnDelete = (string?)spec["updateStrategy"]?["type"] == "OnDelete";
        if (isOnDelete || pods.Values.Any(p => !ServiceTable.IsReady(p) && p.Metadata.Labels?.GetValueOrDefault(RevisionLabel) == revision) || pods.Count < wanted)
            return;
        var outdated = pods.Values.Where(p => p.Metadata.Labels?.GetValueOrDefault(RevisionLabel) != revision).OrderByDescending(p => Number(set, p)).FirstOrDefault();
        if (outdated is { Metadata.DeletionTimestamp: null })
            await world.DeletePodAsync(outdated, cancellationToken);
    }

    private async Task CreateAsync(KubeObject set, JsonObject spec, int number, string revision, CancellationToken cancellationToken)
    {
        var name = NameOf(set, number);
        var pod = Kinds.PodOf(Kinds.StatefulSets, set, spec["template"]?.AsObject(), name);
        var labels = new Dictionary<string, string>(pod.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [RevisionLabel] = revision,
            ["statefulset.kubernetes.io/pod-name"] = name,
            ["apps.kubernetes.io/pod-index"] = number.ToString(CultureInfo.InvariantCulture),
        };
        var volumes = (pod.Spec?.Volumes ?? []).ToList();
        foreach (var template in (spec["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var claim = template.Deserialize(KubeJson.Default.PersistentVolumeClaim)!;
            var claimName = $"{claim.Metadata.Name}-{name}";
            await EnsureClaimAsync(set, name, claim with { Metadata = new() { Name = claimName, Labels = claim.Metadata.Labels ?? pod.Metadata.Labels }, Status = null }, cancellationToken);
            volumes.RemoveAll(v => v.Name == claim.Metadata.Name);
            volumes.Add(new() { Name = claim.Metadata.Name!, PersistentVolumeClaim = new() { ClaimName = claimName } });
        }

        pod = pod with
        {
            Metadata = pod.Metadata with { Labels = labels },
            Spec = pod.Spec! with { Volumes = volumes, Hostname = name, Subdomain = (string?)spec["serviceName"] },
        };
        await world.Client.CreateAsync(ResourceTypes.Pods, set.Metadata.Namespace, pod, cancellationToken);
        world.StatefulSetEvents.Normal(set, "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Metadata.Name} successful");
    }

    private async Task EnsureClaimAsync(KubeObject set, string pod, PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            await world.Client.CreateAsync(ResourceTypes.PersistentVolumeClaims, set.Metadata.Namespace, claim, cancellationToken);
            world.StatefulSetEvents.Normal(set, "SuccessfulCreate", $"create Claim {claim.Metadata.Name} Pod {pod} in StatefulSet {set.Metadata.Name} success");
        }
        catch (KubeException error) when (error.IsAlreadyExists)
        {
            // Claims outlive pods: that is what they are for.
        }
    }

    private static string NameOf(KubeObject set, int number) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{number}");

    private static int Number(KubeObject set, Pod pod) =>
        int.TryParse(pod.Metadata.Name.AsSpan(set.Metadata.Name!.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
