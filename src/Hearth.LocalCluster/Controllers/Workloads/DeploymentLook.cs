using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Keeps one ReplicaSet for each template that a Deployment had, and moves the replicas to the newest: all at once (Recreate), or as
/// new ones become ready (RollingUpdate, one more than wanted at a time).
/// </summary>
internal sealed class DeploymentLook(WorkloadWorld world)
{
    private const string HashLabel = "pod-template-hash";
    private const string Revision = "deployment.kubernetes.io/revision";

    public async Task<ReconcileResult> LookAsync(KubeObject deployment, CancellationToken cancellationToken)
    {
        var spec = deployment.Spec();
        var hash = Kinds.HashOf(spec["template"]);
        var all = (await world.Client.ListAsync(Kinds.ReplicaSets, deployment.Metadata.Namespace, null, cancellationToken)).Items.Where(s => s.IsControlledBy(deployment)).ToList();
        var wanted = spec.Number("replicas", 1);
        var name = $"{deployment.Metadata.Name}-{hash}";
        var old = all.Where(s => s.Metadata.Name != name).ToList();
        var recreate = (string?)spec["strategy"]?["type"] == "Recreate";
        if (recreate && await StopAsync(old, cancellationToken))
            return ReconcileResult.Again(TimeSpan.FromMilliseconds(200));
        var present = all.Find(s => s.Metadata.Name == name) ?? await CreateAsync(deployment, spec, name, hash, recreate || old.Count == 0 ? wanted : Math.Min(wanted, 1), old.Count + 1, cancellationToken);
        if ((bool?)spec["paused"] != true)
            await RollAsync(present, old, wanted, cancellationToken);
        await WriteStatusAsync(deployment, present, old, wanted, cancellationToken);
        await ForgetAsync(old, spec.Number("revisionHistoryLimit", 10), cancellationToken);
        return ReconcileResult.Done;
    }

    // True while there is something left to stop.
    private async Task<bool> StopAsync(List<KubeObject> old, CancellationToken cancellationToken)
    {
        foreach (var set in old)
            await ScaleAsync(set, 0, cancellationToken);
        return old.Any(s => s.Status().Number("replicas", 0) > 0);
    }

    private async Task RollAsync(KubeObject present, List<KubeObject> old, int wanted, CancellationToken cancellationToken)
    {
        var oldReplicas = old.Sum(s => s.Spec().Number("replicas", 0));
        var ready = present.Status().Number("readyReplicas", 0);
        // One more than wanted may run; an old one goes for each new one that serves.
        await ScaleAsync(present, Math.Min(wanted, Math.Max(wanted + 1 - oldReplicas, ready)), cancellationToken);
        var keep = Math.Max(0, wanted - ready);
        foreach (var set in old)
        {
            var replicas = Math.Min(set.Spec().Number("replicas", 0), keep);
            keep -= replicas;
            await ScaleAsync(set, replicas, cancellationToken);
        }
    }

    private async Task ScaleAsync(KubeObject set, int replicas, CancellationToken cancellationToken)
    {
        if (set.Spec().Number("replicas", 1) != replicas)
            await world.Client.PatchAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }), cancellationToken);
    }

    private async Task<KubeObject> CreateAsync(KubeObject deployment, JsonObject spec, string name, string hash, int replicas, int revision, CancellationToken cancellationToken)
    {
        var template = spec["template"]!.DeepClone().AsObject();
        var labels = (template["metadata"] as JsonObject)?["labels"] as JsonObject ?? [];
        labels[HashLabel] = hash;
        var selector = spec["selector"]!.DeepClone().AsObject();
        if (selector["matchLabels"] is not JsonObject matchLabels)
            selector["matchLabels"] = matchLabels = [];
        matchLabels[HashLabel] = hash;
        var set = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        var labelsOfSet = labels.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
        var created = new KubeObject
        {
            Metadata = new()
            {
                Name = name,
                Namespace = deployment.Metadata.Namespace,
                Labels = labelsOfSet,
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [Revision] = revision.ToString(CultureInfo.InvariantCulture) },
                OwnerReferences = [Kinds.ControllerOf(Kinds.Deployments, deployment)],
            },
            Extra = new() { ["spec"] = JsonDocument.Parse(set.ToJsonString()).RootElement },
        };
        return await world.Client.CreateAsync(Kinds.ReplicaSets, deployment.Metadata.Namespace, created, cancellationToken);
    }

    private async Task WriteStatusAsync(KubeObject deployment, KubeObject present, List<KubeObject> old, int wanted, CancellationToken cancellationToken)
    {
        var all = old.Append(present).ToList();
        var ready = all.Sum(s => s.Status().Number("readyReplicas", 0));
        var updated = present.Status().Number("replicas", 0);
        var replicas = all.Sum(s => s.Status().Number("replicas", 0));
        var isComplete = updated >= wanted && present.Status().Number("availableReplicas", 0) >= wanted && replicas == updated;
        var isAvailable = ready >= Math.Max(0, wanted - (wanted / 4));
        await world.WriteStatusAsync(
            Kinds.Deployments,
            deployment,
            new()
            {
                ["observedGeneration"] = deployment.Metadata.Generation,
                ["replicas"] = replicas,
                ["updatedReplicas"] = updated,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["unavailableReplicas"] = Math.Max(0, wanted - ready),
                ["conditions"] = new JsonArray(
                    Condition(deployment, "Available", isAvailable, isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", isAvailable ? "Deployment has minimum availability." : "Deployment does not have minimum availability."),
                    Condition(deployment, "Progressing", true, isComplete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", $"ReplicaSet \"{present.Metadata.Name}\" {(isComplete ? "has successfully progressed." : "is progressing.")}")),
            },
            cancellationToken);
    }

    private JsonObject Condition(KubeObject deployment, string type, bool holds, string reason, string message)
    {
        var before = (deployment.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);
        var status = holds ? "True" : "False";
        var now = world.Now();
        return new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = (string?)before?["reason"] == reason ? (string?)before?["lastUpdateTime"] ?? now : now,
            ["lastTransitionTime"] = (string?)before?["status"] == status ? (string?)before?["lastTransitionTime"] ?? now : now,
        };
    }

    private async Task ForgetAsync(List<KubeObject> old, int kept, CancellationToken cancellationToken)
    {
        var idle = old.Where(s => s.Spec().Number("replicas", 0) == 0 && s.Status().Number("replicas", 0) == 0).OrderByDescending(s => s.Metadata.CreationTimestamp);
        foreach (var set in idle.Skip(kept))
            await world.Client.DeleteAsync(Kinds.ReplicaSets, set.Metadata.Namespace, set.Metadata.Name!, new() { Uid = set.Metadata.Uid }, cancellationToken);
    }
}
