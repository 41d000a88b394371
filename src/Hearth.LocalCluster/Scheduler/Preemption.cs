namespace Hearth.LocalCluster.Scheduling;

/// <summary>Finds the node on which ending pods of less priority does the least harm. Pure: loads are as before when it returns.</summary>
internal static class Preemption
{
    private const string NotHelpful = "Preemption is not helpful for scheduling";
    private const string NoVictims = "No preemption victims found for incoming pod";

    /// <param name="Broken">How many of the victims a budget would have kept.</param>
    private sealed record Candidate(NodeLoad Node, List<SchedulingPod> Victims, int Broken)
    {
        public int Highest => Victims[0].Priority;
    }

    /// <summary>Why the pod may not end others now; null: it may.</summary>
    public static string? Forbid(SchedulingPod pod, SchedulingWorld world, List<(NodeLoad Node, NodeRefusal Refusal)> refusals)
    {
        if (pod.Spec.PreemptionPolicy == "Never")
            return "not eligible due to preemptionPolicy=Never.";
        // Its victims of before are still ending: wait for them, unless the node does not do any more.
        var isLost = refusals.Count == 0 || refusals.Exists(r => r.Node.Name == pod.NominatedNode && !r.Refusal.CanPreempt);
        return !isLost && world.Nodes.FirstOrDefault(n => n.Name == pod.NominatedNode) is { } nominated && nominated.Pods.Exists(p => p.IsPreempted && p.Priority < pod.Priority)
            ? "not eligible due to a terminating pod on the nominated node." : null;
    }

    /// <returns>Where no node is found: why, in words.</returns>
    public static (IReadOnlyList<SchedulingPod> Victims, NodeLoad? Node, string Outcome) Find(SchedulingPod pod, SchedulingWorld world, List<(NodeLoad Node, NodeRefusal Refusal)> refusals)
    {
        var candidates = new List<Candidate>();
        var reasons = new List<string>();
        foreach (var (node, refusal) in refusals.Where(r => r.Refusal.CanPreempt))
        {
            if (Victims(pod, node, world) is var (candidate, still) && candidate is not null)
                candidates.Add(candidate);
            else
                reasons.AddRange(still);
        }

        reasons.AddRange(Enumerable.Repeat(NotHelpful, world.Nodes.Count - refusals.Count(r => r.Refusal.CanPreempt)));
        if (candidates.Count == 0)
            return ([], null, Placement.Summary(world.Nodes.Count, reasons));
        var best = candidates.OrderBy(c => c.Broken).ThenBy(c => c.Highest).ThenBy(c => c.Victims.Sum(v => v.Priority + (long)int.MaxValue + 1)).ThenBy(c => c.Victims.Count)
            .ThenByDescending(c => c.Victims.Where(v => v.Priority == c.Highest).Min(v => v.Started)).ThenBy(c => c.Node.Name, StringComparer.Ordinal).First();
        return (best.Victims, best.Node, "");
    }

    // Takes all pods of less priority away, then gives back as many as fit: first those that a budget keeps, the most important first.
    private static (Candidate? Candidate, IReadOnlyList<string> Reasons) Victims(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        var lesser = node.Pods.Where(p => p.Priority < pod.Priority).OrderByDescending(p => p.Priority).ThenBy(p => p.Started).ToList();
        if (lesser.Count == 0)
            return (null, [NoVictims]);
        foreach (var victim in lesser)
            node.Remove(victim);
        var still = NodeFilters.Refuse(pod, node, world);
        var kept = Kept(lesser, world.Budgets);
        var victims = new List<SchedulingPod>();
        foreach (var candidate in lesser.OrderByDescending(kept.Contains))
        {
            node.Add(candidate);
            if (still is null && NodeFilters.Refuse(pod, node, world) is not null)
            {
                node.Remove(candidate);
                victims.Add(candidate);
            }
        }

        foreach (var victim in victims)
            node.Add(victim);
        return still is null ? (new(node, [.. victims.OrderByDescending(v => v.Priority).ThenBy(v => v.Started)], victims.Count(kept.Contains)), []) : (null, still.Reasons);
    }

    /// <summary>Those whose end would break a budget, where all before them end too.</summary>
    private static HashSet<SchedulingPod> Kept(List<SchedulingPod> pods, IReadOnlyList<DisruptionBudget> budgets)
    {
        var left = budgets.Select(b => b.Allowed).ToArray();
        var kept = new HashSet<SchedulingPod>(ReferenceEqualityComparer.Instance);
        foreach (var pod in pods)
        {
            for (var i = 0; i < left.Length; i++)
            {
                if (budgets[i].Covers(pod) && --left[i] < 0)
                    kept.Add(pod);
            }
        }

        return kept;
    }
}
