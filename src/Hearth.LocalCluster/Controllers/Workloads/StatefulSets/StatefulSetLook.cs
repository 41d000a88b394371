using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Keeps the numbered pods of a StatefulSet and their claims: each when the one before it is available, or all at once (Parallel). Surplus
/// ones go from the last to the first, then those of an older template.
/// </summary>
internal sealed class StatefulSetLook(WorkloadWorld world)
{
    private const string HashLabel = "controller.kubernetes.io/hash";

    public async Task<ReconcileResult> LookAsync(KubeObject set, CancellationToken cancellationToken)
    {
        var pods = (await world.Claims.OfAsync(ResourceTypes.Pods, Kinds.StatefulSets, set, _ => true, cancellationToken)).Where(p => StatefulSetPods.NumberOf(set, p) >= 0).ToList();
        var revisions = await Revisions.OfAsync(world, Kinds.StatefulSets, set, HashLabel, cancellationToken);
        try
        {
            if (set.Metadata.DeletionTimestamp is null && await ScaleAsync(set, pods, revisions, cancellationToken))
                await ReplaceAsync(set, pods, revisions, cancellationToken);
        }
        finally
        {
            await world.WriteStatusAsync(Kinds.StatefulSets, set, Status(set, pods, revisions), cancellationToken);
        }

        await Revisions.ForgetAsync(world, Surplus(set, pods, revisions), cancellationToken);
        return Availability.Until(pods, MinReady(set), world.Time.GetUtcNow()) is { } until ? ReconcileResult.Again(until) : ReconcileResult.Done;
    }

