using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Keeps one ReplicaSet for each template that a Deployment had, and moves the replicas to the newest: all at once (Recreate), or
/// within the bounds of <c>maxSurge</c> and <c>maxUnavailable</c> (RollingUpdate).
/// </summary>
internal sealed class DeploymentLook(WorkloadWorld world)
{
    private const string HashLabel = "pod-template-hash";

    public async Task<ReconcileResult> LookAsync(KubeObject deployment, CancellationToken cancellationToken)
    {
        var sets = await world.Claims.OfAsync(Kinds.ReplicaSets, Kinds.Deployments, deployment, _ => true, cancellationToken);
        var rollout = new Rollout(deployment, sets);
        var status = new DeploymentStatus(rollout, world.Time.GetUtcNow());
        var rolls = false;
        if (deployment.Metadata.DeletionTimestamp is null)
        {
            status.Paused();
            rolls = !rollout.IsPaused && !rollout.IsScaling;
            if (rollout.Newest is not null)
                await AnnotateAsync(rollout, status, cancellationToken);
            if (!rolls)
                await ScaleAsync(rollout, rollout.Rescale(), cancellationToken);
            else if (rollout.IsRecreate)
                await RecreateAsync(rollout, status, cancellationToken);
            else
                await RollAsync(rollout, status, cancellationToken);
            if (rollout.IsPaused || (rolls && DeploymentStatus.IsComplete(rollout, deployment.Status())))
                await ForgetAsync(rollout, cancellationToken);
        }

        await WriteAsync(rollout, status.ToJson(rolls), cancellationToken);
        return status.UntilDeadline is { } until && until > TimeSpan.Zero ? ReconcileResult.Again(until) : ReconcileResult.Done;
    }

    private async Task RecreateAsync(Rollout rollout, DeploymentStatus status, CancellationToken cancellationToken)
    {
        var old = rollout.Old.Where(s => rollout.Size(s) > 0).ToList();
        if (old.Count > 0)
            await ScaleAsync(rollout, old.Select(s => (s, 0)), cancellationToken);
        else if (!await HasOldPodsAsync(rollout, cancellationToken))
            await GrowAsync(rollout, status, cancellationToken);
    }

