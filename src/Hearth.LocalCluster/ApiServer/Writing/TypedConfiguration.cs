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
        if (problems.Count == 0)
            return;
        var metadata = config.Map("metadata") ?? [];
        var text = problems.Count == 1 ? problems[0] : "errors:\n  " + string.Join("\n  ", problems);
        throw new ApiException(
            500, "", $"failed to create typed patch object ({metadata.Text("namespace")}/{metadata.Text("name")}; {resource.Group}/{resource.Version}, Kind={resource.Kind}): {text}");
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
                    Check(schema.Element, list[i], $"{path}[{Item(schema, list[i], i)}]", problems);
                break;
            case not null when Mismatch(schema, value) is { } wanted:
                problems.Add($"{path}: {wanted}");
                break;
        }
    }

    private static string? Mismatch(TypeSchema schema, JsonNode value) => schema.Kind switch
    {
        ValueKind.String or ValueKind.Quantity or ValueKind.Time or ValueKind.MicroTime or ValueKind.Bytes when value.Text is null => $"expected string, got &value.valueUnstructured{{Value:{InGo(value)}}}",
        ValueKind.Bool when value.Flag is null => $"expected boolean, got &{{{Printed(value)}}}",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double when value is not JsonValue || value.Text is not null || value.Flag is not null => "expected numeric (int or float), got " + TypeInGo(value),
        ValueKind.List when value is not JsonArray => $"expected list, got &{{{Printed(value)}}}",
        _ when schema.IsObject && value is not JsonObject => $"expected map, got &{{{Printed(value)}}}",
        _ => null,
    };

    /// <summary>As Go prints it with <c>%v</c>.</summary>
    private static string Printed(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Printed(field.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Printed))}]",
        _ => value.Text ?? value.ToJsonString(),
    };

    /// <summary>As Go prints it with <c>%#v</c>.</summary>
    private static string InGo(JsonNode? value) => value switch
    {
        null => "interface {}(nil)",
        JsonObject map => $"map[string]interface {{}}{{{string.Join(", ", map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"\"{field.Key}\":{InGo(field.Value)}"))}}}",
        JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(InGo))}}}",
        _ => value.ToJsonString(Json.Plain),
    };

    private static string TypeInGo(JsonNode value) => value switch
    {
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.Flag is null ? "string" : "bool",
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
                ListType.Set => "key " + item?.ToJsonString(),
                _ => null,
            };
            if (name is not null && !seen.Add(name) && told.Add(name))
                problems.Add($"{path}: duplicate entries for {name}");
        }
    }

    private static string Item(TypeSchema list, JsonNode? item, int index)
    {
        if (list.ListType != ListType.Map || item is not JsonObject map)
            return index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return string.Join(',', list.ListKeys.Where(map.ContainsKey).Select(key => $"{key}={map[key]?.ToJsonString()}"));
    }
}
