using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Spark.Configuration;

namespace Hearth.Testing;

/// <summary>
/// The form in which two recordings of a submission are compared: key order means nothing, lists that Spark fills from a hash map or in
/// random order are sets, and the properties text is a map. All else counts.
/// </summary>
public static class CanonicalSubmission
{
    private static readonly string[] s_sets = ["env", "volumes", "volumeMounts"];

    public static JsonNode? Of(JsonNode? node, string key = "") => node switch
    {
        JsonObject map => OfMap(map, key),
        JsonArray list => OfList(list, key),
        _ => node?.DeepClone(),
    };

    public static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path = "")
    {
        if (expected is JsonObject a && actual is JsonObject b)
            return a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key)).SelectMany(key => Differences(a[key], b[key], $"{path}.{key}"));
        if (expected is JsonArray x && actual is JsonArray y && x.Count == y.Count)
            return x.SelectMany((item, i) => Differences(item, y[i], $"{path}[{i}]"));
        return JsonNode.DeepEquals(expected, actual) ? [] : [$"{path}: expected {Short(expected)}, found {Short(actual)}"];
    }

    private static JsonObject OfMap(JsonObject map, string parent)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key is "uid" or "resourceVersion" && parent != "ownerReferences")
                continue;
            result[key] = key == "spark.properties" ? Properties(value!.ToString()) : Of(value, key);
        }

        if (parent == "volumeMounts" && result["name"]?.ToString() is { } name && Regex.IsMatch(name, @"^spark-local-dir-\d+$"))
            result["name"] = "spark-local-dir-N";
        if (result["name"]?.ToString() == "SPARK_LOCAL_DIRS" && result["value"] is { } directories)
            result["value"] = string.Join(',', directories.ToString().Split(',').Order(StringComparer.Ordinal));
        return result;
    }

    private static JsonArray OfList(JsonArray list, string key)
    {
        var items = list.Select(item => Of(item, key));
        return [.. s_sets.Contains(key) ? items.OrderBy(item => item!.ToJsonString(), StringComparer.Ordinal) : items];
    }

    private static JsonObject Properties(string text)
    {
        var result = new JsonObject { ["header"] = text.Split('\n')[0] };
        foreach (var (key, value) in JavaProperties.Read(text).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            result[key] = value;
        return result;
    }

    private static string Short(JsonNode? node) => node is null ? "nothing" : node.ToJsonString() is { Length: > 300 } text ? text[..300] + "..." : node.ToJsonString();
}
