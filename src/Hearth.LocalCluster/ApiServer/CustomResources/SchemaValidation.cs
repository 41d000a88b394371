using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>
/// Checks custom resources against their structural schema, with the words of the real server (<c>kube-openapi/pkg/validation/validate</c>). Each
/// word of a schema is checked for itself: a value of a wrong type is also none of the enumeration, and too long besides.
/// </summary>
internal static class SchemaValidation
{
    /// <summary>Where a failure has no field of its own and the value has no path: a whole object.</summary>
    public const string Nowhere = "<nil>";

    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonObject value, JsonObject? old, bool isStatus = false)
    {
        var errors = isStatus ? Part(schema.Map("properties")?.Map("status") ?? [], value["status"], old?["status"], "status") : Part(schema, value, old, "");
        errors = [.. errors, .. EmbeddedResources.Validate(schema, value)];
        var lists = ListTypes.Validate(schema, value).ToArray();
        if (lists.Length > 0 && (old is null || !ListTypes.Validate(schema, old).Any()))
            errors.AddRange(lists);
        var blocking = errors.Exists(error => error.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid");
        if (blocking && HasRules(schema))
            errors.Add(new FieldError("FieldValueInvalid", Nowhere, "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
        else if (!blocking)
            errors.AddRange(Rules.Check(schema, value, old));
        return errors;
    }

    /// <summary>The mistakes of a default; <paramref name="at"/> is where the definition has it.</summary>
    public static IEnumerable<FieldError> ValidateDefault(JsonObject schema, JsonNode value, string at) => Part(schema, value, null, at);

    /// <summary>A value whose messages name its parts as if it were the whole.</summary>
    private static List<FieldError> Part(JsonObject schema, JsonNode? value, JsonNode? old, string at)
    {
        var errors = new List<FieldError>();
        if (value is not null)
            Value(schema, value, old, "", errors);
        return [.. errors.Distinct().Select(error => error with { Field = at.Length == 0 ? error.Field.TrimStart('.') : error.Field is Nowhere or "" ? at : $"{at}.{error.Field.TrimStart('.')}" })];
    }

    /// <summary>What has not changed is not refused: a stricter schema does not lock existing objects.</summary>
    /// <returns>How many checks were made and passed: of several alternatives that fail, the one with most is reported.</returns>
    public static int Value(JsonObject schema, JsonNode? value, JsonNode? old, string path, List<FieldError> errors)
    {
        if (old is not null && value is not null && JsonNode.DeepEquals(value, old))
            return 0;
        var passed = TypeValidation.Validate(schema, value, path, errors);
        if (value is null)
        {
            Enumeration(schema, value, path, errors);
            return passed;
        }

        passed += SchemaCombinations.Validate(schema, value, path, errors);
        Enumeration(schema, value, path, errors);
        return passed + value switch
        {
            JsonObject map => Fields(schema, map, old as JsonObject, path, errors),
            JsonArray list => Items(schema, list, old as JsonArray, path, errors),
            _ => ScalarSchemaValidation.Validate(schema, value, path, errors),
        };
    }

    private static bool HasRules(JsonNode? schema) => schema switch
    {
        JsonObject map => map.ContainsKey("x-kubernetes-validations") || map.Any(pair => HasRules(pair.Value)),
        JsonArray list => list.Any(HasRules),
        _ => false,
    };

    /// <summary>The item before, where the list's keys tell which one it was.</summary>
    private static JsonObject? SameItem(JsonObject schema, JsonNode? item, JsonArray? old)
    {
        if (old is null || item is not JsonObject map || schema.List("x-kubernetes-list-map-keys") is not { } keys)
            return null;
        return old.OfType<JsonObject>().FirstOrDefault(candidate => keys.All(key => JsonNode.DeepEquals(candidate[key.Text!], map[key.Text!])));
    }

    private static void Enumeration(JsonObject schema, JsonNode? value, string path, List<FieldError> errors)
    {
        if (schema.List("enum") is { Count: > 0 } allowed && !allowed.Any(option => Equals(option, value)))
            errors.Add(FieldError.NotSupportedAsListed(path, value, allowed.Select(option => option.Text ?? option?.ToJsonString(Json.Plain) ?? "null")));
    }

    /// <summary>Values are compared once Go has converted them: 7.5 is as good as 7, and 97 as "a".</summary>
    private static bool Equals(JsonNode? option, JsonNode? value)
    {
        if (option is null || value is null)
            return false;
        return (TypeValidation.TypeOf(option), TypeValidation.TypeOf(value)) switch
        {
            ("integer", "number") => Math.Truncate(value.GetValue<double>()) == option.GetValue<long>(),
            ("number", "integer") => value.GetValue<long>() == option.GetValue<double>(),
            ("string", "integer") => value.GetValue<long>() is var rune and > 0 and <= 0x10FFFF && System.Text.Rune.IsValid((int)rune) && new System.Text.Rune((int)rune).ToString() == option.Text,
            _ => JsonNode.DeepEquals(option, value),
        };
    }

    private static int Fields(JsonObject schema, JsonObject map, JsonObject? old, string path, List<FieldError> errors)
    {
        if (schema["minProperties"].Number is { } least && map.Count < least)
            errors.Add(FieldError.Invalid(path, map.Count, $"{path} in body should have at least {least} properties"));
        if (schema["maxProperties"].Number is { } most && map.Count > most)
            errors.Add(FieldError.TooMany(path, map.Count, (int)most));
        var passed = 0;
        foreach (var name in (schema.List("required") ?? []).Select(name => name.Text!).Where(name => !map.ContainsKey(name)))
            errors.Add(FieldError.Required(SchemaWalk.Field(path, name), ""));
        foreach (var (name, child) in map)
        {
            if (schema.Map("properties")?.Map(name) is { } property)
                passed += Value(property, child, old?[name], SchemaWalk.Field(path, name), errors);
            else if (schema.Map("additionalProperties") is { } values)
                passed += Value(values, child, old?[name], $"{path}.{name}", errors);
        }

        return passed;
    }

    private static int Items(JsonObject schema, JsonArray list, JsonArray? old, string path, List<FieldError> errors)
    {
        if (schema["minItems"].Number is { } least && list.Count < least)
            errors.Add(FieldError.Invalid(path, list.Count, $"{path} in body should have at least {least} items"));
        if (schema["maxItems"].Number is { } most && list.Count > most)
            errors.Add(FieldError.TooMany(path, list.Count, (int)most));
        var passed = 1;
        if (schema.Map("items") is not { } items)
            return passed;
        for (var i = 0; i < list.Count; i++)
            passed += Value(items, list[i], SameItem(schema, list[i], old), $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", errors);
        return passed;
    }
}
