using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Whether a schema is structural: every value has a type, and what combinations say are bounds alone.</summary>
internal static class StructuralValidation
{
    private static readonly (string Word, string Why)[] s_notInCombinations =
    [
        ("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"), ("default", "must be undefined to be structural"), ("title", "must be empty to be structural"),
        ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"), ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
        ("x-kubernetes-embedded-resource", "must be false to be structural"), ("x-kubernetes-int-or-string", "must be false to be structural"), ("x-kubernetes-list-map-keys", "must be empty to be structural"),
        ("x-kubernetes-list-type", "must be undefined to be structural"), ("x-kubernetes-map-type", "must be undefined to be structural"), ("x-kubernetes-validations", "must be empty to be structural"),
    ];

    private enum Level
    {
        Root,
        Field,
        Item,
    }

    public static void Validate(ErrorList errors, JsonObject schema, string at)
    {
        Schema(errors, schema, at, Level.Root);
        foreach (var (place, part) in Parts(schema))
            Completeness(errors, part, schema, at, $"{at}.{place}");
    }

    private static IEnumerable<(string Place, JsonObject Part)> Parts(JsonObject schema) => SchemaDefinitionValidation.Children(schema).Where(child => child.Place is "not" || child.Place.Contains("Of[", StringComparison.Ordinal) && !child.Place.StartsWith("properties", StringComparison.Ordinal));

    /// <summary>What combinations at the root speak of is described beside them.</summary>
    private static void Completeness(ErrorList errors, JsonObject part, JsonObject? structure, string at, string from)
    {
        if (structure is null)
        {
            errors.Required(at, "because it is defined in " + from);
            return;
        }

        foreach (var (place, inner) in Parts(part))
            Completeness(errors, inner, structure, at, $"{from}.{place}");
        if (part.Map("items") is { } items)
            Completeness(errors, items, structure.Map("items"), at + ".items", from + ".items");
        foreach (var (name, child) in part.Map("properties") ?? [])
            Completeness(errors, child as JsonObject ?? [], structure.Map("properties")?.Map(name), $"{at}.properties[{name}]", $"{from}.properties[{name}]");
    }

    private static void Schema(ErrorList errors, JsonObject schema, string at, Level level)
    {
        Type(errors, schema, at, level);
        Extensions(errors, schema, at);
        if (level == Level.Root && schema["additionalProperties"] is not null)
            errors.Forbidden(at + ".additionalProperties", "must not be used at the root");
        if (level == Level.Root || schema.IsTrue("x-kubernetes-embedded-resource"))
            Identity(errors, schema, at);
        if (level == Level.Root)
            Metadata(errors, schema, at);
        Bounds(errors, schema, at, skipsAnyOf: IsEither(schema));
        foreach (var (name, child) in schema.Map("properties") ?? [])
        {
            if (child is JsonObject property)
                Schema(errors, property, $"{at}.properties[{name}]", Level.Field);
        }

        if (schema.Map("additionalProperties") is { } values)
            Schema(errors, values, at + ".additionalProperties", Level.Field);
        if (schema.Map("items") is { } items)
            Schema(errors, items, at + ".items", Level.Item);
    }

    private static void Type(ErrorList errors, JsonObject schema, string at, Level level)
    {
        const string Embedded = "must be object if x-kubernetes-embedded-resource is true";
        var type = schema.Text("type") ?? "";
        var isEmbedded = schema.IsTrue("x-kubernetes-embedded-resource");
        if (isEmbedded && type.Length == 0)
            errors.Required(at + ".type", Embedded);
        else if (isEmbedded && type != "object")
            errors.Invalid(at + ".type", type, Embedded);
        else if (type.Length == 0 && !schema.IsTrue("x-kubernetes-int-or-string") && !schema.IsTrue("x-kubernetes-preserve-unknown-fields"))
            errors.Required(at + ".type", level switch { Level.Root => "must not be empty at the root", Level.Item => "must not be empty for specified array items", _ => "must not be empty for specified object fields" });
        if (level == Level.Root && type.Length > 0 && type != "object")
            errors.Invalid(at + ".type", type, "must be object at the root");
        if (type == "array" && schema["items"] is null)
            errors.Required(at + ".items", "must be specified");
    }

