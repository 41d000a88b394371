using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>ReplicationControllers.</summary>
internal static class ReplicationControllerValidation
{
    /// <remarks>Real servers look at a changed one twice: as at a new one, and as at a changed one.</remarks>
    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        _ = old;
        Validate(errors, value.Map("spec") ?? []);
        Validate(errors, value.Map("spec") ?? []);
    }

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        var selector = spec.Map("selector") ?? [];
        if (selector.Count == 0)
            errors.Required("spec.selector");
        errors.NotNegative("spec.replicas", spec["replicas"]);
        if (spec.Map("template") is not { } template)
        {
            errors.Required("spec.template");
            return;
        }

        var labels = template.Map("metadata")?.Map("labels");
        if (selector.Any(entry => labels?.Text(entry.Key) != entry.Value.Text))
            errors.Invalid("spec.template.metadata.labels", WorkloadValidation.Shown(labels), "`selector` does not match template `labels`");
        PodValidation.Template(errors, template, "spec.template");
        WorkloadValidation.AlwaysRunning(errors, spec, "ReplicationController");
    }
}
