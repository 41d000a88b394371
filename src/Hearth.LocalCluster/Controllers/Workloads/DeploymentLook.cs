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
        var spec = deployment.Spec();
        var all = (await world.Client.ListAsync(Kinds.ReplicaSets, deployment.Metadata.Namespace, null, cancellationToken)).Items.Where(s => s.IsControlledBy(deployment)).ToList();
        var rollout = new Rollout(deployment, all);
        var isPaused = (bool?)spec["paused"] == true;
        if (isPaused)
        {
            await ScaleAsync(rollout, rollout.WhilePaused(), cancellationToken);
        }
        else
        {
            if (rollout.IsRecreate && rollout.HasOldPods)
                await ScaleAsync(rollout, rollout.StopOld(), cancellationToken);
            else
                await RollAsync(rollout, cancellationToken);
        }

        await WriteRevisionAsync(rollout, isPaused, cancellationToken);
        await world.WriteStatusAsync(Kinds.Deployments, deployment, new DeploymentStatus(rollout, world.Now()).ToJson(isPaused), cancellationToken);
        await ForgetAsync(rollout, spec.Number("revisionHistoryLimit", 10), cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task RollAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        if (rollout.Newest is null)
        {
            rollout.Newest = await CreateAsync(rollout, cancellationToken);
            return;
        }

        await ScaleAsync(rollout, rollout.Roll(), cancellationToken);
    }

    private async Task ScaleAsync(Rollout rollout, IEnumerable<(KubeObject Set, int Replicas)> changes, CancellationToken cancellationToken)
    {
        foreach (var (set, replicas) in changes.ToList())
        {
            var before = set.Spec().Number("replicas", 1);
            var change = new JsonObject
            {
                ["metadata"] = new JsonObject { ["annotations"] = rollout.SizeAnnotations() },
                ["spec"] = new JsonObject { ["replicas"] = replicas },
            };
            await world.Client.PatchAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, Patch.Merge(change), cancellationToken);
            world.DeploymentEvents.Normal(rollout.Deployment, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Metadata.Name} from {before} to {replicas}");
        }
    }

    private async Task<KubeObject> CreateAsync(Rollout rollout, CancellationToken cancellationToken)
    {
        var deployment = rollout.Deployment;
        var spec = deployment.Spec();
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
        var replicas = rollout.FirstSize();
        var set = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        var created = await world.Client.CreateAsync(
            Kinds.ReplicaSets,
            deployment.Metadata.Namespace,
            new KubeObject
            {
                Metadata = new()
                {
                    Name = rollout.NewestName,
                    Namespace = deployment.Metadata.Namespace,
                    Labels = labels.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal),
                    Annotations = rollout.SetAnnotations(),
                    OwnerReferences = [Kinds.ControllerOf(Kinds.Deployments, deployment)],
                },
                Extra = new() { ["spec"] = JsonDocument.Parse(set.ToJsonString()).RootElement },
            },
            cancellationToken);
        if (replicas > 0)
            world.DeploymentEvents.Normal(deployment, "ScalingReplicaSet", $"Scaled up replica set {created.Metadata.Name} from 0 to {replicas}");
        return created;
    }

    /// <summary>The newest set has the highest revision, also where it is an old one that came back (<c>rollout undo</c>).</summary>
    private async Task WriteRevisionAsync(Rollout rollout, bool isPaused, CancellationToken cancellationToken)
    {
        if (rollout.Newest is not { } newest)
            return;
        if (!isPaused && rollout.RevisionOf(newest) < rollout.NextRevision)
        {
            var annotations = new JsonObject { [Rollout.Revision] = rollout.NextRevision.ToString(CultureInfo.InvariantCulture) };
            if (newest.Metadata.Annotations?.GetValueOrDefault(Rollout.Revision) is { } former)
                annotations[Rollout.RevisionHistory] = newest.Metadata.Annotations.GetValueOrDefault(Rollout.RevisionHistory) is { } history ? $"{history},{former}" : former;
            newest = await world.Client.PatchAsync(
                Kinds.ReplicaSets, newest.Metadata.Namespace, newest.Metadata.Name!, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }), cancellationToken);
        }

        var revision = newest.Metadata.Annotations?.GetValueOrDefault(Rollout.Revision);
        if (revision is null || rollout.Deployment.Metadata.Annotations?.GetValueOrDefault(Rollout.Revision) == revision)
            return;
        var change = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Rollout.Revision] = revision } } };
        // By the status endpoint: annotations written by the main one would count as a new generation.
        await world.Client.PatchAsync(Kinds.Deployments, rollout.Deployment.Metadata.Namespace, rollout.Deployment.Metadata.Name!, Patch.Merge(change), "status", cancellationToken);
    }

    private async Task ForgetAsync(Rollout rollout, int kept, CancellationToken cancellationToken)
    {
        var idle = rollout.Old.Where(s => s.Spec().Number("replicas", 0) == 0 && s.Status().Number("replicas", 0) == 0).OrderBy(rollout.RevisionOf).ToList();
        foreach (var set in idle.Take(Math.Max(0, idle.Count - kept)))
            await world.Client.DeleteAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, new() { Uid = set.Metadata.Uid }, cancellationToken);
    }
}
