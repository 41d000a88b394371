using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet wants.</summary>
internal sealed class ReplicaSetLook(WorkloadWorld world)
{
    public async Task<ReconcileResult> LookAsync(KubeObject set, CancellationToken cancellationToken)
    {
        var spec = set.Spec();
        var wanted = spec.Number("replicas", 1);
        var pods = (await world.PodsOfAsync(set, cancellationToken)).Where(Kinds.IsActive).ToList();
        for (var i = pods.Count; i < wanted; i++)
            await CreateAsync(set, spec, cancellationToken);
        // Those that serve least go first: not ready ones, then the youngest.
        foreach (var surplus in pods.OrderBy(ServiceTable.IsReady).ThenByDescending(p => p.Metadata.CreationTimestamp).Take(pods.Count - wanted))
        {
            await world.DeletePodAsync(surplus, cancellationToken);
            world.ReplicaSetEvents.Normal(set, "SuccessfulDelete", $"Deleted pod: {surplus.Metadata.Name}");
        }

        var ready = pods.Count(ServiceTable.IsReady);
        await world.WriteStatusAsync(
            Kinds.ReplicaSets,
            set,
            new()
            {
                ["replicas"] = pods.Count,
                ["fullyLabeledReplicas"] = pods.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["observedGeneration"] = set.Metadata.Generation,
            },
            cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task CreateAsync(KubeObject set, JsonObject spec, CancellationToken cancellationToken)
    {
        try
        {
            var pod = await world.Client.CreateAsync(ResourceTypes.Pods, set.Metadata.Namespace, Kinds.PodOf(Kinds.ReplicaSets, set, spec["template"]?.AsObject()), cancellationToken);
            world.ReplicaSetEvents.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Metadata.Name}");
        }
        catch (KubeException error)
        {
            world.ReplicaSetEvents.Warning(set, "FailedCreate", $"Error creating: {error.Message}");
            throw;
        }
    }
}
