using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Scheduling;

// What becomes of a pod that fits nowhere.
public sealed partial class Scheduler
{
    private async Task ExplainAsync(SchedulingPod pod, Placement placement, List<SchedulingPod> waiting, CancellationToken cancellationToken)
    {
        var trouble = placement.Trouble!;
        try
        {
            if (placement is { Nominated: { } nominated, Victims.Count: > 0 })
                await PreemptAsync(pod, nominated.Name, placement.Victims, waiting, cancellationToken);
            var isTold = pod.Trouble == trouble || (_told.TryGetValue(pod.Uid, out var told) && told == trouble);
            if (isTold && !(placement.ForgetsNomination && pod.NominatedNode is not null))
                return;
            _told[pod.Uid] = trouble;
            if (!isTold)
                _events.Record(pod, null, "Warning", "FailedScheduling", "Scheduling", trouble);
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = Waiting(pod, placement) };
            await _client.PatchAsync(ResourceTypes.Pods, pod.Key.Namespace, pod.Key.Name, Patch.Strategic(patch), "status", cancellationToken);
        }
        catch (KubeException error) when (error.IsNotFound || error.IsConflict)
        {
            // The pod is gone: nothing is to be explained.
        }
        catch (KubeException error)
        {
            _told.TryRemove(pod.Uid, out _);
            NodeLog.Failed(_options.Logger, error, $"explaining why {pod.Key} waits");
        }
    }

    private JsonObject Waiting(SchedulingPod pod, Placement placement)
    {
        var condition = new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = placement.Trouble, ["observedGeneration"] = pod.Generation };
        if (pod.Trouble is null)
            condition["lastTransitionTime"] = TimeConverter.Format(_options.Time.GetUtcNow());
        var status = new JsonObject { ["conditions"] = new JsonArray(condition) };
        if (placement.Nominated is { } node)
            status["nominatedNodeName"] = node.Name;
        else if (placement.ForgetsNomination)
            status["nominatedNodeName"] = null;
        return status;
    }

    private async Task PreemptAsync(SchedulingPod pod, string node, IReadOnlyList<SchedulingPod> victims, List<SchedulingPod> waiting, CancellationToken cancellationToken)
    {
        foreach (var victim in victims.Where(v => !v.IsDeleting))
        {
            var target = new JsonObject
            {
                ["type"] = "DisruptionTarget",
                ["status"] = "True",
                ["reason"] = "PreemptionByScheduler",
                ["message"] = $"{_options.Name}: preempting to accommodate a higher priority pod",
                ["observedGeneration"] = victim.Generation,
                ["lastTransitionTime"] = TimeConverter.Format(_options.Time.GetUtcNow()),
            };
            await PatchAsync(victim, new JsonObject { ["conditions"] = new JsonArray(target) }, cancellationToken);
            await _client.DeleteAsync(ResourceTypes.Pods, victim.Key.Namespace, victim.Key.Name, new() { Uid = victim.Uid }, cancellationToken);
            _events.Record(victim, pod, "Normal", "Preempted", "Preempting", $"Preempted by pod {pod.Uid} on node {node}");
        }

        // Who was to have the room before is less important, and looks for another.
        foreach (var lesser in waiting.Where(w => w.NominatedNode == node && w.Priority < pod.Priority))
            await PatchAsync(lesser, new JsonObject { ["nominatedNodeName"] = null }, cancellationToken);
    }

    private Task<Pod> PatchAsync(SchedulingPod pod, JsonObject status, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status };
        return _client.PatchAsync(ResourceTypes.Pods, pod.Key.Namespace, pod.Key.Name, Patch.Strategic(patch), "status", cancellationToken);
    }
}
