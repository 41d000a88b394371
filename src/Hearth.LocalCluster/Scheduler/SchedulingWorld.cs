using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Controllers;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>What decides where a pod goes, at one moment.</summary>
internal sealed record SchedulingWorld(IReadOnlyList<NodeLoad> Nodes)
{
    private static readonly Dictionary<string, string> s_noLabels = new(StringComparer.Ordinal);

    /// <summary>The labels of the namespaces, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Namespaces { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
    public IReadOnlyList<DisruptionBudget> Budgets { get; init; } = [];

    /// <summary>Null: pods are not spread unasked.</summary>
    public SpreadGroups? Groups { get; init; }

    public IReadOnlyDictionary<string, string> LabelsOf(string ns) => Namespaces.GetValueOrDefault(ns) ?? s_noLabels;
}

/// <summary>How many more of its pods a PodDisruptionBudget lets go.</summary>
/// <param name="Disrupted">Pods that are already counted as gone.</param>
internal sealed record DisruptionBudget(string Namespace, JsonElement? Selector, int Allowed, IReadOnlySet<string> Disrupted)
{
    public static DisruptionBudget Of(KubeObject budget)
    {
        var (spec, status) = (budget.Spec(), budget.Status());
        var disrupted = (status["disruptedPods"] as JsonObject ?? []).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        JsonElement? selector = budget.Extra?.TryGetValue("spec", out var fields) == true ? Selectors.Find(fields, "selector") : null;
        return new(budget.Metadata.Namespace ?? "", spec["selector"] is JsonObject { Count: > 0 } ? selector : null, status.Number("disruptionsAllowed", 0), disrupted);
    }

    public bool Covers(SchedulingPod pod) => pod.Key.Namespace == Namespace && Selectors.Matches(Selector, pod.Labels) && !Disrupted.Contains(pod.Key.Name);
}
