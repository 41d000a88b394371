using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>What a patch has made of an object: it is refused with its text, and read in the order of that.</summary>
/// <param name="Text">JSON, or what Go prints of a strategic merge patch.</param>
internal sealed record PatchedText(Func<string> Text)
{
    public ApiException Refuse(string problem) => PatchProblems.Invalid(Text(), problem);

    /// <summary>The first value of the wrong type; null where the text is no JSON.</summary>
    public string? FirstProblem(TypeSchema schema)
    {
        try
        {
            Read(schema);
            return null;
        }
        catch (DecodingException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Unknown fields in the order of the text; sorted where it is no JSON.</summary>
    public IEnumerable<string> InOrder(TypeSchema schema, IReadOnlyList<string> unknown) => unknown.Count < 2 ? unknown : Read(schema)?.Unknown ?? unknown.Order(StringComparer.Ordinal).AsEnumerable();

    private ObjectDecoder? Read(TypeSchema schema)
    {
        var text = Text();
        if (!text.StartsWith('{'))
            return null;
        var decoder = new ObjectDecoder();
        decoder.Decode(schema, JsonReader.Read(System.Text.Encoding.UTF8.GetBytes(text)) as JsonObject ?? []);
        return decoder;
    }
}

/// <summary>The text that a patch has made of an object, as real servers show it: sorted where the patch went, in the order of the type elsewhere.</summary>
internal static class PatchText
{
    public static string OfMerge(ApiResource resource, JsonObject current, JsonObject patch) => Json.ToText(Merge(Wire(resource, current), patch)!);

    public static string OfOperations(ApiResource resource, JsonObject current, JsonArray operations)
    {
        var patched = JsonPatch.Apply(Wire(resource, current), operations);
        var touched = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var path in operations.OfType<JsonObject>().SelectMany(operation => ((string[])["path", "from"]).Select(name => operation.Text(name))).OfType<string>())
        {
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
                touched.Add(path[..slash]);
        }

        return Json.ToText(Sorted(patched, "", touched)!);
    }

    /// <summary>What is left of a strategic merge patch once its directives are followed, as Go prints it.</summary>
    public static string OfStrategic(JsonObject patch) => GoText.Of(WithoutDirectives(patch));

    private static JsonObject Wire(ApiResource resource, JsonObject current) => (JsonObject)(resource.Custom is null ? GoValue.Wire(resource.Schema, current)! : Json.Sorted(current)!);

    private static JsonNode? Sorted(JsonNode? value, string path, HashSet<string> touched)
    {
        switch (value)
        {
            case JsonObject map:
                var fields = map.Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value, $"{path}/{entry.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", touched)));
                return new JsonObject(touched.Contains(path) ? fields.OrderBy(entry => entry.Key, StringComparer.Ordinal) : fields);
            case JsonArray list:
                return new JsonArray([.. list.Select((item, i) => Sorted(item, $"{path}/{i}", touched))]);
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject WithoutDirectives(JsonObject patch)
    {
        var left = new JsonObject();
        foreach (var (name, value) in patch)
        {
            if (name != "$retainKeys" && !(name == "$patch" && value.Text == "replace"))
                left[name] = value is JsonObject map ? WithoutDirectives(map) : value?.DeepClone();
        }

        return left;
    }

    private static JsonNode? Merge(JsonNode? current, JsonNode? patch)
    {
        if (current is not JsonObject map)
            return Json.Sorted(MergePatch.Added(patch));
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
            merged[name] = value?.DeepClone();
        foreach (var (name, change) in changes)
        {
            if (change is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged.GetValueOrDefault(name), change);
        }

        return new JsonObject(merged);
    }
}
