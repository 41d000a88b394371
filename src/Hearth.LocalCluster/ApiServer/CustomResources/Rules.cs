using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>The <c>x-kubernetes-validations</c> of a schema, as errors of the API.</summary>
internal static class Rules
{
    private static readonly ConditionalWeakTable<JsonObject, CrdRules> s_compiled = [];

    public static IEnumerable<FieldError> Check(JsonObject schema, JsonObject value, JsonObject? old) =>
        s_compiled.GetValue(schema, CrdRules.Compile).Validate(value, old).Select(ToError);

    /// <summary>What the rules of a schema, and below it, say of its default; <paramref name="at"/> is where the definition has it.</summary>
    public static IEnumerable<FieldError> CheckDefault(JsonObject schema, JsonNode value, string at)
    {
        var rules = CrdRules.Compile(schema, isRoot: false);
        var broken = rules.Problems.Where(problem => problem.Path.StartsWith("x-kubernetes-validations", StringComparison.Ordinal) && problem.Path.EndsWith(".rule", StringComparison.Ordinal));
        return broken.Select(problem => FieldError.Invalid(at, schema.Text("type") ?? "", "rule compile error: " + problem.Message))
            .Concat(rules.Validate(value, value, isLenient: false).Select(ToError).Select(error => error with { Field = error.Field == SchemaValidation.Nowhere ? at : error.Field[0] == '[' ? at + error.Field : $"{at}.{error.Field}" }));
    }

    private static FieldError ToError(RuleViolation violation)
    {
        var path = violation.Path.Length == 0 ? "<nil>" : violation.Path;
        var error = violation.Reason switch
        {
            "FieldValueRequired" => FieldError.Required(path, violation.Message),
            "FieldValueForbidden" => FieldError.Forbidden(path, violation.Message),
            "FieldValueDuplicate" => new FieldError(violation.Reason, path, "Duplicate value: " + Shown(violation)),
            _ => new FieldError("FieldValueInvalid", path, $"Invalid value: {Shown(violation)}: {violation.Message}"),
        };
        return error with { IsPassedOver = violation.IsPassedOver };
    }

    /// <summary>Values are shown by their type alone.</summary>
    private static string Shown(RuleViolation violation) => $"\"{violation.Type}\"";
}
