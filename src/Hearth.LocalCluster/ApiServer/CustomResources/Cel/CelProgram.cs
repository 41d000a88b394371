using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.CustomResources.Cel;

/// <summary>The expression is no CEL, or it fails on this object.</summary>
internal sealed class CelException(string message) : Exception(message);

/// <summary>Names and their values while an expression is evaluated.</summary>
internal sealed class CelScope(string name, object? value, CelScope? outer = null)
{
    public static int Budget => 1_000_000;

    /// <summary>Steps left; an expression that needs more is stopped.</summary>
    public int[] Steps { get; } = outer?.Steps ?? [Budget];

    public object? Find(string wanted)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == wanted)
                return scope.Value;
        }

        throw new CelException($"undeclared reference to '{wanted}'");
    }

    private string Name { get; } = name;

    private object? Value { get; } = value;

    private CelScope? Outer { get; } = outer;
}

/// <summary>
/// A compiled expression of the Common Expression Language: the part that validation rules of custom resources use. Values are
/// <c>bool</c>, <c>long</c>, <c>double</c>, <c>string</c>, <c>null</c>, lists of values, and maps from strings to values.
/// </summary>
internal sealed class CelProgram
{
    private readonly Func<CelScope, object?> _evaluate;

    private CelProgram(string text)
    {
        Text = text;
        _evaluate = new CelParser(text).Parse();
    }

    public string Text { get; }

    /// <summary>The rule compares with the state before; it does not apply to new objects.</summary>
    public bool UsesOldSelf => Text.Contains("oldSelf", StringComparison.Ordinal);

    /// <exception cref="CelException">The text is no expression.</exception>
    public static CelProgram Compile(string text) => new(text);

    /// <exception cref="CelException">A field is missing, types do not fit, or the expression takes too long.</exception>
    public object? Evaluate(JsonNode? self, JsonNode? oldSelf)
    {
        var scope = new CelScope("self", CelValues.FromJson(self));
        return _evaluate(new CelScope("oldSelf", CelValues.FromJson(oldSelf), scope));
    }
}
