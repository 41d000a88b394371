namespace Hearth.LocalCluster.Scheduling;

/// <summary>Which of the nodes that fit is the best: Kubernetes' scores of 0 to 100 with its weights. Pure.</summary>
internal static class Scoring
{
    private const int Most = 100;

    /// <summary>Of equal ones the one with fewer pods, then the first by name.</summary>
    public static NodeLoad Best(SchedulingPod pod, List<NodeLoad> fitting, SchedulingWorld world)
    {
        if (fitting.Count == 1)
            return fitting[0];
        var spread = TopologySpread.Scores(pod, fitting, world);
        double[] scores =
        [
            .. Sum(
                (1, fitting.ConvertAll(n => n.Freedom(pod))),
                (1, fitting.ConvertAll(n => n.Balance(pod))),
                (3, Reversed(fitting.ConvertAll(n => (double)(n.Node.Spec?.Taints ?? []).Count(t => t.Effect == "PreferNoSchedule" && !Tolerations.Tolerate(pod.Spec.Tolerations, t))))),
                (2, Scaled(fitting.ConvertAll(n => (double)pod.Affinity.PreferredNodes.Where(p => Selectors.MatchesTerm(p.Term, n.Labels, n.Name)).Sum(p => p.Weight)))),
                (2, Between(fitting.ConvertAll(n => Company(pod, n, world)))),
                (2, spread)),
        ];
        return fitting.Zip(scores).OrderByDescending(s => s.Second).ThenBy(s => s.First.Pods.Count).ThenBy(s => s.First.Name, StringComparer.Ordinal).First().First;
    }

    private static IEnumerable<double> Sum(params (int Weight, List<double> Scores)[] parts) =>
        Enumerable.Range(0, parts[0].Scores.Count).Select(i => parts.Sum(p => p.Weight * Math.Floor(p.Scores[i])));

    private static List<double> Scaled(List<double> scores) => scores.Max() is > 0 and var max ? scores.ConvertAll(s => Most * s / max) : scores;

    private static List<double> Reversed(List<double> scores) => Scaled(scores).ConvertAll(s => Most - s);

    private static List<double> Between(List<double> scores)
    {
        var (min, max) = (scores.Min(), scores.Max());
        return scores.ConvertAll(s => max > min ? Most * (s - min) / (max - min) : 0);
    }

    /// <summary>How many pods there the pod likes, and which like it; less those that they dislike.</summary>
    private static double Company(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        double score = pod.Affinity.PreferredPods.Sum(p => p.Weight * Topology.Pods(p.Term.TopologyKey, node, world.Nodes).Count(other => p.Term.Selects(other, world)));
        foreach (var other in world.Nodes)
        {
            foreach (var there in other.Pods)
            {
                score += there.Affinity.PreferredPods.Where(p => Topology.AreTogether(p.Term.TopologyKey, node, other) && p.Term.Selects(pod, world)).Sum(p => p.Weight);
                // What a pod insists on, it also likes.
                score += there.Affinity.Near.Count(term => Topology.AreTogether(term.TopologyKey, node, other) && term.Selects(pod, world));
            }
        }

        return score;
    }
}
