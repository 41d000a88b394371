using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>A default must be a value that the schema takes, by its rules too, and nothing that it would drop.</summary>
internal static class DefaultValidation
{
    public static void Validate(ErrorList errors, JsonObject schema, string at)
    {
        if (schema["default"] is { } value)
            Value(errors, schema, value, at + ".default");
        foreach (var (place, child) in SchemaDefinitionValidation.Children(schema).Where(child => child.Place == "items" || child.Place.StartsWith("properties[", StringComparison.Ordinal)))
            Validate(errors, child, $"{at}.{place}");
    }

    private static void Value(ErrorList errors, JsonObject schema, JsonNode value, string at)
    {
        var unknown = new List<string>();
        _ = Pruning.Value(schema, value, "", unknown);
        if (unknown.Count > 0)
            errors.Invalid(at, value.DeepClone(), "must not have unknown fields");
        var wrong = EmbeddedResources.Validate(schema, value, at).ToArray();
        if (wrong.Length == 0)
            wrong = [.. SchemaValidation.ValidateDefault(schema, value, at)];
        if (wrong.Length == 0)
            wrong = [.. Rules.CheckDefault(schema, value, at)];
        errors.AddAll(wrong);
    }
}
