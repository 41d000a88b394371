using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

/// <param name="Reasons">In Kubernetes' words.</param>
/// <param name="CanPreempt">Ending other pods could help.</param>
internal sealed record NodeRefusal(IReadOnlyList<string> Reasons, bool CanPreempt);

/// <summary>What must hold for a pod to run on a node. Pure.</summary>
internal static class NodeFilters
{
    /// <summary>Null where the pod fits.</summary>
    public static NodeRefusal? Refuse(SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        if (node.Node.Spec?.Unschedulable == true && !Tolerations.Tolerate(pod.Spec.Tolerations, new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" }))
            return new(["node(s) were unschedulable"], false);
        if (Tolerations.Untolerated(pod.Spec.Tolerations, node.Node.Spec?.Taints) is { } taint)
            return new([$"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}"], false);
        if (!MatchesSelector(pod, node))
            return new(["node(s) didn't match Pod's node affinity/selector"], false);
        if (Insufficient(pod, node) is { Count: > 0 } reasons)
            return new(reasons, true);
        if (PortConflict(pod, node))
            return new(["node(s) didn't have free ports for the requested pod ports"], true);
        if (RefuseByAffinity(pod, node, nodes) is { } reason)
            return new([reason], reason != "node(s) didn't match pod affinity rules");
        return TopologySpread.Violates(pod, node, nodes) ? new(["node(s) didn't match pod topology spread constraints"], true) : null;
    }

    private static bool MatchesSelector(SchedulingPod pod, NodeLoad node) =>
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
        var wanted = HostPorts(pod.Spec).ToHashSet();
        return wanted.Count > 0 && node.Pods.Any(other => HostPorts(other.Spec).Any(wanted.Contains));
    }

    private static IEnumerable<(int Port, string Protocol)> HostPorts(PodSpec spec) =>
        (spec.Containers ?? []).SelectMany(c => c.Ports ?? []).Where(p => p.HostPort > 0).Select(p => (p.HostPort!.Value, p.Protocol ?? "TCP"));

    private static string? RefuseByAffinity(SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        foreach (var term in pod.Affinity.Near)
        {
            // The first pod of a group that is to stay together may go anywhere.
            var starts = term.Selects(pod) && !nodes.Any(n => n.Pods.Any(term.Selects));
            if (!node.Labels.ContainsKey(term.TopologyKey) || (!starts && !Topology.Pods(term.TopologyKey, node, nodes).Any(term.Selects)))
                return "node(s) didn't match pod affinity rules";
        }

        foreach (var term in pod.Affinity.Far)
        {
            if (Topology.Pods(term.TopologyKey, node, nodes).Any(term.Selects))
                return "node(s) didn't match pod anti-affinity rules";
        }

        foreach (var other in nodes)
        {
            foreach (var term in other.Pods.SelectMany(p => p.Affinity.Far))
            {
                if (Topology.AreTogether(term.TopologyKey, node, other) && term.Selects(pod))
                    return "node(s) didn't satisfy existing pods anti-affinity rules";
            }
        }

        return null;
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
