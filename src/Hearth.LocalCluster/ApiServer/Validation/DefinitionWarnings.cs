using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What a new definition asks for and will not get: formats of strings that no server checks.</summary>
internal static class DefinitionWarnings
{
    public static void Write(ApiResource resource, JsonObject value, JsonObject? old, Warnings warnings)
    {
        if (old is not null || resource.GroupResource != "customresourcedefinitions.apiextensions.k8s.io")
            return;
        foreach (var version in value.Map("spec")?.Objects("versions") ?? [])
            Formats(version.Map("schema")?.Map("openAPIV3Schema"), warnings);
    }

    private static void Formats(JsonNode? schema, Warnings warnings)
    {
        if (schema is JsonObject map && map.Text("type") == "string" && map.Text("format") is { Length: > 0 } format && !StringFormats.IsKnown(format))
            warnings.Add($"unrecognized format \"{format}\"");
        foreach (var child in (schema as JsonObject)?.Select(field => field.Value) ?? schema as JsonArray ?? Enumerable.Empty<JsonNode?>())
        {
            if (child is JsonObject or JsonArray)
                Formats(child, warnings);
        }
    }
}
