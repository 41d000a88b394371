using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
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
        // The field is named twice by real servers.
        PlacementValidation.Tolerations(errors, scheduling, "scheduling.tolerations.tolerations");
        var tolerations = scheduling.Objects("tolerations").ToArray();
        for (var i = 0; i < tolerations.Length; i++)
        {
            if (tolerations.Take(i).Any(other => JsonNode.DeepEquals(other, tolerations[i])))
                errors.Add(FieldError.Duplicate($"scheduling.tolerations[{i}]", Shown(tolerations[i])));
        }
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old) => errors.Immutable("handler", value["handler"], old["handler"]);

    private static JsonObject Shown(JsonObject toleration) => new()
    {
        ["Key"] = toleration.Text("key") ?? "",
        ["Operator"] = toleration.Text("operator") ?? "",
        ["Value"] = toleration.Text("value") ?? "",
        ["Effect"] = toleration.Text("effect") ?? "",
        ["TolerationSeconds"] = toleration["tolerationSeconds"]?.DeepClone(),
    };
}
