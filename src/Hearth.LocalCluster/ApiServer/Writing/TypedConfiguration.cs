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
                CheckDuplicates(schema, list, path, problems);
                for (var i = 0; i < list.Count; i++)
                {
                    if (Keyless(schema, list[i]) is { } problem)
                        problems.Add($"{path}: element {i}: {problem}");
                    else
                        Check(schema.Element, list[i], $"{path}[{Item(schema, list[i], i)}]", problems);
                }

                break;
            case not null when Problem(schema, value) is { } mismatch:
                problems.Add($"{path}: {mismatch}");
                break;
        }
    }

    /// <summary>Why nobody could name an item of a keyed list.</summary>
    private static string? Keyless(TypeSchema list, JsonNode? item)
    {
        if (list.ListType != ListType.Map)
            return null;
        if (item is not JsonObject map)
            return "associative list with keys may not have non-map elements";
        return list.ListKeys.Any(key => map.ContainsKey(key) || list.Element.Fields.GetValueOrDefault(key)?.Default is not null)
            ? null
            : $"associative list with keys has an element that omits all key fields [{string.Join(' ', list.ListKeys.Select(key => $"\"{key}\""))}] (and doesn't have default values for any key fields)";
    }

    /// <summary>Another type than that of the field, as Go prints it.</summary>
    private static string? Problem(TypeSchema schema, JsonNode value) => schema.Kind switch
    {
        ValueKind.Struct or ValueKind.Map => $"expected map, got &{{{GoText.Of(value)}}}",
        ValueKind.List => $"expected list, got &{{{GoText.Of(value)}}}",
        ValueKind.String or ValueKind.Bytes when value.Text is null => $"expected string, got &value.valueUnstructured{{Value:{Literal(value)}}}",
        ValueKind.Bool when value.Flag is null => $"expected boolean, got &{{{GoText.Of(value)}}}",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double when value.Number is null => "expected numeric (int or float), got " + Type(value),
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
        _ => value.ToJsonString(Json.Plain),
    };

    private static void CheckDuplicates(TypeSchema schema, JsonArray list, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            var name = schema.ListType switch
            {
                ListType.Map when item is JsonObject map => $"key [{string.Join(',', schema.ListKeys.Order(StringComparer.Ordinal).Select(key => $"{key}={(map[key] ?? schema.Element.Fields.GetValueOrDefault(key)?.Default)?.ToJsonString()}"))}]",
                ListType.Set => $"key [={item?.ToJsonString(Json.Plain)}]",
                _ => null,
            };
            if (name is not null && !seen.Add(name) && told.Add(name))
                problems.Add($"{path}: duplicate entries for {name}");
        }
    }

    private static string Item(TypeSchema list, JsonNode? item, int index)
    {
        if (list.ListType == ListType.Set && item is JsonValue)
            return "=" + item.ToJsonString(Json.Plain);
        if (list.ListType != ListType.Map || item is not JsonObject map)
            return index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return string.Join(',', list.ListKeys.Where(map.ContainsKey).Select(key => $"{key}={map[key]?.ToJsonString()}"));
    }
}
