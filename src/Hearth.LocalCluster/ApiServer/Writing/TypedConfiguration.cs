using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>An applied configuration must fit its type exactly: nobody could own a field that does not exist.</summary>
internal static class TypedConfiguration
{
    /// <exception cref="ApiException">A field is unknown or of the wrong type (500, as real servers answer).</exception>
    public static void Check(ApiResource resource, JsonObject config)
    {
        var problems = new List<string>();
        Check(resource.Schema, config, "", problems);
        var metadata = config.Map("metadata") ?? [];
        var kind = $"{resource.Group}/{resource.Version}, Kind={resource.Kind}";
        var name = $"{metadata.Text("namespace")}/{metadata.Text("name")}; {kind}";
        if (problems.Count > 0)
            throw new ApiException(500, "", $"failed to create typed patch object ({name}): {(problems.Count == 1 ? problems[0] : "errors:\n  " + string.Join("\n  ", problems))}");
    }

    /// <summary>An applied object says of itself what it is.</summary>
    /// <exception cref="ApiException">It is of another kind or version, or does not say (400).</exception>
    public static void CheckKind(ApiResource resource, JsonObject config)
    {
        var (version, kind) = (config.Text("apiVersion") ?? "", config.Text("kind") ?? "");
        if (version == resource.ApiVersion && kind == resource.Kind)
            return;
        var parts = version.Split('/');
        var (group, name) = parts.Length switch { 1 => ("", version), 2 => (parts[0], parts[1]), _ => ("", "") };
        throw ApiException.BadRequest($"invalid object type: {group}/{name}, Kind={(parts.Length > 2 ? "" : kind)}");
    }

    /// <summary>Whether nothing in an object has another type than it must have, unknown fields and repeated items aside.</summary>
    public static bool Fits(TypeSchema schema, JsonObject value)
    {
        var problems = new List<string>();
        foreach (var (name, child) in value)
        {
            if (name != "metadata" && schema.FieldType(name) is { } type)
                Check(type, child, "." + name, problems);
        }

        return problems.TrueForAll(problem => problem.EndsWith("field not declared in schema", StringComparison.Ordinal) || problem.Contains(": duplicate entries for key ", StringComparison.Ordinal));
    }

    /// <summary>What was applied has a value that its type cannot read (500).</summary>
    public static ApiException Unreadable(ApiResource resource, JsonObject config, string problem)
    {
        var kind = $"{resource.Group}/{resource.Version}, Kind={resource.Kind}";
        var metadata = config.Map("metadata") ?? [];
        return new ApiException(500, "", $"failed to convert new object ({metadata.Text("namespace")}/{metadata.Text("name")}; {kind}) to proper version: unable to convert unstructured object to {kind}: {problem}");
    }

    private static void Check(TypeSchema schema, JsonNode? value, string path, List<string> problems)
    {
        switch (value)
        {
            case JsonObject map when schema.IsObject:
                foreach (var (name, child) in map)
                {
                    if (schema.FieldType(name) is { } type)
                        Check(type, child, $"{path}.{name}", problems);
                    else
                        problems.Add($"{path}.{name}: field not declared in schema");
                }

                break;
            case JsonArray list when schema.Kind == ValueKind.List:
                Items(schema, list, path, problems);
                break;
            case not null when Problem(schema, value) is { } mismatch:
                problems.Add($"{path}: {mismatch}");
                break;
        }
    }

    /// <summary>Another type than that of the field, as Go prints it.</summary>
    private static string? Problem(TypeSchema schema, JsonNode value) => schema.Kind switch
    {
        ValueKind.Struct or ValueKind.Map => $"expected map, got &{{{GoText.Of(value)}}}",
        ValueKind.List => $"expected list, got &{{{GoText.Of(value)}}}",
        ValueKind.String or ValueKind.Bytes when value.Text is null => $"expected string, got &value.valueUnstructured{{Value:{Literal(value)}}}",
        ValueKind.Bool when value.Flag is null => $"expected boolean, got &{{{GoText.Of(value)}}}",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double when value is not JsonValue || value.Text is not null || value.Flag is not null => "expected numeric (int or float), got " + Type(value),
        ValueKind.Time or ValueKind.MicroTime or ValueKind.Quantity or ValueKind.IntOrString when value is JsonObject or JsonArray => $"expected any scalar, got &{{{GoText.Of(value)}}}",
        _ => null,
    };

    private static string Type(JsonNode value) => value switch
    {
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.Text is not null ? "string" : "bool",
    };

    /// <summary>A value as Go's source would write it.</summary>
    private static string Literal(JsonNode? value) => value switch
    {
        null => "interface {}(nil)",
        JsonObject map => $"map[string]interface {{}}{{{string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"\"{entry.Key}\":{Literal(entry.Value)}"))}}}",
        JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(Literal))}}}",
        _ when value.Text is null => GoText.Of(value),
        _ => value.ToJsonString(Json.Plain),
    };

    /// <summary>Who cannot say which item of a list one is says nothing of those after it either.</summary>
    private static void Items(TypeSchema schema, JsonArray list, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.ListType != ListType.Atomic && Unnamed(schema, list[i]) is { } problem)
            {
                problems.Add($"{path}: element {i}: {problem}");
                return;
            }

            var name = Name(schema, list[i], i);
            if (!seen.Add(name))
                problems.Add($"{path}: duplicate entries for key {name}");
            Check(schema.Element, list[i], path + name, problems);
        }
    }

    private static string? Unnamed(TypeSchema list, JsonNode? item) => (list.ListType, item) switch
    {
        (ListType.Map, null) => "associative list with keys may not have a null element",
        (ListType.Map, JsonObject map) when !list.ListKeys.Any(key => map.ContainsKey(key) || Default(list, key) is not null) =>
            $"associative list with keys has an element that omits all key fields [{string.Join(' ', list.ListKeys.Select(key => $"\"{key}\""))}] (and doesn't have default values for any key fields)",
        (ListType.Map, not JsonObject) => "associative list with keys may not have non-map elements",
        (ListType.Set, null) => "associative list without keys has an element that's an explicit null",
        (ListType.Set, JsonObject) => "associative list without keys has an element that's a map type",
        (ListType.Set, JsonArray) => "not supported: associative list with lists as elements",
        _ => null,
    };

    private static string Name(TypeSchema list, JsonNode? item, int index) => list.ListType switch
    {
        ListType.Map when item is JsonObject map => $"[{string.Join(',', list.ListKeys.Order(StringComparer.Ordinal).Where(key => map.ContainsKey(key) || Default(list, key) is not null).Select(key => $"{key}={Shown(map.ContainsKey(key) ? map[key] : Default(list, key))}"))}]",
        ListType.Set => $"[={Shown(item)}]",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{index}]"),
    };

    private static JsonNode? Default(TypeSchema list, string key) => list.Element.Fields.GetValueOrDefault(key)?.Default;

    private static string Shown(JsonNode? value) => value?.ToJsonString(Json.Plain) ?? "null";
}
