namespace Hearth.LocalCluster.Scheduling;

/// <summary>The room that pods are waiting for on the nodes they were promised: nobody as important or less gets it before them.</summary>
internal sealed class Promises(IReadOnlyList<SchedulingPod> waiting, IReadOnlyList<NodeLoad> nodes)
{
    private readonly List<SchedulingPod> _open = [.. waiting.Where(p => p.NominatedNode is not null)];
    private readonly Dictionary<SchedulingPod, NodeLoad> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>Keeps the room of all others for the time of a pod, which comes for its own. Pods come in the order of their priority.</summary>
    public void KeepBefore(SchedulingPod pod)
    {
        if (_kept.Remove(pod, out var own))
            own.Remove(pod);
        _open.Remove(pod);
        foreach (var other in _open.Where(o => o.Priority >= pod.Priority && !_kept.ContainsKey(o)))
        {
            if (nodes.FirstOrDefault(n => n.Name == other.NominatedNode) is not { } node)
                continue;
            node.Add(other);
            _kept[other] = node;
        }
    }
}
