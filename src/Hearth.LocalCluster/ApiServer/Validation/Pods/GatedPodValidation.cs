using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>A pod that no node can have yet may become choosier: more labels and terms, none less.</summary>
internal static class GatedPodValidation
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Gives the spec back what it was where it may change.</summary>
    public static void Validate(ErrorList errors, JsonObject spec, JsonObject old)
    {
        var (selector, before) = (spec.Map("nodeSelector") ?? [], old.Map("nodeSelector") ?? []);
        if (before.Any(label => selector.Text(label.Key) != label.Value.Text))
            errors.Invalid("spec.nodeSelector", spec["nodeSelector"]?.DeepClone(), "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        Put(spec, "nodeSelector", old["nodeSelector"]);
        var node = old.Map("affinity")?.Map("nodeAffinity");
        Terms(errors, spec.Map("affinity")?.Map("nodeAffinity"), node);
        if (spec.Map("affinity") is { } affinity)
            Put(affinity, "nodeAffinity", node);
        else if (node is not null)
            spec["affinity"] = new JsonObject { ["nodeAffinity"] = node.DeepClone() };
        if (spec.Map("affinity") is { Count: 0 } && old.Map("affinity") is null)
            spec.Remove("affinity");
    }

    private static void Put(JsonObject map, string name, JsonNode? value)
    {
        if (value is null)
            map.Remove(name);
        else
            map[name] = value.DeepClone();
    }

    private static void Terms(ErrorList errors, JsonObject? affinity, JsonObject? old)
    {
        const string Field = $"spec.affinity.nodeAffinity.{Required}.nodeSelectorTerms";
        var before = old?.Map(Required)?.List("nodeSelectorTerms") ?? [];
        var terms = affinity?.Map(Required)?.List("nodeSelectorTerms") ?? [];
        if (before.Count == 0)
            return;
        if (before.Count != terms.Count)
        {
            errors.Invalid(Field, terms.Count == 0 ? null : new JsonArray([.. terms.Select(term => GoValue.Of("core.v1.NodeSelectorTerm", term))]), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }

        for (var i = 0; i < terms.Count; i++)
        {
            if (!Adds(terms[i] as JsonObject ?? [], before[i] as JsonObject ?? []))
                errors.Invalid($"{Field}[{i}]", errors.InMemory("core.v1.NodeSelectorTerm", terms[i], $"{Field}[{i}]"), "only additions are allowed (no mutations or deletions)");
        }
    }

    private static bool Adds(JsonObject term, JsonObject old)
    {
        string[] lists = ["matchExpressions", "matchFields"];
        if (lists.All(list => old.List(list) is not { Count: > 0 }))
            return lists.All(list => term.List(list) is not { Count: > 0 });
        return lists.All(list => (old.List(list) ?? []) is var before && (term.List(list) ?? []) is var now && now.Count >= before.Count
            && before.Index().All(entry => JsonNode.DeepEquals(entry.Item, now[entry.Index])));
    }
}
