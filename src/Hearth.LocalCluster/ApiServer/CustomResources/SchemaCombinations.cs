using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>
/// <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c> of a structural schema. After kube-openapi, the failure of the combination has no field
/// of its own and is followed by those of the alternative that came closest.
/// </summary>
internal static class SchemaCombinations
{
    public static void Validate(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        if (schema.List("anyOf") is { } any)
            AnyOf(any, value, path, errors);
        if (schema.List("oneOf") is { } one)
            OneOf(one, value, path, errors);
        if (schema.List("allOf") is { } all)
            AllOf(all, value, path, errors);
        if (schema.Map("not") is { } not && Check(not, value, path).Count == 0)
            errors.Add(Failed(path, "must not validate the schema (not)"));
    }

    private static void AnyOf(JsonArray alternatives, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(alternatives, value, path);
        if (results.Exists(result => result.Count == 0))
            return;
        errors.Add(Failed(path, "must validate at least one schema (anyOf)"));
        errors.AddRange(Closest(results));
    }

    private static void OneOf(JsonArray alternatives, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(alternatives, value, path);
        var valid = results.Count(result => result.Count == 0);
        if (valid == 1)
            return;
        errors.Add(Failed(path, $"must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}"));
        if (valid == 0)
            errors.AddRange(Closest(results));
    }

    private static void AllOf(JsonArray schemas, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(schemas, value, path);
        foreach (var result in results)
            errors.AddRange(result);
        if (results.Exists(result => result.Count > 0))
            errors.Add(Failed(path, $"must validate all the schemas (allOf){(results.TrueForAll(result => result.Count > 0) ? ". None validated" : "")}"));
    }

    private static List<FieldError> Closest(List<List<FieldError>> results) => results.MinBy(result => result.Count) ?? [];

    private static List<List<FieldError>> Check(JsonArray schemas, JsonNode value, string path) =>
        [.. schemas.OfType<JsonObject>().Select(schema => Check(schema, value, path))];

    private static List<FieldError> Check(JsonObject schema, JsonNode value, string path)
    {
        var errors = new List<FieldError>();
        SchemaValidation.Value(schema, value, null, path, errors);
        return errors;
    }

    private static FieldError Failed(string path, string why) => new("FieldValueInvalid", "<nil>", $"Invalid value: \"\": \"{path}\" {why}");
}
