using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

/// <param name="Reasons">In Kubernetes' words.</param>
/// <param name="CanPreempt">Ending other pods could help.</param>
internal sealed record NodeRefusal(IReadOnlyList<string> Reasons, bool CanPreempt);

/// <summary>What must hold for a pod to run on a node, in the order in which Kubernetes asks. Pure.</summary>
internal static class NodeFilters
{
    private const string AnyAddress = "0.0.0.0";

    /// <summary>Null where the pod fits.</summary>
    public static NodeRefusal? Refuse(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        if (node.Node.Spec?.Unschedulable == true && !Tolerations.Tolerate(pod.Spec.Tolerations, new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" }))
            return new(["node(s) were unschedulable"], false);
        if (Tolerations.Untolerated(pod.Spec.Tolerations, node.Node.Spec?.Taints) is { } taint)
            return new([$"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}"], false);
        if (!MatchesSelector(pod, node))
            return new(["node(s) didn't match Pod's node affinity/selector"], false);
        if (PortConflict(pod, node))
            return new(["node(s) didn't have free ports for the requested pod ports"], true);
        if (Insufficient(pod, node) is { Count: > 0 } reasons)
            return new(reasons, pod.Requests.Values.All(wanted => wanted.Key == "pods" || wanted.Value <= node.Allocatable[wanted.Key]));
        return RefuseByVolumes(pod, node, world) ?? TopologySpread.Refuse(pod, node, world) ?? RefuseByAffinity(pod, node, world);
    }

    public static bool MatchesSelector(SchedulingPod pod, NodeLoad node) =>
        (pod.Spec.NodeSelector ?? new Dictionary<string, string>()).All(s => node.Labels.TryGetValue(s.Key, out var value) && value == s.Value)
        && (pod.Affinity.NodeTerms is not { } terms || terms.Any(t => Selectors.MatchesTerm(t, node.Labels, node.Name)));

    private static List<string> Insufficient(SchedulingPod pod, NodeLoad node)
    {
        var reasons = new List<string>();
        foreach (var (resource, wanted) in pod.Requests.Values)
        {
            if (wanted > 0 && node.Requested[resource] + wanted > node.Allocatable[resource])
                reasons.Add(resource == "pods" ? "Too many pods" : "Insufficient " + resource);
        }

        return reasons;
    }

    private static bool PortConflict(SchedulingPod pod, NodeLoad node)
    {
        var wanted = HostPorts(pod.Spec).ToList();
        return wanted.Count > 0 && node.Pods.Any(other => HostPorts(other.Spec).Any(taken => wanted.Any(port => Collide(port, taken))));
    }

    private static bool Collide((int Port, string Protocol, string Address) a, (int Port, string Protocol, string Address) b) =>
        a.Port == b.Port && a.Protocol == b.Protocol && (a.Address == b.Address || a.Address == AnyAddress || b.Address == AnyAddress);

    private static IEnumerable<(int Port, string Protocol, string Address)> HostPorts(PodSpec spec) =>
        (spec.Containers ?? []).Concat((spec.InitContainers ?? []).Where(c => c.RestartPolicy == "Always")).SelectMany(c => c.Ports ?? [])
            .Where(p => p.HostPort > 0).Select(p => (p.HostPort!.Value, p.Protocol ?? "TCP", p.HostIP is { Length: > 0 } address ? address : AnyAddress));

    private static NodeRefusal? RefuseByVolumes(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        var volumes = pod.Volumes;
        if (volumes.Exclusive.Count > 0 && world.Nodes.Any(n => n.Pods.Any(other => other.Key.Namespace == pod.Key.Namespace && ClaimsOf(other).Any(c => volumes.Exclusive.Contains(c, StringComparer.Ordinal)))))
            return new(["node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"], true);
        if (volumes.IsMissingVolume)
            return new(["node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"], false);
        if (volumes.Places.Any(terms => !terms.Any(t => Selectors.MatchesTerm(t, node.Labels, node.Name))))
            return new(["node(s) had volume node affinity conflict"], false);
        if (volumes.Choices.Any(choices => !choices.Any(terms => terms is null || terms.Any(t => Selectors.MatchesTerm(t, node.Labels, node.Name)))))
            return new(["node(s) didn't find available persistent volumes to bind"], false);
        // Nodes without labels of zones are in all of them.
        return volumes.Zones.Any(z => node.Labels.TryGetValue(z.Label, out var zone) && !z.Values.Contains(zone, StringComparer.Ordinal)) ? new(["node(s) had no available volume zone"], false) : null;
    }

    private static IEnumerable<string> ClaimsOf(SchedulingPod pod) =>
        (pod.Spec.Volumes ?? []).Select(v => v.PersistentVolumeClaim?.ClaimName).OfType<string>();

    private static NodeRefusal? RefuseByAffinity(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        if (!IsNear(pod, node, world))
            return new(["node(s) didn't match pod affinity rules"], false);
        if (pod.Affinity.Far.Any(term => Topology.Pods(term.TopologyKey, node, world.Nodes).Any(other => term.Selects(other, world))))
            return new(["node(s) didn't match pod anti-affinity rules"], true);
        foreach (var other in world.Nodes)
        {
            foreach (var term in other.Pods.SelectMany(p => p.Affinity.Far))
            {
                if (Topology.AreTogether(term.TopologyKey, node, other) && term.Selects(pod, world))
                    return new(["node(s) didn't satisfy existing pods anti-affinity rules"], true);
            }
        }

        return null;
    }

    // Pods that count fit all terms; the first pod of a group that is to stay together may go anywhere that has the labels.
    private static bool IsNear(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        var terms = pod.Affinity.Near;
        if (terms.Count == 0)
            return true;
        if (terms.Any(term => !node.Labels.ContainsKey(term.TopologyKey)))
            return false;
        bool Fits(SchedulingPod other) => terms.All(term => term.Selects(other, world));
        return terms.All(term => Topology.Pods(term.TopologyKey, node, world.Nodes).Any(Fits)) || (Fits(pod) && !world.Nodes.Any(n => n.Pods.Any(Fits)));
    }
}

/// <summary>Nodes that share the value of a label.</summary>
internal static class Topology
{
    public static IEnumerable<SchedulingPod> Pods(string key, NodeLoad node, IReadOnlyList<NodeLoad> nodes) =>
        nodes.Where(other => AreTogether(key, node, other)).SelectMany(other => other.Pods);

    public static bool AreTogether(string key, NodeLoad a, NodeLoad b) =>
        a.Labels.TryGetValue(key, out var value) && b.Labels.TryGetValue(key, out var other) && value == other;
}
