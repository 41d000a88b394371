using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Expressions about a write: <c>matchConditions</c> of webhooks and policies, validations, variables.</summary>
internal sealed class AdmissionExpressions
{
    private static readonly string[] s_names = ["object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer"];
    private static readonly ConcurrentDictionary<string, CelProgram> s_programs = new(StringComparer.Ordinal);

    private readonly List<(string Name, object? Value)> _values;
    private readonly CelMap _variables = new();

    public AdmissionExpressions(JsonObject request, JsonObject? value, JsonObject? old, JsonObject? ns, JsonNode? parameters, CelAuthorizer authorizer)
    {
        _values =
        [
            ("object", Value(value)),
            ("oldObject", Value(old)),
            ("request", Value(request)),
            ("params", Value(parameters)),
            ("namespaceObject", Value(ns)),
            ("variables", _variables),
            ("authorizer", authorizer),
        ];
    }

    /// <summary>Adds <c>variables.name</c>; an error in it shows where it is used.</summary>
    public void Define(string name, string expression) =>
        _variables.TryAdd(name, Evaluate(expression) is var value && value is CelError error ? new CelError($"composited variable \"{name}\" fails to evaluate: {error.Message}") : value);

    /// <summary>The value, or a <see cref="CelError"/>; an expression that does not compile is one.</summary>
    public object? Evaluate(string expression)
    {
        try
        {
            var program = s_programs.GetOrAdd(expression, static text => CelProgram.Compile(text, [.. s_names.Select(name => (name, CelType.Dyn))]));
            return program.Evaluate(_values);
        }
        catch (CelCompileException exception)
        {
            return new CelError(exception.Message);
        }
    }

    /// <summary>Whether all conditions hold: one that is false decides, also where another one fails.</summary>
    /// <param name="conditions">Objects with <c>name</c> and <c>expression</c>.</param>
    /// <param name="error">What failed, where no condition was false.</param>
    public bool Match(IEnumerable<JsonObject> conditions, out string? error)
    {
        error = null;
        foreach (var condition in conditions)
        {
            switch (Evaluate(condition.Text("expression") ?? ""))
            {
                case false:
                    error = null;
                    return false;
                case true:
                    break;
                case var other:
                    error ??= $"expression '{condition.Text("expression")}' resulted in error: {(other as CelError)?.Message ?? "the result is no boolean"}";
                    break;
            }
        }

        return error is null;
    }

    private static object? Value(JsonNode? node) => CelJson.ToValue(node, CelType.Dyn);
}
