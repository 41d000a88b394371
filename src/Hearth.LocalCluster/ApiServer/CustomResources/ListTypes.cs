using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Lists that are sets or maps have each item, or each key, once. Of those that come again the first is named.</summary>
internal static class ListTypes
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode? value, string path = "") => value switch
    {
        JsonObject map => map.SelectMany(field => Field(schema, field.Key, field.Value, path)),
        JsonArray list => Uniqueness(schema, list, path).Concat(
            schema.Map("items") is { } items ? list.SelectMany((item, i) => Validate(items, item, $"{path}[{i}]")) : []),
        _ => [],
    };

    private static IEnumerable<FieldError> Field(JsonObject schema, string name, JsonNode? value, string path)
    {
        if (schema.Map("properties")?.Map(name) is { } property)
            return Validate(property, value, path.Length == 0 ? name : $"{path}.{name}");
        return schema.Map("additionalProperties") is { } values ? Validate(values, value, $"{path}[{name}]") : [];
    }

    private static IEnumerable<FieldError> Uniqueness(JsonObject schema, JsonArray list, string path) => schema.Text("x-kubernetes-list-type") switch
    {
        "set" => Again([.. list], path),
        "map" => Keys(schema, list, path),
        _ => [],
    };

    private static IEnumerable<FieldError> Keys(JsonObject schema, JsonArray list, string path)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not (null or JsonObject))
                return [FieldError.Invalid($"{path}[{i}]", list[i], "must be an object for an array of list-type map")];
        }

        var keys = (schema.List("x-kubernetes-list-map-keys") ?? []).Select(key => key.Text!).ToArray();
        return Again([.. list.Select(item => new JsonObject(keys.Where(key => item is JsonObject map && map.ContainsKey(key)).Select(key => KeyValuePair.Create(key, item![key]?.DeepClone()))))], path);
    }

    private static IEnumerable<FieldError> Again(JsonNode?[] items, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            var text = items[i]?.ToJsonString() ?? "null";
            seen[text] = seen.GetValueOrDefault(text) + 1;
            if (seen[text] == 2)
                yield return FieldError.Duplicate($"{path}[{i}]", items[i]);
        }
    }
}
