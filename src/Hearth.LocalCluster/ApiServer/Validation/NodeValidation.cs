using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Nodes.</summary>
internal static class NodeValidation
{
    private const string Avoid = "scheduler.alpha.kubernetes.io/preferAvoidPods";

    public static void Validate(ErrorList errors, JsonObject node)
    {
        if (node.Map("metadata")?.Map("annotations")?.Text(Avoid) is { Length: > 0 } avoided)
            Avoided(errors, avoided);
        Taints(errors, (node.Map("spec") ?? []).Objects("taints"));
        foreach (var list in (ReadOnlySpan<string>)["capacity", "allocatable"])
        {
            foreach (var (name, amount) in node.Map("status")?.Map(list) ?? [])
                ResourceValidation.Amount(errors, name, amount.Text ?? "", $"status.{list}.{name}");
        }

        Ranges(errors, node.Map("spec")?.List("podCIDRs") ?? []);
    }

    private static void Avoided(ErrorList errors, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            foreach (var (i, entry) in (JsonReader.Read(bytes) as JsonObject ?? []).Objects("preferAvoidPods").Index())
            {
                var field = $"metadata.annotations.{Avoid}[{i}].PodSignature";
                if (entry.Map("podSignature")?.Map("podController") is not { } controller)
                    errors.Required(field);
                else if (!controller.IsTrue("controller"))
                    errors.Invalid(field + ".PodController", controller["controller"].Flag ?? false, "must point to a controller");
            }
        }
        catch (System.Text.Json.JsonException exception)
        {
            errors.Invalid("metadata.annotations.AvoidPods", Avoid, exception.Message);
        }
    }

    private static void Taints(ErrorList errors, IEnumerable<JsonObject> taints)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var (i, taint) in taints.Index())
        {
            var field = $"metadata.taints[{i}]";
            var (key, value, effect) = (taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");
            errors.QualifiedName(field + ".key", key);
            if (Names.LabelValueProblems(value).ToArray() is { Length: > 0 } problems)
                errors.Invalid(field + ".value", value, string.Join(';', problems));
            errors.NeededOneOf(field + ".effect", effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"], sorted: false);
            if (!seen.Add((effect, key)))
                errors.Add(FieldError.Duplicate(field, errors.InMemory("core.v1.Taint", taint, field), "taints must be unique by key and effect pair"));
        }
    }

    private static void Ranges(ErrorList errors, JsonArray ranges)
    {
        const string Field = "spec.podCIDRs";
        foreach (var (i, range) in ranges.Index())
        {
            if (!Addresses.IsBlock(range.Text ?? ""))
                errors.Invalid($"{Field}[{i}]", range.Text ?? "", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }

        // Each family has one at most; the addresses of both kinds are told apart by their colons.
        if (ranges.Count > 2 || ranges.Count == 2 && ranges.Select(range => range.Text?.Contains(':', StringComparison.Ordinal)).Distinct().Count() == 1)
            errors.Invalid(Field, ranges.DeepClone(), "may specify no more than one CIDR for each IP family");
    }
}
