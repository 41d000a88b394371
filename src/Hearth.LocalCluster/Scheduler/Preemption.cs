namespace Hearth.LocalCluster.Scheduling;

/// <summary>Finds the node on which ending pods of less priority does the least harm. Pure: loads are as before when it returns.</summary>
internal static class Preemption
{
    private const string NotHelpful = "Preemption is not helpful for scheduling";
    private const string NoVictims = "No preemption victims found for incoming pod";

    /// <returns>An outcome in words where nothing is to be ended.</returns>
    public static (IReadOnlyList<SchedulingPod> Victims, NodeLoad? Node, string? Outcome) Find(
        SchedulingPod pod, IReadOnlyList<NodeLoad> nodes, List<(NodeLoad Node, NodeRefusal Refusal)> refusals)
    {
        if (pod.Spec.PreemptionPolicy == "Never")
            return ([], null, "not eligible due to preemptionPolicy=Never.");
        // Its victims of before are still ending: wait for them.
        if (nodes.FirstOrDefault(n => n.Name == pod.NominatedNode) is { } nominated && nominated.Pods.Any(p => p.IsDeleting && p.Priority < pod.Priority))
            return ([], null, "not eligible due to a terminating pod on the nominated node.");
        var candidates = new List<(NodeLoad Node, List<SchedulingPod> Victims)>();
        var reasons = new List<string>();
        foreach (var (node, refusal) in refusals)
        {
            if (!refusal.CanPreempt)
            {
                reasons.Add(NotHelpful);
                continue;
            }

            var (victims, still) = Victims(pod, node, nodes);
            if (victims is not null)
                candidates.Add((node, victims));
            else
                reasons.AddRange(still);
        }

        if (candidates.Count == 0)
            return ([], null, Placement.Summary(nodes.Count, reasons));
        var best = candidates.OrderBy(c => c.Victims.Max(v => v.Priority)).ThenBy(c => c.Victims.Sum(v => (long)v.Priority)).ThenBy(c => c.Victims.Count)
            .ThenByDescending(c => c.Victims.Where(v => v.Priority == c.Victims.Max(o => o.Priority)).Min(v => v.Created)).ThenBy(c => c.Node.Name, StringComparer.Ordinal).First();
        return (best.Victims, best.Node, null);
    }

    // Takes all pods of less priority away, then gives back as many as fit, the most important first.
    private static (List<SchedulingPod>? Victims, IReadOnlyList<string> Reasons) Victims(SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        var lesser = node.Pods.Where(p => p.Priority < pod.Priority).OrderByDescending(p => p.Priority).ThenBy(p => p.Created).ToList();
        if (lesser.Count == 0)
            return (null, [NoVictims]);
        foreach (var victim in lesser)
            node.Remove(victim);
        var victims = new List<SchedulingPod>();
        var still = NodeFilters.Refuse(pod, node, nodes);
        var fits = still is null;
        foreach (var candidate in lesser)
        {
            node.Add(candidate);
            if (fits && NodeFilters.Refuse(pod, node, nodes) is not null)
            {
                node.Remove(candidate);
                victims.Add(candidate);
            }
        }

        foreach (var victim in victims)
            node.Add(victim);
        return fits ? (victims, []) : (null, still!.Reasons);
    }
}
