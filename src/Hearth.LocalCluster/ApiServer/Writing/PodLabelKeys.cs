using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Selectors that take a label's value from the pod itself: the value is written into the selector as the pod is made.</summary>
internal static class PodLabelKeys
{
    public static void Apply(JsonObject pod)
    {
        var (spec, labels) = (pod.Ensure("spec"), pod.Map("metadata")?.Map("labels") ?? []);
        foreach (var name in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var affinity = spec.Map("affinity")?.Map(name) ?? [];
            var terms = affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution").Concat(affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution").Select(term => term.Map("podAffinityTerm")).OfType<JsonObject>());
            foreach (var term in terms)
            {
                Add(term, "matchLabelKeys", "In", labels);
                Add(term, "mismatchLabelKeys", "NotIn", labels);
            }
        }

        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
            Add(constraint, "matchLabelKeys", "In", labels);
    }

    private static void Add(JsonObject term, string keys, string comparison, JsonObject labels)
    {
        if (term.Map("labelSelector") is not { } selector)
            return;
        foreach (var key in (term.List(keys) ?? []).Select(key => key.Text ?? "").Where(labels.ContainsKey))
        {
            if (selector.List("matchExpressions") is not { } expressions)
                selector["matchExpressions"] = expressions = [];
            JsonNode expression = new JsonObject { ["key"] = key, ["operator"] = comparison, ["values"] = new JsonArray(labels.Text(key)) };
            expressions.Add(expression);
        }
    }
}
