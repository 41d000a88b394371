using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Objects of any kind inside a custom resource: they say what they are.</summary>
internal static class EmbeddedResources
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode? value, string path = "") => SchemaWalk.Values(schema, value, path)
        .SelectMany(found => found.Value is JsonObject map && found.Schema.IsTrue("x-kubernetes-embedded-resource") ? Resource(map, found.Path) : []);

    private static IEnumerable<FieldError> Resource(JsonObject value, string path)
    {
        foreach (var name in (string[])["apiVersion", "kind"])
        {
            var at = SchemaWalk.Field(path, name);
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
            yield return error with { Field = SchemaWalk.Field(path, error.Field) };
    }
}
