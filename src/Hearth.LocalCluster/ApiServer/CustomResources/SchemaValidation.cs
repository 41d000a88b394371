using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Checks custom resources against their structural schema, with the words of the real server.</summary>
internal static class SchemaValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonObject value, JsonObject? old)
    {
        var errors = new List<FieldError>();
        foreach (var name in Required(schema))
        {
            if (!value.ContainsKey(name))
                errors.Add(FieldError.Required(name, ""));
        }

        foreach (var (name, child) in value)
        {
            if (name is "kind" or "apiVersion" or "metadata")
                continue;
            if (schema.Map("properties")?.Map(name) is { } property)
                Value(property, child, old?[name], name, errors);
        }

        var blocking = errors.Exists(error => error.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid");
        if (blocking && HasRules(schema))
            errors.Add(new FieldError("FieldValueInvalid", "<nil>", "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
        else if (!blocking)
            errors.AddRange(Rules.Check(schema, value, old));
        return errors;
    }

    private static bool HasRules(JsonNode? schema) => schema switch
    {
        JsonObject map => map.ContainsKey("x-kubernetes-validations") || map.Any(pair => HasRules(pair.Value)),
        JsonArray list => list.Any(HasRules),
        _ => false,
    };

    private static IEnumerable<string> Required(JsonObject schema) => (schema.List("required") ?? []).Select(name => name.Text!);

    /// <summary>The item before, where the list's keys tell which one it was.</summary>
    private static JsonObject? SameItem(JsonObject schema, JsonNode? item, JsonArray? old)
    {
        if (old is null || item is not JsonObject map || schema.List("x-kubernetes-list-map-keys") is not { } keys)
            return null;
        return old.OfType<JsonObject>().FirstOrDefault(candidate => keys.All(key => JsonNode.DeepEquals(candidate[key.Text!], map[key.Text!])));
    }

    /// <summary>What has not changed is not refused: a stricter schema does not lock existing objects.</summary>
    public static void Value(JsonObject schema, JsonNode? value, JsonNode? old, string path, List<FieldError> errors)
    {
        if (old is not null && value is not null && JsonNode.DeepEquals(value, old))
            return;
        if (value is null)
        {
            if (!schema.IsTrue("nullable") && schema.Text("type") is { } wanted)
                errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"null\": {path} in body must be of type {wanted}: \"null\""));
            return;
        }

        SchemaCombinations.Validate(schema, value, path, errors);
        if (!HasType(schema, value))
        {
            errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"{TypeOf(value)}\": {path} in body must be of type {Wanted(schema)}: \"{TypeOf(value)}\""));
            return;
        }

        if (schema.List("enum") is { } allowed && !allowed.Any(option => JsonNode.DeepEquals(option, value)))
            errors.Add(FieldError.NotSupportedAsListed(path, value, allowed.Select(option => option.Text ?? option?.ToJsonString() ?? "null")));
        if (schema.IsTrue("x-kubernetes-embedded-resource") && value is JsonObject embedded)
            EmbeddedResources.Validate(embedded, path, errors);
        switch (value)
        {
            case JsonObject map:
                Fields(schema, map, old as JsonObject, path, errors);
                break;
            case JsonArray list:
                Items(schema, list, old as JsonArray, path, errors);
                break;
            default:
                ScalarSchemaValidation.Validate(schema, value, path, errors);
                break;
        }
    }

    private static void Fields(JsonObject schema, JsonObject map, JsonObject? old, string path, List<FieldError> errors)
    {
        if (schema["minProperties"].Number is { } least && map.Count < least)
            errors.Add(FieldError.Invalid(path, map.Count, $"{path} in body should have at least {least} properties"));
        if (schema["maxProperties"].Number is { } most && map.Count > most)
            errors.Add(FieldError.TooMany(path, map.Count, (int)most));
        foreach (var name in Required(schema))
        {
            if (!map.ContainsKey(name))
                errors.Add(FieldError.Required($"{path}.{name}", ""));
        }

        foreach (var (name, child) in map)
        {
            if (schema.Map("properties")?.Map(name) is { } property)
                Value(property, child, old?[name], $"{path}.{name}", errors);
            else if (schema.Map("additionalProperties") is { } values)
                Value(values, child, old?[name], $"{path}.{name}", errors);
        }
    }

    private static void Items(JsonObject schema, JsonArray list, JsonArray? old, string path, List<FieldError> errors)
    {
        if (schema["minItems"].Number is { } least && list.Count < least)
            errors.Add(FieldError.Invalid(path, list.Count, $"{path} in body should have at least {least} items"));
        if (schema["maxItems"].Number is { } most && list.Count > most)
            errors.Add(FieldError.TooMany(path, list.Count, (int)most));
        Unique(schema, list, path, errors);
        if (schema.Map("items") is not { } items)
            return;
        for (var i = 0; i < list.Count; i++)
            Value(items, list[i], SameItem(schema, list[i], old), $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", errors);
    }

    private static void Unique(JsonObject schema, JsonArray list, string path, List<FieldError> errors)
    {
        var keys = (schema.List("x-kubernetes-list-map-keys") ?? []).Select(key => key.Text!).ToArray();
        var isSet = schema.Text("x-kubernetes-list-type") == "set";
        if (keys.Length == 0 && !isSet)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            JsonNode? identity = list[i];
            if (!isSet && list[i] is JsonObject item)
                identity = new JsonObject(keys.Where(item.ContainsKey).Select(key => KeyValuePair.Create(key, item[key]?.DeepClone())));
            if (!seen.Add(identity?.ToJsonString() ?? "null"))
                errors.Add(FieldError.Duplicate($"{path}[{i}]", identity));
        }
    }

    private static bool HasType(JsonObject schema, JsonNode value)
    {
        if (schema.IsTrue("x-kubernetes-int-or-string"))
            return TypeOf(value) is "integer" or "string";
        return schema.Text("type") switch
        {
            null or "" => true,
            "number" => TypeOf(value) is "integer" or "number",
            "integer" => TypeOf(value) == "integer" || value is JsonValue number && number.TryGetValue<double>(out var real) && Math.Floor(real) == real,
            var type => TypeOf(value) == type,
        };
    }

    private static string Wanted(JsonObject schema) => schema.IsTrue("x-kubernetes-int-or-string") ? "integer,string" : schema.Text("type") ?? "";

    public static string TypeOf(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when value.Text is not null => "string",
        _ when value.Flag is not null => "boolean",
        JsonValue number when number.TryGetValue<long>(out _) || number.TryGetValue<int>(out _) => "integer",
        _ => "number",
    };
}