    private static void Extensions(ErrorList errors, JsonObject schema, string at)
    {
        if (schema.IsTrue("x-kubernetes-int-or-string"))
        {
            if (schema.IsTrue("x-kubernetes-preserve-unknown-fields"))
                errors.Invalid(at + ".x-kubernetes-preserve-unknown-fields", true, "must be false if x-kubernetes-int-or-string is true");
            if (schema.IsTrue("x-kubernetes-embedded-resource"))
                errors.Invalid(at + ".x-kubernetes-embedded-resource", true, "must be false if x-kubernetes-int-or-string is true");
        }

        if (!schema.IsTrue("x-kubernetes-embedded-resource"))
            return;
        if (schema["additionalProperties"] is not null)
            errors.Forbidden(at + ".additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
        if (!schema.IsTrue("x-kubernetes-preserve-unknown-fields") && schema.Map("properties") is not { Count: > 0 })
            errors.Required(at + ".properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
    }

    /// <summary>What names an object is what it is in every object.</summary>
    private static void Identity(ErrorList errors, JsonObject schema, string at)
    {
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (schema.Map("properties")?.Map(name) is { } property && property.Text("type") != "string")
                errors.Invalid($"{at}.properties[{name}].type", property.Text("type") ?? "", "must be string");
        }

        if (schema.Map("properties")?.Map("metadata") is { } metadata && metadata.Text("type") != "object")
            errors.Invalid(at + ".properties[metadata].type", metadata.Text("type") ?? "", "must be object");
    }

    private static void Metadata(ErrorList errors, JsonObject schema, string at)
    {
        if (schema.Map("properties")?.Map("metadata") is { } metadata && (metadata.Any(word => word.Key is not ("type" or "properties" or "default")) || (metadata.Map("properties") ?? []).Any(property => property.Key is not ("name" or "generateName"))))
            errors.Forbidden(at + ".properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    private static void Bounds(ErrorList errors, JsonObject schema, string at, bool skipsAnyOf)
    {
        if (schema.Text("pattern") is { Length: > 0 } pattern && PatternProblems.Of(pattern) is { } problem)
            errors.Invalid(at + ".pattern", pattern, "must be a valid regular expression, but isn't: " + problem);
        foreach (var (place, part) in Parts(schema))
        {
            if (!skipsAnyOf || !place.StartsWith("anyOf", StringComparison.Ordinal))
                Part(errors, part, $"{at}.{place}", skipsAnyOf: place == "allOf[0]" && IsEither(part));
        }
    }

    private static void Part(ErrorList errors, JsonObject part, string at, bool skipsAnyOf)
    {
        foreach (var (word, why) in s_notInCombinations)
        {
            if (part[word] is { } value && value.Flag != false && value.Text is not "" && value is not JsonArray { Count: 0 })
                errors.Forbidden($"{at}.{word}", why);
        }

        Bounds(errors, part, at, skipsAnyOf);
        if (part.Map("properties")?["metadata"] is not null)
            errors.Forbidden(at + ".properties[metadata]", "must not be specified in a nested context");
        foreach (var (name, child) in part.Map("properties") ?? [])
            Part(errors, child as JsonObject ?? [], $"{at}.properties[{name}]", skipsAnyOf: false);
        if (part.Map("items") is { } items)
            Part(errors, items, at + ".items", skipsAnyOf: false);
    }

    private static bool IsEither(JsonObject schema) =>
        schema.Objects("anyOf").ToArray() is [var first, var second] && IsOnly(first, "integer") && IsOnly(second, "string");

    private static bool IsOnly(JsonObject schema, string type) =>
        schema.Text("type") == type && schema.All(word => word.Key is "type" or "externalDocs" or "example" || word.Key == "additionalProperties" && word.Value.Flag == false);
}
