using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary><c>topologySpreadConstraints</c>: what must hold (<c>DoNotSchedule</c>), and what is liked better (<c>ScheduleAnyway</c>). Pure.</summary>
internal static class TopologySpread
{
    private const string Zone = "topology.kubernetes.io/zone";
    private const string HostName = "kubernetes.io/hostname";
    private const string Mismatch = "node(s) didn't match pod topology spread constraints";

    public static NodeRefusal? Refuse(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        var constraints = Constraints(pod).Where(c => !IsSoft(c)).ToList();
        if (constraints.Any(c => !node.Labels.ContainsKey(Key(c))))
            return new([Mismatch + " (missing required label)"], false);
        return constraints.Any(c => Violates(c, constraints, pod, node, world.Nodes)) ? new([Mismatch], true) : null;
    }

    /// <summary>
    /// By the soft constraints, from 0 to 100: nodes in whose neighbourhood there are fewer such pods are better. A pod without any constraint
    /// likes to be away from the others of its services and of its ReplicaSet or StatefulSet.
    /// </summary>
    public static List<double> Scores(SchedulingPod pod, List<NodeLoad> fitting, SchedulingWorld world)
    {
        var own = Constraints(pod).ToList();
        var constraints = own.Count > 0 ? own.Where(IsSoft).Select(c => Soft(c, pod)).ToList() : Usual(pod, world);
        if (constraints.Count == 0)
            return fitting.ConvertAll(_ => 0.0);
        var judged = own.Count > 0 ? fitting.Where(n => constraints.TrueForAll(c => n.Labels.ContainsKey(c.Key))).ToHashSet() : [.. fitting];
        var weights = constraints.ToDictionary(c => c, c => Math.Log((c.Key == HostName ? judged.Count : judged.Select(n => n.Labels.GetValueOrDefault(c.Key)).OfType<string>().Distinct(StringComparer.Ordinal).Count()) + 2));
        double Crowd(SoftConstraint c, NodeLoad node)
        {
            if (!node.Labels.ContainsKey(c.Key))
                return 0;
            var near = world.Nodes.Where(n => Topology.AreTogether(c.Key, node, n) && c.Takes(n)).SelectMany(n => n.Pods).Count(c.Counts);
            return (near * weights[c]) + c.MaxSkew - 1;
        }

        var crowds = fitting.ConvertAll(n => judged.Contains(n) ? Math.Round(constraints.Sum(c => Crowd(c, n))) : (double?)null);
        var (least, most) = (crowds.Min() ?? 0, crowds.Max() ?? 0);
        return crowds.ConvertAll(c => c is null ? 0 : most == 0 ? 100 : 100 * (most + least - c.Value) / most);
    }

    private sealed record SoftConstraint(string Key, int MaxSkew, Func<NodeLoad, bool> Takes, Func<SchedulingPod, bool> Counts);

    private static SoftConstraint Soft(JsonElement constraint, SchedulingPod pod) =>
        new(Key(constraint), Selectors.Find(constraint, "maxSkew")?.GetInt32() ?? 1, n => Takes(constraint, pod, n), p => Counts(constraint, pod, p));

    private static List<SoftConstraint> Usual(SchedulingPod pod, SchedulingWorld world) =>
        world.Groups?.Of(pod) is not { } belongs ? []
            : [.. new[] { (Zone, 3), (HostName, 5) }.Select(c => new SoftConstraint(c.Item1, c.Item2, n => NodeFilters.MatchesSelector(pod, n), p => !p.IsDeleting && belongs(p)))];

    private static bool Violates(JsonElement constraint, List<JsonElement> all, SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        // Only nodes that have the labels of all constraints, and where the pod could be, have a say.
        var domains = nodes.Where(n => all.All(c => n.Labels.ContainsKey(Key(c))) && Takes(constraint, pod, n)).GroupBy(n => n.Labels[Key(constraint)], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(n => n.Pods).Count(p => Counts(constraint, pod, p)), StringComparer.Ordinal);
        var least = domains.Count < (Selectors.Find(constraint, "minDomains")?.GetInt32() ?? 1) ? 0 : domains.Values.DefaultIfEmpty(0).Min();
        var self = Selects(constraint, pod, pod) ? 1 : 0;
        return domains.GetValueOrDefault(node.Labels[Key(constraint)]) + self - least > (Selectors.Find(constraint, "maxSkew")?.GetInt32() ?? 1);
    }

    private static bool Takes(JsonElement constraint, SchedulingPod pod, NodeLoad node) =>
        (Selectors.Find(constraint, "nodeAffinityPolicy")?.GetString() == "Ignore" || NodeFilters.MatchesSelector(pod, node))
        && (Selectors.Find(constraint, "nodeTaintsPolicy")?.GetString() != "Honor" || Tolerations.Untolerated(pod.Spec.Tolerations, node.Node.Spec?.Taints) is null);

    private static bool Counts(JsonElement constraint, SchedulingPod pod, SchedulingPod other) =>
        other.Key.Namespace == pod.Key.Namespace && !other.IsDeleting && Selects(constraint, pod, other);

    private static bool Selects(JsonElement constraint, SchedulingPod pod, SchedulingPod other) =>
        Selectors.Matches(Selectors.Find(constraint, "labelSelector"), other.Labels)
        && (Selectors.Find(constraint, "matchLabelKeys") is not { ValueKind: JsonValueKind.Array } keys
            || keys.EnumerateArray().Select(k => k.GetString() ?? "").All(k => !pod.Labels.TryGetValue(k, out var value) || (other.Labels.TryGetValue(k, out var theirs) && theirs == value)));

    private static JsonElement.ArrayEnumerator Constraints(SchedulingPod pod) =>
        pod.Spec.Extra?.TryGetValue("topologySpreadConstraints", out var constraints) == true && constraints.ValueKind == JsonValueKind.Array ? constraints.EnumerateArray() : default;

    private static bool IsSoft(JsonElement constraint) => Selectors.Find(constraint, "whenUnsatisfiable")?.GetString() == "ScheduleAnyway";

    private static string Key(JsonElement constraint) => Selectors.Find(constraint, "topologyKey")?.GetString() ?? "";
}
