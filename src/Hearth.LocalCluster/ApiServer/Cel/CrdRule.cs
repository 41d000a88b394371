using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>What a rule finds wrong with an object.</summary>
/// <param name="Path">Of the field, such as <c>spec.ports[0].name</c>; empty for the object itself.</param>
/// <param name="Type">What the schema says of the field: <c>object</c>, <c>string</c>, ...; the API shows it in place of the value.</param>
/// <param name="Message">The rule's message, or that it failed or could not be evaluated.</param>
/// <param name="Reason">FieldValueInvalid, FieldValueForbidden, FieldValueRequired or FieldValueDuplicate.</param>
internal sealed record RuleViolation(string Path, string Type, string Message, string Reason)
{
    /// <summary>What the rule was about.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>Whether the rule could not be evaluated at all.</summary>
    public bool IsFailure { get; init; }

    /// <summary>Whether an update left the value as it was, so that it stays accepted.</summary>
    public bool IsPassedOver { get; init; }
}

/// <summary>One entry of <c>x-kubernetes-validations</c>, compiled.</summary>
internal sealed class CrdRule
{
    private readonly CelProgram _program;
    private readonly CelProgram? _messageProgram;
    private readonly string _rule;
    private readonly string? _message;
    private readonly string _reason;
    private readonly string _fieldPath;
    private readonly bool _hasOptionalOld;
    private readonly CelType _self;

    /// <exception cref="CelCompileException">The rule does not compile.</exception>
    public CrdRule(JsonObject rule, CelType self)
    {
        _rule = Text(rule, "rule")?.Trim() ?? "";
        _message = Text(rule, "message")?.Trim() is { Length: > 0 } message ? message : null;
        _reason = Text(rule, "reason") ?? "FieldValueInvalid";
        _fieldPath = Suffix(Text(rule, "fieldPath") ?? "");
        _hasOptionalOld = rule["optionalOldSelf"] is JsonValue value && value.TryGetValue(out bool optional) && optional;
        var old = _hasOptionalOld ? CelType.OptionalOf(self) : self;
        _program = CelProgram.Compile(_rule, ("self", self), ("oldSelf", old));
        if (_program.Type.Kind is not (CelKind.Bool or CelKind.Dyn))
            throw new CelCompileException("cel expression must evaluate to a bool");
        if (Text(rule, "messageExpression") is { Length: > 0 } expression)
            (_messageProgram, MessageProblem) = CompileMessage(expression, self, old);
        UsesOld = _program.Uses("oldSelf");
        _self = self;
    }

    /// <summary>What one check may cost.</summary>
    public double MostCost => _program.MostCost(_self);

    /// <summary>What the message may cost.</summary>
    public double MostMessageCost => _messageProgram?.MostCost(_self) ?? 0;

    /// <summary>Compares with what was: without that it does not apply, unless it asks for an optional.</summary>
    public bool UsesOld { get; }

    /// <summary>Why the expression of the message does not compile; null where it does.</summary>
    public string? MessageProblem { get; }

    public bool Applies(bool hasOld) => hasOld || !UsesOld || _hasOptionalOld;

    /// <returns>Null where the rule holds.</returns>
    public RuleViolation? Check(object? self, object? old, bool hasOld, string path, string type, ref long budget)
    {
        (string, object?)[] variables =
        [
            ("self", self),
            ("oldSelf", !_hasOptionalOld ? old : hasOld ? CelOptional.Some(old) : CelOptional.None),
        ];
        var result = _program.Evaluate(variables, Math.Min(budget, CelProgram.CallBudget), out var cost);
        budget -= cost;
        return result switch
        {
            true => null,
            false => new RuleViolation(path + _fieldPath, type, MessageFor(variables, ref budget), _reason),
            _ => new RuleViolation(path, type, Explain(result as CelError ?? CelError.NoOverload), "FieldValueInvalid") { IsFailure = true },
        };
    }

    private static (CelProgram?, string?) CompileMessage(string expression, CelType self, CelType old)
    {
        try
        {
            var program = CelProgram.Compile(expression, ("self", self), ("oldSelf", old));
            return program.Type.Kind is CelKind.String or CelKind.Dyn ? (program, null) : (null, "messageExpression must evaluate to a string");
        }
        catch (CelCompileException e)
        {
            return (null, "messageExpression " + e.Message);
        }
    }

    private string MessageFor(IReadOnlyList<(string, object?)> variables, ref long budget)
    {
        var fallback = _message ?? $"failed rule: {_rule}";
        if (_messageProgram is null)
            return fallback;
        var text = _messageProgram.Evaluate(variables, Math.Min(Math.Max(budget, 0), CelProgram.CallBudget), out var cost) as string;
        budget -= cost;
        return text?.Trim() is { Length: > 0 } message && !message.AsSpan().ContainsAny('\r', '\n') ? message : fallback;
    }

    private string Explain(CelError error)
    {
        var rule = _message ?? _rule;
        if (error.Message.StartsWith("no such overload", StringComparison.Ordinal))
            return $"'{error.Message}': call arguments did not match a supported operator, function or macro signature for rule: {rule}";
        return error == CelEvaluation.OutOfBudget
            ? $"'{error.Message}': no further validation rules will be run due to call cost exceeds limit for rule: {rule}"
            : $"{error.Message} evaluating rule: {rule}";
    }

    /// <summary><c>.a['b']</c> as paths are written: <c>.a[b]</c>.</summary>
    private static string Suffix(string fieldPath) =>
        fieldPath.Replace("['", "[", StringComparison.Ordinal).Replace("']", "]", StringComparison.Ordinal);

    private static string? Text(JsonObject rule, string name) => rule[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
