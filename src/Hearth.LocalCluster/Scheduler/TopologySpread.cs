using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary><c>topologySpreadConstraints</c>: what must hold (<c>DoNotSchedule</c>), and what is liked better (<c>ScheduleAnyway</c>). Pure.</summary>
internal static class TopologySpread
{
    private const string Mismatch = "node(s) didn't match pod topology spread constraints";

    public static NodeRefusal? Refuse(SchedulingPod pod, NodeLoad node, SchedulingWorld world)
    {
        var constraints = Constraints(pod).Where(c => !IsSoft(c)).ToList();
        if (constraints.Any(c => !node.Labels.ContainsKey(Key(c))))
            return new([Mismatch + " (missing required label)"], false);
        return constraints.Any(c => Violates(c, constraints, pod, node, world.Nodes)) ? new([Mismatch], true) : null;
    }

    /// <summary>By the soft constraints, from 0 to 100: nodes in whose neighbourhood there are fewer such pods are better.</summary>
    public static List<double> Scores(SchedulingPod pod, List<NodeLoad> fitting, SchedulingWorld world)
    {
        var constraints = Constraints(pod).Where(IsSoft).ToList();
        if (constraints.Count == 0)
            return fitting.ConvertAll(_ => 0.0);
        var labelled = fitting.Where(n => constraints.All(c => n.Labels.ContainsKey(Key(c)))).ToList();
        double Crowd(JsonElement c, NodeLoad node)
        {
            var domains = labelled.Select(n => n.Labels[Key(c)]).Distinct(StringComparer.Ordinal).Count();
            var near = world.Nodes.Where(n => Topology.AreTogether(Key(c), node, n) && Takes(c, pod, n)).SelectMany(n => n.Pods).Count(p => Counts(c, pod, p));
            return (near * Math.Log(domains + 2)) + (Selectors.Find(c, "maxSkew")?.GetInt32() ?? 1) - 1;
        }

        var crowds = fitting.ConvertAll(n => labelled.Contains(n) ? Math.Round(constraints.Sum(c => Crowd(c, n))) : (double?)null);
        var (least, most) = (crowds.Min() ?? 0, crowds.Max() ?? 0);
        return crowds.ConvertAll(c => c is null ? 0 : most == 0 ? 100 : 100 * (most + least - c.Value) / most);
    }

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
