using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Lists that are sets or maps have each item, or each key, once. Of those that come again the first is named.</summary>
internal static class ListTypes
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode? value) => SchemaWalk.Values(schema, value)
        .SelectMany(found => found.Value is JsonArray list ? Uniqueness(found.Schema, list, found.Path) : []);

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
            // 1 and 1.0 are of two types in Go, and so not equal.
            var text = items[i] is { } item ? $"{TypeValidation.TypeOf(item)} {item.ToJsonString()}" : "null";
            seen[text] = seen.GetValueOrDefault(text) + 1;
            if (seen[text] == 2)
                yield return FieldError.Duplicate($"{path}[{i}]", items[i]);
        }
    }
}
