using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Objects of any kind inside a custom resource: they say what they are.</summary>
internal static class EmbeddedResources
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode? value, string path = "") => value switch
    {
        JsonObject map => (schema.IsTrue("x-kubernetes-embedded-resource") ? Resource(map, path) : []).Concat(map.SelectMany(field => Field(schema, field.Key, field.Value, path))),
        JsonArray list when schema.Map("items") is { } items => list.SelectMany((item, i) => Validate(items, item, $"{path}[{i}]")),
        _ => [],
    };

    private static IEnumerable<FieldError> Field(JsonObject schema, string name, JsonNode? value, string path)
    {
        if (schema.Map("properties")?.Map(name) is { } property)
            return Validate(property, value, Below(path, name));
        return schema.Map("additionalProperties") is { } values ? Validate(values, value, $"{path}[{name}]") : [];
    }

    private static IEnumerable<FieldError> Resource(JsonObject value, string path)
    {
        foreach (var name in (string[])["apiVersion", "kind"])
        {
            var at = Below(path, name);
            if (!value.ContainsKey(name))
                yield return FieldError.Required(at, "");
            else if (value.Text(name) is not { } text)
                yield return FieldError.Invalid(at, value[name]?.DeepClone(), "must be a string");
            else if (text.Length == 0)
                yield return FieldError.Invalid(at, text, "must not be empty");
            else if (name == "apiVersion" && text.Split('/').Length > 2)
                yield return FieldError.Invalid(at, text, "unexpected GroupVersion string: " + text);
            else if (name == "kind" && Names.Label1035Problems(text.ToLowerInvariant()).ToArray() is { Length: > 0 } problems)
                yield return FieldError.Invalid(at, text, "may have mixed case, but should otherwise match: " + string.Join(',', problems));
        }

        foreach (var error in value.Map("metadata") is { } metadata ? MetadataRules.Embedded(metadata) : [])
            yield return error with { Field = Below(path, error.Field) };
    }

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
