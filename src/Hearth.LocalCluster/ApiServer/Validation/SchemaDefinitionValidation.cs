using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The words of OpenAPI that the schema of a definition may use, and how they go together.</summary>
internal static class SchemaDefinitionValidation
{
    private static readonly string[] s_unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];
    private static readonly string[] s_types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] s_metadata = ["metadata", "kind", "apiVersion"];

    public static void Validate(ErrorList errors, JsonObject schema, string at) => Validate(errors, schema, at, new(IsRoot: true, IsInMetadata: false, NoDefaults: null));

    /// <summary>Whether the schema, or one in it, has a word that structural schemas have no place for.</summary>
    public static bool IsUnsupported(JsonObject schema) =>
        s_unsupported.Any(word => Has(schema, word)) || schema.Text("$schema") is { Length: > 0 } || schema["items"] is JsonArray || schema["x-kubernetes-preserve-unknown-fields"].Flag == false
        || Children(schema).Any(child => IsUnsupported(child.Schema));

    private static bool Has(JsonObject schema, string word) => schema[word] is not null and not JsonObject { Count: 0 } && schema.Text(word) is not "";

    private static void Validate(ErrorList errors, JsonObject schema, string at, Place place)
    {
        if (schema.Text("type") is { Length: > 0 } type && !s_types.Contains(type))
            errors.OneOf(at + ".type", type, s_types);
        if (schema["default"] is not null && place.NoDefaults is { } why)
            errors.Forbidden(at + ".default", "must not be set " + why);
        foreach (var word in s_unsupported.Where(word => Has(schema, word)))
            errors.Forbidden($"{at}.{word}", word + " is not supported");
        if (schema.Text("type") == "null")
            errors.Forbidden(at + ".type", "type cannot be set to null, use nullable as an alternative");
        if (schema["items"] is JsonArray)
            errors.Forbidden(at + ".items", "items must be a schema object and not an array");
        if (place.IsInMetadata && schema.IsTrue("x-kubernetes-embedded-resource"))
            errors.Forbidden(at + ".x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        if (schema.IsTrue("uniqueItems"))
            errors.Forbidden(at + ".uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        if (schema.Map("properties") is { Count: > 0 } && schema["additionalProperties"] is { } values && values.Flag != true)
            errors.Forbidden(at + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
        if (schema["x-kubernetes-preserve-unknown-fields"].Flag == false)
            errors.Invalid(at + ".x-kubernetes-preserve-unknown-fields", false, "must be true or undefined");
        Maps(errors, schema, at);
        Lists(errors, schema, at);
        RuleDefinitionValidation.Validate(errors, schema, at);
        foreach (var (where, child) in Children(schema))
            Validate(errors, child, $"{at}.{where}", place.Below(schema, where));
    }

    /// <summary>What surrounds a schema: what says what an object is has no defaults at the top.</summary>
    private sealed record Place(bool IsRoot, bool IsInMetadata, string? NoDefaults)
    {
        public Place Below(JsonObject schema, string where)
        {
            if (where == "additionalProperties" && IsInMetadata)
                return this with { IsRoot = false, NoDefaults = "inside additionalProperties applying to object metadata" };
            if (!where.StartsWith("properties[", StringComparison.Ordinal) || !(IsRoot || schema.IsTrue("x-kubernetes-embedded-resource")) || !s_metadata.Contains(where[11..^1]))
                return this with { IsRoot = false };
            return new(IsRoot: false, IsInMetadata: true, IsRoot ? "in top-level " + where[11..^1] : NoDefaults);
        }
    }

    /// <summary>The schemas in a schema, with where they are.</summary>
    public static IEnumerable<(string Place, JsonObject Schema)> Children(JsonObject schema)
    {
        foreach (var (name, child) in schema.Map("properties") ?? [])
        {
            if (child is JsonObject property)
                yield return ($"properties[{name}]", property);
        }

        foreach (var word in (string[])["additionalProperties", "items", "not"])
        {
            if (schema.Map(word) is { } child)
                yield return (word, child);
        }

        foreach (var word in (string[])["allOf", "oneOf", "anyOf"])
        {
            foreach (var (child, i) in schema.Objects(word).Select((child, i) => (child, i)))
                yield return ($"{word}[{i}]", child);
        }
    }

    private static void TypeMustBe(ErrorList errors, JsonObject schema, string at, string type, string why)
    {
        var actual = schema.Text("type") ?? "";
        if (actual.Length == 0)
            errors.Required(at + ".type", why);
        else if (actual != type)
            errors.Invalid(at + ".type", actual, why);
    }

    private static void Maps(ErrorList errors, JsonObject schema, string at)
    {
        if (schema["x-kubernetes-map-type"] is not { } type)
            return;
        TypeMustBe(errors, schema, at, "object", "must be object if x-kubernetes-map-type is specified");
        errors.OneOf(at + ".x-kubernetes-map-type", type, ["atomic", "granular"], sorted: false);
    }

    private static void Lists(ErrorList errors, JsonObject schema, string at)
    {
        const string NeedsMap = "must be map if x-kubernetes-list-map-keys is non-empty";
        var keys = (schema.List("x-kubernetes-list-map-keys") ?? []).Select(key => key.Text ?? "").ToArray();
        var type = schema.Text("x-kubernetes-list-type");
        if (type is not null)
        {
            TypeMustBe(errors, schema, at, "array", "must be array if x-kubernetes-list-type is specified");
            errors.OneOf(at + ".x-kubernetes-list-type", type, ["atomic", "set", "map"], sorted: false);
        }

        if (keys.Length > 0 && type is null)
            errors.Required(at + ".x-kubernetes-list-type", NeedsMap);
        else if (keys.Length > 0 && type != "map")
            errors.Invalid(at + ".x-kubernetes-list-type", type, NeedsMap);
        if (type == "map")
            Keys(errors, schema, keys, at);
        else if (type == "set" && schema.Text("type") == "array" && schema.Map("items") is { } items)
            SetItems(errors, items, at + ".items");
        if (type is "map" or "set" && schema.Map("items")?.IsTrue("nullable") == true)
            errors.Forbidden(at + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + type);
    }

    private static void Keys(ErrorList errors, JsonObject schema, string[] keys, string at)
    {
        if (keys.Length == 0)
            errors.Required(at + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        if (schema["items"] is null)
            errors.Required(at + ".items", "must have a schema if x-kubernetes-list-type is map");
        if (schema.Map("items") is not { } items)
            return;
        if (items.Text("type") != "object")
            errors.Invalid(at + ".items.type", items.Text("type") ?? "", "must be object if parent array's x-kubernetes-list-type is map");
        else
            ItemKeys(errors, schema, items, keys, at);
        RequiredKeys(errors, items, keys, at + ".items");
    }

    private static void ItemKeys(ErrorList errors, JsonObject schema, JsonObject items, string[] keys, string at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (items.Map("properties")?.Map(key) is not { } property)
                errors.Invalid(at + ".x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"]?.DeepClone(), "entries must all be names of item properties");
            else if (property.Text("type") is "array" or "object")
                errors.Invalid($"{at}.items.properties[{key}].type", items.Text("type"), "must be a scalar type if parent array's x-kubernetes-list-type is map");
            if (!seen.Add(key))
                errors.Invalid(at + ".x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"]?.DeepClone(), "must not contain duplicate entries");
        }
    }

    private static void RequiredKeys(ErrorList errors, JsonObject items, string[] keys, string at)
    {
        var required = (items.List("required") ?? []).Select(name => name.Text ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (items.Map("properties")?.Map(key) is not { } property)
                continue;
            if (property["default"] is null && !required.Contains(key))
                errors.Required($"{at}.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            if (property.IsTrue("nullable"))
                errors.Forbidden($"{at}.properties[{key}].nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
        }
    }

    private static void SetItems(ErrorList errors, JsonObject items, string at)
    {
        // Real servers name the type of list that an object does not have.
        if (items.Text("type") == "object" && items.Text("x-kubernetes-map-type") != "atomic")
            errors.Invalid(at + ".x-kubernetes-map-type", items["x-kubernetes-list-type"]?.DeepClone(), "must be atomic as item of a list with x-kubernetes-list-type=set");
        else if (items.Text("type") == "array" && items.Text("x-kubernetes-list-type") is { } type and not "atomic")
            errors.Invalid(at + ".x-kubernetes-list-type", type, "must be atomic as item of a list with x-kubernetes-list-type=set");
    }
}
