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
    /// <returns>How many checks passed.</returns>
    public static int Validate(JsonObject schema, JsonNode value, string path, List<FieldError> errors)
    {
        var passed = 0;
        if (schema.List("anyOf") is { Count: > 0 } any)
            passed += AnyOf(any, value, path, errors);
        if (schema.List("oneOf") is { Count: > 0 } one)
            passed += OneOf(one, value, path, errors);
        if (schema.List("allOf") is { Count: > 0 } all)
            passed += AllOf(all, value, path, errors);
        if (schema.Map("not") is { } not && Check(not, value, path).Errors.Count == 0)
            errors.Add(Failed(path, "must not validate the schema (not)"));
        return passed;
    }

    private static int AnyOf(JsonArray alternatives, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(alternatives, value, path);
        if (results.FirstOrDefault(result => result.IsValid) is { } valid)
            return valid.Passed;
        errors.Add(Failed(path, "must validate at least one schema (anyOf)"));
        return Closest(results, errors);
    }

    private static int OneOf(JsonArray alternatives, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(alternatives, value, path);
        var valid = results.Count(result => result.IsValid);
        if (valid == 1)
            return results.First(result => result.IsValid).Passed;
        errors.Add(Failed(path, $"must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}"));
        return valid == 0 ? Closest(results, errors) : 0;
    }

    private static int AllOf(JsonArray schemas, JsonNode value, string path, List<FieldError> errors)
    {
        var results = Check(schemas, value, path);
        foreach (var result in results)
            errors.AddRange(result.Errors);
        if (results.Exists(result => !result.IsValid))
            errors.Add(Failed(path, $"must validate all the schemas (allOf){(results.Exists(result => result.IsValid) ? "" : ". None validated")}"));
        return results.Sum(result => result.Passed);
    }

    private static int Closest(List<Result> results, List<FieldError> errors)
    {
        var closest = results.MaxBy(result => result.Passed)!;
        errors.AddRange(closest.Errors);
        return closest.Passed;
    }

    private static List<Result> Check(JsonArray schemas, JsonNode value, string path) =>
        [.. schemas.OfType<JsonObject>().Select(schema => Check(schema, value, path))];

    private static Result Check(JsonObject schema, JsonNode value, string path)
    {
        var errors = new List<FieldError>();
        return new(errors, SchemaValidation.Value(schema, value, null, path, errors));
    }

    private static FieldError Failed(string path, string why) => new("FieldValueInvalid", SchemaValidation.Nowhere, $"Invalid value: \"\": \"{path}\" {why}");

    private sealed record Result(List<FieldError> Errors, int Passed)
    {
        public bool IsValid => Errors.Count == 0;
    }
}
