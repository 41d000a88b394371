using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Labels of nodes that have got other names, and selectors that select nothing.</summary>
internal static class PlacementWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private const string MatchesNone = "a null labelSelector results in matching no pod";

    private static readonly Dictionary<string, string> s_oldLabels = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    };

    /// <summary>Why a label of nodes should not be used any more; null where nothing is wrong with it.</summary>
    public static string? WhyOld(string label) => s_oldLabels.GetValueOrDefault(label);

    public static void Nodes(JsonObject spec, string at, Warnings warnings)
    {
        foreach (var (label, _) in spec.Map("nodeSelector") ?? [])
        {
            if (s_oldLabels.TryGetValue(label, out var why))
                warnings.Add($"{at}.nodeSelector[{label}]: {why}");
        }

        var affinity = spec.Map("affinity")?.Map("nodeAffinity") ?? [];
        Terms(affinity.Map(Required), $"{at}.affinity.nodeAffinity.{Required}", warnings);
        foreach (var (i, term) in affinity.Objects(Preferred).Index())
            Term(term.Map("preference") ?? [], $"{at}.affinity.nodeAffinity.{Preferred}[{i}].preference", checkValues: true, warnings);
        foreach (var (i, constraint) in spec.Objects("topologySpreadConstraints").Index())
        {
            var field = $"{at}.topologySpreadConstraints[{i}]";
            if (s_oldLabels.TryGetValue(constraint.Text("topologyKey") ?? "", out var why))
                warnings.Add($"{field}.topologyKey: {constraint.Text("topologyKey")} is {why}");
            if (constraint.Map("labelSelector") is null)
                warnings.Add($"{field}.labelSelector: {MatchesNone}");
        }
    }

    public static void Terms(JsonObject? selector, string field, Warnings warnings)
    {
        foreach (var (i, term) in (selector?.Objects("nodeSelectorTerms") ?? []).Index())
            Term(term, $"{field}.nodeSelectorTerms[{i}]", checkValues: false, warnings);
    }

    private static void Term(JsonObject term, string field, bool checkValues, Warnings warnings)
    {
        foreach (var (i, expression) in term.Objects("matchExpressions").Index())
        {
            var at = $"{field}.matchExpressions[{i}]";
            if (s_oldLabels.TryGetValue(expression.Text("key") ?? "", out var why))
                warnings.Add($"{at}.key: {expression.Text("key")} is {why}");
            // What is only preferred may name values that no label has.
            foreach (var (j, value) in (checkValues ? expression.List("values") ?? [] : []).Index())
            {
                foreach (var problem in Names.LabelValueProblems(value.Text ?? ""))
                    warnings.Add($"{at}.values[{j}]: {value.Text} is invalid, {problem}");
            }
        }
    }

    public static void Pods(JsonObject affinity, string at, Warnings warnings)
    {
        foreach (var name in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            foreach (var (i, term) in (affinity.Map(name)?.Objects(Required) ?? []).Index().Where(term => term.Item.Map("labelSelector") is null))
                warnings.Add($"{at}.{name}.{Required}[{i}].labelSelector: {MatchesNone}");
            foreach (var (i, term) in (affinity.Map(name)?.Objects(Preferred) ?? []).Index().Where(term => term.Item.Map("podAffinityTerm")?.Map("labelSelector") is null))
                warnings.Add($"{at}.{name}.{Preferred}[{i}].podAffinityTerm.labelSelector: {MatchesNone}");
        }
    }
}
