using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>RuntimeClasses: how containers run.</summary>
internal static class RuntimeClassValidation
{
    public static void Validate(ErrorList errors, JsonObject value)
    {
        errors.DnsLabel("handler", value.Text("handler") ?? "");
        if (value.Map("overhead")?.Map("podFixed") is { } overhead)
            ResourceValidation.Validate(errors, new JsonObject { ["limits"] = overhead.DeepClone() }, "overhead", null);
        if (value.Map("scheduling") is not { } scheduling)
            return;
        errors.AddAll(MetadataRules.Labels(scheduling.Map("nodeSelector"), "scheduling.nodeSelector"));
        PlacementValidation.Tolerations(errors, scheduling, "scheduling.tolerations");
    }
}