    /// <summary>Revisions that no pod has and the set does not need, the oldest first, down to <c>revisionHistoryLimit</c>.</summary>
    private static IEnumerable<KubeObject> Surplus(KubeObject set, List<Pod> pods, Revisions revisions)
    {
        var live = pods.Select(StatefulSetPods.RevisionOf).Append(revisions.Current.Metadata.Name).Append(revisions.Update.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var idle = revisions.All.Where(r => !live.Contains(r.Metadata.Name)).ToList();
        return idle.Take(Math.Max(0, idle.Count - set.Spec().Number("revisionHistoryLimit", 10)));
    }

    private static int MinReady(KubeObject set) => set.Spec().Number("minReadySeconds", 0);

    private bool IsAvailable(KubeObject set, Pod pod) => StatefulSetPods.IsRunningAndReady(pod) && Availability.IsAvailable(pod, MinReady(set), world.Time.GetUtcNow());

    /// <summary>False: it is not the time for anything else yet.</summary>
    private async Task<bool> ScaleAsync(KubeObject set, List<Pod> pods, Revisions revisions, CancellationToken cancellationToken)
    {
        var (first, wanted, oneByOne) = (set.Spec()["ordinals"] is JsonObject ordinals ? ordinals.Number("start", 0) : 0, set.Spec().Number("replicas", 1), (string?)set.Spec()["podManagementPolicy"] != "Parallel");
        var byNumber = pods.ToDictionary(p => StatefulSetPods.NumberOf(set, p));
        foreach (var (number, pod) in byNumber)
            await HandOverClaimsAsync(set, pod, isSurplus: number < first || number >= first + wanted, cancellationToken);
        for (var number = first; number < first + wanted; number++)
        {
            var isOld = set.Spec()["updateStrategy"]?["rollingUpdate"] is JsonObject rolling && number < first + rolling.Number("partition", 0);
            if (await BringUpAsync(set, number, byNumber.GetValueOrDefault(number), oneByOne, isOld ? revisions.Current : revisions.Update, cancellationToken))
                continue;
            if (oneByOne)
                return false;
        }

        var condemned = byNumber.Where(p => p.Key < first || p.Key >= first + wanted).OrderByDescending(p => p.Key).Select(p => p.Value).ToList();
        var firstUnavailable = byNumber.Where(p => p.Key >= first && p.Key < first + wanted).OrderBy(p => p.Key).Select(p => p.Value).Concat(condemned).FirstOrDefault(p => !IsAvailable(set, p) || p.Metadata.DeletionTimestamp is not null);
        foreach (var pod in condemned)
        {
            if (pod.Metadata.DeletionTimestamp is null && (!oneByOne || IsAvailable(set, pod) || pod == firstUnavailable))
                await DeleteAsync(set, pod, cancellationToken);
            if (oneByOne)
                return false;
        }

        return true;
    }

    /// <summary>Whether the pod is there and serves.</summary>
    private async Task<bool> BringUpAsync(KubeObject set, int number, Pod? pod, bool oneByOne, KubeObject revision, CancellationToken cancellationToken)
    {
        if (pod is null)
        {
            await CreateAsync(set, StatefulSetPods.New(set, number, revision), cancellationToken);
            return !oneByOne;
        }

        if (pod.Status?.Phase is PodPhase.Failed or PodPhase.Succeeded)
        {
            if (pod.Metadata.DeletionTimestamp is null)
                await DeleteAsync(set, pod, cancellationToken);
            return false;
        }

        if (pod.Status?.Phase == PodPhase.Pending)
            await EnsureClaimsAsync(set, pod.Metadata.Name!, cancellationToken);
        return pod.Metadata.DeletionTimestamp is null && IsAvailable(set, pod);
    }

    /// <summary>Pods of an older template end one at a time, from the last, and come back with the new one.</summary>
    private async Task ReplaceAsync(KubeObject set, List<Pod> pods, Revisions revisions, CancellationToken cancellationToken)
    {
        var strategy = set.Spec()["updateStrategy"];
        if ((string?)strategy?["type"] == "OnDelete")
            return;
        var partition = strategy?["rollingUpdate"] is JsonObject rolling ? rolling.Number("partition", 0) : 0;
        var first = set.Spec()["ordinals"] is JsonObject ordinals ? ordinals.Number("start", 0) : 0;
        var wanted = set.Spec().Number("replicas", 1);
        var targets = pods.Where(p => StatefulSetPods.NumberOf(set, p) is var number && number >= first + partition && number < first + wanted).OrderByDescending(p => StatefulSetPods.NumberOf(set, p));
        foreach (var pod in targets)
        {
            if (StatefulSetPods.RevisionOf(pod) != revisions.Update.Metadata.Name && pod.Metadata.DeletionTimestamp is null)
            {
                await DeleteAsync(set, pod, cancellationToken);
                return;
            }

            if (pod.Metadata.DeletionTimestamp is not null || !IsAvailable(set, pod))
                return;
        }
    }

    private JsonObject Status(KubeObject set, List<Pod> pods, Revisions revisions)
    {
        var wanted = set.Spec().Number("replicas", 1);
        int Of(KubeObject revision) => pods.Count(p => p.Metadata.DeletionTimestamp is null && StatefulSetPods.RevisionOf(p) == revision.Metadata.Name);
        var (ready, updated) = (pods.Count(StatefulSetPods.IsRunningAndReady), Of(revisions.Update));
        var isDone = (string?)set.Spec()["updateStrategy"]?["type"] != "OnDelete" && updated == wanted && ready == wanted && pods.Count == wanted;
        var status = new JsonObject
        {
            ["observedGeneration"] = set.Metadata.Generation,
            ["replicas"] = pods.Count,
            ["availableReplicas"] = pods.Count(p => IsAvailable(set, p)),
            ["currentRevision"] = (isDone ? revisions.Update : revisions.Current).Metadata.Name,
            ["updateRevision"] = revisions.Update.Metadata.Name,
            ["collisionCount"] = set.Status()["collisionCount"]?.DeepClone() ?? 0,
        };
        status.Count("readyReplicas", ready);
        status.Count("currentReplicas", isDone ? updated : Of(revisions.Current));
        status.Count("updatedReplicas", updated);
        return status;
    }

    private async Task CreateAsync(KubeObject set, Pod pod, CancellationToken cancellationToken)
    {
        await EnsureClaimsAsync(set, pod.Metadata.Name!, cancellationToken);
        try
        {
            await world.Client.CreateAsync(ResourceTypes.Pods, set.Metadata.Namespace, pod, cancellationToken);
            world.StatefulSetEvents.Normal(set, "SuccessfulCreate", $"create Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful");
        }
        catch (KubeException error) when (!error.IsAlreadyExists)
        {
            world.StatefulSetEvents.Warning(set, "FailedCreate", $"create Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} failed error: {error.Message}");
            throw;
        }
    }

    private async Task DeleteAsync(KubeObject set, Pod pod, CancellationToken cancellationToken)
    {
        await world.DeletePodAsync(pod, cancellationToken);
        world.StatefulSetEvents.Normal(set, "SuccessfulDelete", $"delete Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful");
    }

    /// <summary>Claims belong to the set that takes them along, or to a pod that does not come back, or to nobody: as <c>persistentVolumeClaimRetentionPolicy</c> says.</summary>
    private async Task HandOverClaimsAsync(KubeObject set, Pod pod, bool isSurplus, CancellationToken cancellationToken)
    {
        var policy = set.Spec()["persistentVolumeClaimRetentionPolicy"];
        var isPods = isSurplus && (string?)policy?["whenScaled"] == "Delete";
        OwnerReference[] wanted = isPods ? [StatefulSetPods.OwnerOf(pod)] : (string?)policy?["whenDeleted"] == "Delete" ? [Kinds.ControllerOf(Kinds.StatefulSets, set)] : [];
        foreach (var (_, claim) in StatefulSetPods.ClaimsOf(set, pod.Metadata.Name!))
        {
            if (await world.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, set.Metadata.Namespace, claim.Metadata.Name!, cancellationToken) is not { } present)
                continue;
            var owners = present.Metadata.OwnerReferences ?? [];
            List<OwnerReference> others = [.. owners.Where(o => o.Uid != set.Metadata.Uid && o.Uid != pod.Metadata.Uid)];
            if (owners.Count == others.Count + wanted.Length && wanted.All(w => owners.Any(o => o.Uid == w.Uid)))
                continue;
            var references = JsonSerializer.SerializeToNode([.. others, .. wanted], KubeJson.Default.ListOwnerReference);
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = present.Metadata.ResourceVersion, ["ownerReferences"] = references } };
            await world.Client.PatchAsync(ResourceTypes.PersistentVolumeClaims, set.Metadata.Namespace, claim.Metadata.Name!, Patch.Merge(patch), cancellationToken);
        }
    }

    private async Task EnsureClaimsAsync(KubeObject set, string pod, CancellationToken cancellationToken)
    {
        foreach (var (_, claim) in StatefulSetPods.ClaimsOf(set, pod))
        {
            if (await world.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, set.Metadata.Namespace, claim.Metadata.Name!, cancellationToken) is not null)
                continue;
            await world.Client.CreateAsync(ResourceTypes.PersistentVolumeClaims, set.Metadata.Namespace, claim, cancellationToken);
            world.StatefulSetEvents.Normal(set, "SuccessfulCreate", $"create Claim {claim.Metadata.Name} Pod {pod} in StatefulSet {set.Metadata.Name} success");
        }
    }
}
