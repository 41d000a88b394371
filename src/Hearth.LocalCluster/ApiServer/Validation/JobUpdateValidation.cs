using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What may change in a Job: how many pods run at once, and where they may run while none has started.</summary>
internal static class JobUpdateValidation
{
    public static void Validate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (spec, before) = (value.Map("spec") ?? [], old.Map("spec") ?? []);
        // Real servers look at the whole once as at a new Job, once as at a changed one.
        JobValidation.Validate(errors, value);
        JobValidation.SpecWithSelector(errors, spec);
        Completions(errors, spec, before);
        if (!JsonNode.DeepEquals(spec["selector"], before["selector"]))
            errors.Invalid("spec.selector", spec.Map("selector") is { } selector ? ErrorList.Shown(selector) : null, "field is immutable");
        Template(errors, spec, before, IsMutable(old));
        errors.Immutable("spec.completionMode", spec["completionMode"], before["completionMode"]);
        Policy(errors, "podFailurePolicy", "batch.v1.PodFailurePolicy", spec, before);
        errors.Immutable("spec.backoffLimitPerIndex", spec["backoffLimitPerIndex"], before["backoffLimitPerIndex"]);
        errors.Immutable("spec.managedBy", spec["managedBy"], before["managedBy"]);
        Policy(errors, "successPolicy", "batch.v1.SuccessPolicy", spec, before);
    }

    private static bool IsMutable(JsonObject old) => old.Map("spec")?.IsTrue("suspend") == true && old.Map("status")?["startTime"] is null;

    private static void Completions(ErrorList errors, JsonObject spec, JsonObject before)
    {
        const string Field = "spec.completions";
        if (spec.Text("completionMode") != "Indexed")
            errors.Immutable(Field, spec["completions"]?.DeepClone(), before["completions"]);
        else if (spec["completions"].Number is { } completions && completions != before["completions"].Number && completions != spec["parallelism"].Number)
            errors.Invalid(Field, completions, "can only be modified in tandem with spec.parallelism");
    }

    private static void Policy(ErrorList errors, string name, string type, JsonObject spec, JsonObject before)
    {
        if (!JsonNode.DeepEquals(spec[name], before[name]))
            errors.Invalid("spec." + name, errors.InMemory(type, spec[name], "spec." + name), "field is immutable");
    }

    private static void Template(ErrorList errors, JsonObject spec, JsonObject before, bool isMutable)
    {
        var (template, old) = ((JsonObject)(spec.Map("template") ?? []).DeepClone(), (JsonObject)(before.Map("template") ?? []).DeepClone());
        if (isMutable)
        {
            foreach (var both in (ReadOnlySpan<JsonObject>)[template, old])
            {
                foreach (var name in (ReadOnlySpan<string>)["annotations", "labels"])
                    both.Map("metadata")?.Remove(name);
                foreach (var name in (ReadOnlySpan<string>)["nodeSelector", "tolerations", "schedulingGates"])
                    both.Map("spec")?.Remove(name);
                if (both.Map("spec")?.Map("affinity") is not { } affinity)
                    continue;
                affinity.Remove("nodeAffinity");
                if (affinity.Count == 0)
                    both.Map("spec")!.Remove("affinity");
            }
        }

        if (!JsonNode.DeepEquals(template, old))
            errors.Invalid("spec.template", errors.InMemory("core.v1.PodTemplateSpec", spec["template"], "spec.template"), "field is immutable");
    }
}
