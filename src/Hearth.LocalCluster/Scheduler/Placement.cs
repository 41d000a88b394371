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

    /// <summary>The node that was to be the pod's is so no more.</summary>
    public bool ForgetsNomination { get; init; }

    public static Placement Of(SchedulingPod pod, SchedulingWorld world)
    {
        var nodes = world.Nodes;
        if (nodes.Count == 0)
            return new() { Trouble = "no nodes available to schedule pods", ForgetsNomination = true };
        if (Hopeless(pod) is { } hopeless)
            return Preempt(pod, world, $"0/{nodes.Count} nodes are available: {hopeless}.", []);
        var fitting = new List<NodeLoad>();
        var refusals = new List<(NodeLoad Node, NodeRefusal Refusal)>();
        foreach (var node in nodes)
        {
            if (Refuse(pod, node, world) is { } refusal)
                refusals.Add((node, refusal));
            else
                fitting.Add(node);
        }

        return fitting.Count > 0
            ? new() { Node = Scoring.Best(pod, fitting, world) }
            : Preempt(pod, world, Summary(nodes.Count, refusals.SelectMany(r => r.Refusal.Reasons)), refusals);
    }

    /// <summary><c>0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.</c></summary>
    public static string Summary(int nodes, IEnumerable<string> reasons)
    {
        var counted = reasons.GroupBy(r => r, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}").Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}.";
    }

    /// <summary>What no node can change.</summary>
    private static string? Hopeless(SchedulingPod pod) => pod.Affinity.Named is { Count: 0 } ? "pod affinity terms conflict" : pod.Volumes.Trouble;

    /// <summary>Nodes that the pod does not name are not looked at.</summary>
    private static NodeRefusal? Refuse(SchedulingPod pod, NodeLoad node, SchedulingWorld world) =>
        pod.Affinity.Named?.Contains(node.Name) == false ? new(["node(s) didn't satisfy plugin(s) [NodeAffinity]"], false) : NodeFilters.Refuse(pod, node, world);

    private static Placement Preempt(SchedulingPod pod, SchedulingWorld world, string summary, List<(NodeLoad Node, NodeRefusal Refusal)> refusals)
    {
        if (Preemption.Forbid(pod, world, refusals) is { } reason)
            return new() { Trouble = $"{summary} no new claims to deallocate, preemption: {reason}" };
        var (victims, nominated, outcome) = Preemption.Find(pod, world, refusals);
        return nominated is null
            ? new() { Trouble = $"{summary} no new claims to deallocate, preemption: {outcome}", ForgetsNomination = true }
            : new() { Trouble = summary, Victims = victims, Nominated = nominated };
    }
}
