using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary><c>topologySpreadConstraints</c> with <c>whenUnsatisfiable: DoNotSchedule</c>. Pure.</summary>
internal static class TopologySpread
{
    public static bool Violates(SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        if (pod.Spec.Extra?.TryGetValue("topologySpreadConstraints", out var constraints) != true || constraints.ValueKind != JsonValueKind.Array)
            return false;
        return constraints.EnumerateArray().Any(c => Violates(c, pod, node, nodes));
    }

    private static bool Violates(JsonElement constraint, SchedulingPod pod, NodeLoad node, IReadOnlyList<NodeLoad> nodes)
    {
        if (Selectors.Find(constraint, "whenUnsatisfiable")?.GetString() == "ScheduleAnyway")
            return false;
        var key = Selectors.Find(constraint, "topologyKey")?.GetString() ?? "";
        var selector = Selectors.Find(constraint, "labelSelector");
        if (!node.Labels.TryGetValue(key, out var domain))
            return true;
        var counts = nodes.Where(n => n.Labels.ContainsKey(key)).GroupBy(n => n.Labels[key], StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => g.SelectMany(n => n.Pods).Count(p => p.Key.Namespace == pod.Key.Namespace && !p.IsDeleting && Selectors.Matches(selector, p.Labels)),
            StringComparer.Ordinal);
        var self = Selectors.Matches(selector, pod.Labels) ? 1 : 0;
        return counts[domain] + self - counts.Values.Min() > (Selectors.Find(constraint, "maxSkew")?.GetInt32() ?? 1);
    }
}
