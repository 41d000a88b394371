using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>The <c>x-kubernetes-validations</c> of a schema.</summary>
internal static class Rules
{
    private static readonly ConditionalWeakTable<JsonObject, CelProgram> s_programs = [];

    public static void Check(JsonObject schema, JsonNode value, JsonNode? old, string path, List<FieldError> errors)
    {
        foreach (var rule in schema.Objects("x-kubernetes-validations"))
        {
            if (Check(schema, rule, value, old, path) is { } error)
                errors.Add(error);
        }
    }

    private static FieldError? Check(JsonObject schema, JsonObject rule, JsonNode value, JsonNode? old, string path)
    {
        var text = rule.Text("rule") ?? "";
        var type = schema.Text("type") ?? "object";
        try
        {
            var program = s_programs.GetValue(rule, static key => CelProgram.Compile(key.Text("rule") ?? ""));
            if (program.UsesOldSelf && old is null)
                return null;
            if (program.Evaluate(value, old) is true)
                return null;
            var message = Message(rule, value, old) ?? "failed rule: " + text;
            var field = path + rule.Text("fieldPath");
            return rule.Text("reason") switch
            {
                "FieldValueRequired" => FieldError.Required(field, message),
                "FieldValueForbidden" => FieldError.Forbidden(field, message),
                "FieldValueDuplicate" => new FieldError("FieldValueDuplicate", field, "Duplicate value: " + Shown(type, value)),
                _ => new FieldError("FieldValueInvalid", field, $"Invalid value: {Shown(type, value)}: {message}"),
            };
        }
        catch (Exception exception) when (exception is CelException or OverflowException or FormatException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return new FieldError("FieldValueInvalid", path, $"Invalid value: {Shown(type, value)}: rule evaluation error: {exception.Message} evaluating rule: {Message(rule, value, old) ?? text}");
        }
    }

    private static string? Message(JsonObject rule, JsonNode value, JsonNode? old)
    {
        if (rule.Text("messageExpression") is { Length: > 0 } expression)
        {
            try
            {
                if (CelProgram.Compile(expression).Evaluate(value, old) is string text)
                    return text;
            }
            catch (CelException)
            {
                // Falls back to the fixed message, as real servers do.
            }
        }

        return rule.Text("message");
    }

    /// <summary>Structured values are shown by their type alone.</summary>
    private static string Shown(string type, JsonNode value) => value is JsonObject or JsonArray ? $"\"{type}\"" : value.ToJsonString(Json.Plain);
}
