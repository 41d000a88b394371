using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What entries of <c>x-kubernetes-validations</c> must say, whatever their expressions are.</summary>
internal static class RuleDefinitionValidation
{
    private static readonly string[] s_reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    public static void Validate(ErrorList errors, JsonObject schema, string at)
    {
        foreach (var (rule, i) in schema.Objects("x-kubernetes-validations").Select((rule, i) => (rule, i)))
            Rule(errors, schema, rule, $"{at}.x-kubernetes-validations[{i}]");
    }

    private static void Rule(ErrorList errors, JsonObject schema, JsonObject rule, string at)
    {
        Texts(errors, rule.Text("rule") ?? "", rule.Text("message") ?? "", at);
        if (rule.Text("messageExpression") is { Length: > 0 } expression && expression.AsSpan().Trim().IsEmpty)
            errors.Required(at + ".messageExpression", "messageExpression must be non-empty if specified");
        if (rule["reason"] is { } reason)
            errors.OneOf(at + ".reason", reason, s_reasons);
        if (rule.Text("fieldPath") is { Length: > 0 } path)
            Path(errors, schema, path, at + ".fieldPath");
    }

    private static void Texts(ErrorList errors, string rule, string message, string at)
    {
        if (rule.AsSpan().Trim().IsEmpty)
            errors.Required(at + ".rule", "rule is not specified");
        else if (message.Length > 0 && message.AsSpan().Trim().IsEmpty)
            errors.Invalid(at + ".message", message, "must be non-empty if specified");
        else if (HasLines(message.Trim()))
            errors.Invalid(at + ".message", message, "must not contain line breaks");
        else if (HasLines(rule.Trim()) && message.Length == 0)
            errors.Required(at + ".message", "message must be specified if rule contains line breaks");
    }

    private static void Path(ErrorList errors, JsonObject schema, string path, string at)
    {
        if (path.AsSpan().Trim().IsEmpty)
            errors.Invalid(at, path, "must be non-empty if specified");
        if (HasLines(path))
            errors.Invalid(at, path, "must not contain line breaks");
        if (FieldPaths.Find(schema, path, mayIndex: true) is { Problem: not null })
            errors.Invalid(at, path, "must be a valid path");
    }

    private static bool HasLines(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