    // Also those that are on their way out: two versions must never run at once.
    private async Task<bool> HasOldPodsAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        if (rollout.Old.Count == 0)
            return false;
        var pods = await world.Client.ListAsync(ResourceTypes.Pods, rollout.Deployment.Metadata.Namespace, null, cancellationToken);
        return pods.Items.Any(p => p.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed) && rollout.Old.Any(s => p.IsControlledBy(s)));
    }

    private async Task RollAsync(Rollout rollout, DeploymentStatus status, CancellationToken cancellationToken)
    {
        if (!await GrowAsync(rollout, status, cancellationToken))
            await ScaleAsync(rollout, rollout.Shrink(), cancellationToken);
    }

    private async Task<bool> GrowAsync(Rollout rollout, DeploymentStatus status, CancellationToken cancellationToken)
    {
        if (rollout.Newest is null)
        {
            await CreateAsync(rollout, status, cancellationToken);
            return true;
        }

        var size = rollout.NewestSize();
        if (size == rollout.Size(rollout.Newest))
            return false;
        await ScaleAsync(rollout, [(rollout.Newest, size)], cancellationToken);
        return true;
    }

    private async Task ScaleAsync(Rollout rollout, IEnumerable<(KubeObject Set, int Replicas)> changes, CancellationToken cancellationToken)
    {
        foreach (var (set, replicas) in changes)
        {
            var before = rollout.Size(set);
            if (replicas == before && rollout.HasSizeAnnotations(set))
                continue;
            var change = new JsonObject
            {
                ["metadata"] = new JsonObject { ["annotations"] = rollout.SizeAnnotations() },
                ["spec"] = new JsonObject { ["replicas"] = replicas },
            };
            await world.Client.PatchAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, Patch.Merge(change), cancellationToken);
            rollout.Resized(set, replicas);
            if (replicas != before)
                world.DeploymentEvents.Normal(rollout.Deployment, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Metadata.Name} from {before} to {replicas}");
        }
    }

    private async Task CreateAsync(Rollout rollout, DeploymentStatus status, CancellationToken cancellationToken)
    {
        var deployment = rollout.Deployment;
        var size = rollout.NewestSize();
        try
        {
            rollout.Created(await world.Client.CreateAsync(Kinds.ReplicaSets, deployment.Metadata.Namespace, NewSet(rollout, size), cancellationToken), size);
        }
        catch (KubeException error)
        {
            status.NotCreated(rollout.NewestName, error.Message);
            await WriteAsync(rollout, status.ToJson(rolls: false), cancellationToken);
            throw;
        }

        if (size > 0)
            world.DeploymentEvents.Normal(deployment, "ScalingReplicaSet", $"Scaled up replica set {rollout.NewestName} from 0 to {size}");
        status.Created(rollout.NewestName);
    }

    private static KubeObject NewSet(Rollout rollout, int size)
    {
        var spec = rollout.Deployment.Spec();
        var template = spec["template"]!.DeepClone().AsObject();
        if (template["metadata"] is not JsonObject metadata)
            template["metadata"] = metadata = [];
        if (metadata["labels"] is not JsonObject labels)
            metadata["labels"] = labels = [];
        labels[HashLabel] = rollout.Hash;
        var selector = spec["selector"]!.DeepClone().AsObject();
        if (selector["matchLabels"] is not JsonObject matchLabels)
            selector["matchLabels"] = matchLabels = [];
        matchLabels[HashLabel] = rollout.Hash;
        var set = new JsonObject { ["replicas"] = size, ["selector"] = selector, ["template"] = template };
        if (spec["minReadySeconds"] is { } seconds)
            set["minReadySeconds"] = seconds.DeepClone();
        return new()
        {
            Metadata = new()
            {
                Name = rollout.NewestName,
                Namespace = rollout.Deployment.Metadata.Namespace,
                Labels = labels.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal),
                Annotations = rollout.SetAnnotations(),
                OwnerReferences = [Kinds.ControllerOf(Kinds.Deployments, rollout.Deployment)],
            },
            Extra = new() { ["spec"] = JsonDocument.Parse(set.ToJsonString()).RootElement },
        };
    }

    /// <summary>The newest set has the highest revision, also where it is an old one that came back (<c>rollout undo</c>), and the Deployment's annotations.</summary>
    private async Task AnnotateAsync(Rollout rollout, DeploymentStatus status, CancellationToken cancellationToken)
    {
        var (newest, isUntold) = (rollout.Newest!, rollout.IsNewestUntold);
        var present = newest.Metadata.Annotations ?? new Dictionary<string, string>();
        var annotations = new JsonObject(rollout.InheritedAnnotations().Where(a => present.GetValueOrDefault(a.Key) != a.Value).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        if (rollout.RevisionOf(newest) < rollout.NextRevision)
        {
            annotations[Rollout.Revision] = rollout.NextRevision.ToString(CultureInfo.InvariantCulture);
            if (present.GetValueOrDefault(Rollout.Revision) is { } former)
                annotations[Rollout.RevisionHistory] = present.GetValueOrDefault(Rollout.RevisionHistory) is { } history ? $"{history},{former}" : former;
        }

        var change = new JsonObject();
        if (annotations.Count > 0)
            change["metadata"] = new JsonObject { ["annotations"] = annotations };
        if (newest.Spec().Number("minReadySeconds", 0) is var before && rollout.Deployment.Spec().Number("minReadySeconds", 0) is var wanted && before != wanted)
            change["spec"] = new JsonObject { ["minReadySeconds"] = wanted };
        if (change.Count > 0)
            rollout.Created(await world.Client.PatchAsync(Kinds.ReplicaSets, newest.Metadata.Namespace, newest.Metadata.Name!, Patch.Merge(change), cancellationToken), rollout.Size(newest));
        status.Found(newest.Metadata.Name!, isUntold);
    }

    // With the status, the revision too: annotations written by the main endpoint would count as a new generation.
    private Task<KubeObject> WriteAsync(Rollout rollout, JsonObject status, CancellationToken cancellationToken)
    {
        var (deployment, revision) = (rollout.Deployment, rollout.Newest?.Metadata.Annotations?.GetValueOrDefault(Rollout.Revision));
        var isRevised = deployment.Metadata.DeletionTimestamp is null && revision is not null && deployment.Metadata.Annotations?.GetValueOrDefault(Rollout.Revision) != revision;
        return world.WriteStatusAsync(Kinds.Deployments, deployment, status, isRevised ? new JsonObject { [Rollout.Revision] = revision } : null, cancellationToken);
    }

    private async Task ForgetAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        var alive = rollout.Old.Where(s => s.Metadata.DeletionTimestamp is null).OrderBy(rollout.RevisionOf).ToList();
        var surplus = alive.Take(Math.Max(0, alive.Count - rollout.Deployment.Spec().Number("revisionHistoryLimit", 10)));
        foreach (var set in surplus.Where(s => rollout.Size(s) == 0 && s.Status().Number("replicas", 0) == 0 && s.Status().Number("observedGeneration", 0) >= s.Metadata.Generation))
            await world.Client.DeleteAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, new() { Uid = set.Metadata.Uid }, cancellationToken);
    }
}
