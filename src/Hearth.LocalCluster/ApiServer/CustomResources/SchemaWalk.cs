using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>The values in a custom resource that its structural schema describes.</summary>
internal static class SchemaWalk
{
    /// <summary>Each value with its schema and its path as errors write it, outer ones first.</summary>
    public static IEnumerable<(JsonObject Schema, JsonNode? Value, string Path)> Values(JsonObject schema, JsonNode? value, string path = "") =>
        Below(schema, value, path).SelectMany(child => Values(child.Schema, child.Value, child.Path)).Prepend((schema, value, path));

    public static string Field(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static IEnumerable<(JsonObject Schema, JsonNode? Value, string Path)> Below(JsonObject schema, JsonNode? value, string path)
    {
        foreach (var (name, child) in value as JsonObject ?? [])
        {
            if (schema.Map("properties")?.Map(name) is { } property)
                yield return (property, child, Field(path, name));
            else if (schema.Map("additionalProperties") is { } values)
                yield return (values, child, $"{path}[{name}]");
        }

        foreach (var (i, item) in (schema.Map("items") is null ? [] : value as JsonArray ?? []).Index())
            yield return (schema.Map("items")!, item, $"{path}[{i}]");
    }
}
