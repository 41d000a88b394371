using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Parts of definitions as real servers print them in messages: Go's structures.</summary>
internal static class DefinitionShapes
{
    /// <summary>What is the same in all versions is kept once, beside them.</summary>
    public static bool IsShared(JsonObject[] versions, string field) => Array.TrueForAll(versions, version => JsonNode.DeepEquals(version[field], versions[0][field]));

    public static JsonArray? Versions(JsonObject[] versions) => new JsonArray([.. versions.Select(version => ToGo(version, versions))]);

    private static JsonObject ToGo(JsonObject version, JsonObject[] versions) => new JsonObject
    {
        ["Name"] = version.Text("name") ?? "",
        ["Served"] = version.IsTrue("served"),
        ["Storage"] = version.IsTrue("storage"),
        ["Deprecated"] = version.IsTrue("deprecated"),
        ["DeprecationWarning"] = version["deprecationWarning"]?.DeepClone(),
        ["Schema"] = IsShared(versions, "schema") || version["schema"] is null ? null : new JsonObject { ["OpenAPIV3Schema"] = version.Map("schema")!.Map("openAPIV3Schema") is { } schema ? GoSchema.Show(schema) : null },
        ["Subresources"] = IsShared(versions, "subresources") ? null : Subresources(version.Map("subresources")),
        ["AdditionalPrinterColumns"] = IsShared(versions, "additionalPrinterColumns") || version.List("additionalPrinterColumns") is not { Count: > 0 } ? null : new JsonArray([.. version.Objects("additionalPrinterColumns").Select(Column)]),
        ["SelectableFields"] = IsShared(versions, "selectableFields") || version.List("selectableFields") is not { Count: > 0 } ? null
            : new JsonArray([.. version.Objects("selectableFields").Select(field => new JsonObject { ["JSONPath"] = field.Text("jsonPath") ?? "" })]),
    };

    private static JsonObject? Subresources(JsonObject? subresources) => subresources is null ? null : new JsonObject
    {
        ["Status"] = subresources["status"] is null ? null : new JsonObject(),
        ["Scale"] = subresources.Map("scale") is { } scale
            ? new JsonObject { ["SpecReplicasPath"] = scale.Text("specReplicasPath") ?? "", ["StatusReplicasPath"] = scale.Text("statusReplicasPath") ?? "", ["LabelSelectorPath"] = scale["labelSelectorPath"]?.DeepClone() }
            : null,
    };

    private static JsonObject Column(JsonObject column) => new()
    {
        ["Name"] = column.Text("name") ?? "",
        ["Type"] = column.Text("type") ?? "",
        ["Format"] = column.Text("format") ?? "",
        ["Description"] = column.Text("description") ?? "",
        ["Priority"] = column["priority"]?.DeepClone() ?? 0,
        ["JSONPath"] = column.Text("jsonPath") ?? "",
    };

    /// <summary>A rule as the server prints it: its Go structure.</summary>
    public static JsonObject Rule(JsonObject rule) => new()
    {
        ["Rule"] = rule.Text("rule") ?? "",
        ["Message"] = rule.Text("message") ?? "",
        ["MessageExpression"] = rule.Text("messageExpression") ?? "",
        ["Reason"] = rule["reason"]?.DeepClone(),
        ["FieldPath"] = rule.Text("fieldPath") ?? "",
        ["OptionalOldSelf"] = rule["optionalOldSelf"]?.DeepClone(),
    };
}
