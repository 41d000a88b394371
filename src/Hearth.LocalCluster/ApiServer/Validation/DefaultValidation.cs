using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>A default must be a value that the schema takes, by its rules too, and nothing that it would drop.</summary>
internal static class DefaultValidation
{
    public static void Validate(ErrorList errors, JsonObject schema, string at, bool isRoot = false)
    {
        if (schema["default"] is { } value)
            Value(errors, isRoot ? WithIdentity(schema) : schema, Untyped.Of(value), at + ".default");
        foreach (var (place, child) in SchemaDefinitionValidation.Children(schema).Where(child => child.Place == "items" || child.Place.StartsWith("properties[", StringComparison.Ordinal)))
            Validate(errors, child, $"{at}.{place}");
    }

    /// <summary>A whole object says what it is, as one in another does.</summary>
    private static JsonObject WithIdentity(JsonObject schema)
    {
        var copy = (JsonObject)schema.DeepClone();
        copy["x-kubernetes-embedded-resource"] = true;
        return copy;
    }

    private static void Value(ErrorList errors, JsonObject schema, JsonNode value, string at)
    {
        var unknown = new UnknownFields();
        _ = Pruning.Value(schema, value, "", unknown);
        if (unknown.Sorted().Any())
            errors.Invalid(at, value.DeepClone(), "must not have unknown fields");
        var wrong = EmbeddedResources.Validate(schema, value, at).ToArray();
        if (wrong.Length == 0)
            wrong = [.. SchemaValidation.ValidateDefault(schema, value, at)];
        if (wrong.Length == 0)
            wrong = [.. Rules.CheckDefault(schema, value, at)];
        errors.AddAll(wrong);
    }
}
