namespace Hearth.LocalCluster.Scheduling;

/// <summary>Where a pod goes, or why it goes nowhere. Pure.</summary>
internal sealed record Placement
{
    /// <summary>Null: no node fits.</summary>
    public NodeLoad? Node { get; init; }

    /// <summary>Why no node fits, in the scheduler's words.</summary>
    public string? Trouble { get; init; }

    /// <summary>Pods of less priority whose end makes room on <see cref="Nominated"/>.</summary>
    public IReadOnlyList<SchedulingPod> Victims { get; init; } = [];
    public NodeLoad? Nominated { get; init; }

    public static Placement Of(SchedulingPod pod, IReadOnlyList<NodeLoad> nodes)
    {
        if (nodes.Count == 0)
            return new() { Trouble = "no nodes available to schedule pods" };
        var fitting = new List<NodeLoad>();
        var refusals = new List<(NodeLoad Node, NodeRefusal Refusal)>();
        foreach (var node in nodes)
        {
            if (NodeFilters.Refuse(pod, node, nodes) is { } refusal)
                refusals.Add((node, refusal));
            else
                fitting.Add(node);
        }

        if (fitting.Count > 0)
            return new() { Node = Best(pod, fitting, nodes) };
        var (victims, nominated, outcome) = Preemption.Find(pod, nodes, refusals);
        var summary = Summary(nodes.Count, refusals.SelectMany(r => r.Refusal.Reasons));
        return new() { Trouble = outcome is null ? summary : $"{summary} no new claims to deallocate, preemption: {outcome}", Victims = victims, Nominated = nominated };
    }

    /// <summary><c>0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.</c></summary>
    public static string Summary(int nodes, IEnumerable<string> reasons)
    {
        var counted = reasons.GroupBy(r => r, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}").Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}.";
    }

    private static NodeLoad Best(SchedulingPod pod, List<NodeLoad> fitting, IReadOnlyList<NodeLoad> nodes)
    {
        if (fitting.Count == 1)
            return fitting[0];
        return fitting.OrderByDescending(n => Preference(pod, n, nodes) + (100 * (1 - n.Fullness(pod.Requests)))).ThenBy(n => n.Pods.Count).ThenBy(n => n.Name, StringComparer.Ordinal).First();
    }

    private static double Preference(SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        double score = pod.Affinity.PreferredNodes.Where(p => Selectors.MatchesTerm(p.Term, node.Labels, node.Name)).Sum(p => p.Weight);
        foreach (var (weight, term) in pod.Affinity.PreferredPods)
            score += weight * Topology.Pods(term.TopologyKey, node, nodes).Count(term.Selects);
        // What the pods that are there like or dislike counts too.
        foreach (var other in nodes)
        {
            foreach (var (weight, term) in other.Pods.SelectMany(p => p.Affinity.PreferredPods))
                score += Topology.AreTogether(term.TopologyKey, node, other) && term.Selects(pod) ? weight : 0;
        }

        score -= 5 * TopologySpread.Crowd(pod, node, nodes);
        score -= 10 * (node.Node.Spec?.Taints ?? []).Count(t => t.Effect == "PreferNoSchedule" && !Tolerations.Tolerate(pod.Spec.Tolerations, t));
        return score;
    }
}
