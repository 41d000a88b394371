using System.Runtime.CompilerServices;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>
/// One evaluation of an expression, within a budget: every step and every ten characters that a function looks at cost one. An error is
/// a value; <c>&amp;&amp;</c>, <c>||</c>, <c>all</c> and <c>exists</c> get over one where the rest decides.
/// </summary>
internal sealed class CelEvaluation
{
    public static CelError OutOfBudget { get; } = new("operation cancelled: actual cost limit exceeded");

    private readonly CelRegex _regex = new();
    private readonly long _budget;
    private long _left;

    public CelEvaluation(long budget) => _budget = _left = budget;

    public long Cost => _budget - _left;

    public CelRegex Regex => _regex;

    /// <summary>Takes a cost from the budget; false once it is used up.</summary>
    public bool Charge(long cost)
    {
        _left = cost > _left ? -1 : _left - cost;
        return _left >= 0;
    }

    public object? Evaluate(CelNode node, CelScope scope)
    {
        if (!Charge(1))
            return OutOfBudget;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return new CelError("expression is nested too deep");
        return node switch
        {
            CelNode.Literal literal => literal.Value,
            CelNode.Name name => scope.TryGet(name.Text, out var value) ? value : CelFunctions.TypeNamed(name.Text) ?? (object)new CelError($"no such attribute(s): {name.Text}"),
            CelNode.Select select => Select(select, scope),
            CelNode.Call call => Call(call, scope),
            CelNode.List list => List(list, scope),
            CelNode.Map map => Map(map, scope),
            CelNode.Bind bind => Bind(bind, scope),
            CelNode.Comprehension comprehension => new CelComprehension(this, comprehension, scope).Run(),
            _ => CelError.NoOverload,
        };
    }

    private object? Select(CelNode.Select select, CelScope scope)
    {
        var operand = Evaluate(select.Operand, scope);
        if (operand is CelError)
            return operand;
        if (operand is CelOptional optional)
        {
            if (select.IsTest)
                return optional.HasValue && Has(optional.Value, select.Field);
            return optional.HasValue ? CelAccess.Optional(CelAccess.Field(optional.Value, select.Field)) : CelOptional.None;
        }

        if (select.IsTest)
            return operand is CelObject or CelMap ? Has(operand, select.Field) : CelError.NoOverload;
        var value = CelAccess.Field(operand, select.Field);
        return select.IsOptional ? CelAccess.Optional(value) : value;
    }

    private static bool Has(object? operand, string field) => operand switch
    {
        CelObject map => map.Has(field),
        CelMap map => map.TryGet(field, out _),
        _ => false,
    };

    private object? Call(CelNode.Call call, CelScope scope)
    {
        switch (call.Function)
        {
            case "_&&_":
                return Logic(call, scope, false);
            case "_||_":
                return Logic(call, scope, true);
            case "_?_:_":
                return Evaluate(call.Arguments[0], scope) switch
                {
                    true => Evaluate(call.Arguments[1], scope),
                    false => Evaluate(call.Arguments[2], scope),
                    CelError error => error,
                    _ => CelError.NoOverload,
                };
            case "or" or "orValue" when call.Target is not null && call.Arguments.Count == 1:
                return OrElse(call, scope);
        }

        var arguments = new object?[call.Arguments.Count + (call.Target is null ? 0 : 1)];
        var at = 0;
        if (call.Target is not null)
            arguments[at++] = Evaluate(call.Target, scope);
        foreach (var argument in call.Arguments)
            arguments[at++] = Evaluate(argument, scope);
        return Array.Find(arguments, argument => argument is CelError) ?? CelFunctions.Apply(this, call.Function, call.Target is not null, arguments);
    }

    private object? OrElse(CelNode.Call call, CelScope scope) => Evaluate(call.Target!, scope) switch
    {
        CelOptional { HasValue: true } optional => call.Function == "or" ? optional : optional.Value,
        CelOptional => Evaluate(call.Arguments[0], scope),
        CelError error => error,
        _ => CelError.NoOverload,
    };

    /// <param name="call">With two arguments.</param>
    /// <param name="scope">The variables.</param>
    /// <param name="decides">The value that settles the result: true for or, false for and.</param>
    private object? Logic(CelNode.Call call, CelScope scope, bool decides)
    {
        var left = Evaluate(call.Arguments[0], scope);
        if (left is bool first && first == decides)
            return decides;
        var right = Evaluate(call.Arguments[1], scope);
        if (right is bool second && second == decides)
            return decides;
        if (left is CelError)
            return left;
        return left is bool && right is bool ? !decides : right as CelError ?? CelError.NoOverload;
    }

    private object? List(CelNode.List list, CelScope scope)
    {
        var items = new List<object?>(list.Items.Count);
        foreach (var (node, isOptional) in list.Items)
        {
            var value = Evaluate(node, scope);
            if (value is CelError)
                return value;
            if (!isOptional)
                items.Add(value);
            else if (value is CelOptional { HasValue: true } some)
                items.Add(some.Value);
        }

        return new CelList(items);
    }

    private object? Map(CelNode.Map map, CelScope scope)
    {
        var result = new CelMap();
        foreach (var (keyNode, valueNode, isOptional) in map.Entries)
        {
            var key = Evaluate(keyNode, scope);
            var value = Evaluate(valueNode, scope);
            if (key is CelError || value is CelError)
                return key as CelError ?? value;
            if (key is not (string or long or ulong or bool))
                return new CelError("unsupported key type");
            if (isOptional && value is CelOptional { HasValue: false })
                continue;
            if (!result.TryAdd(key, isOptional && value is CelOptional some ? some.Value : value))
                return new CelError($"insert failed: key {CelText.Of(key)} already exists");
        }

        return result;
    }

    private object? Bind(CelNode.Bind bind, CelScope scope)
    {
        var value = Evaluate(bind.Value, scope);
        if (value is CelError)
            return value;
        if (value is not CelOptional optional)
            return CelError.NoOverload;
        if (!optional.HasValue)
            return CelOptional.None;
        var result = Evaluate(bind.Body, scope.With(bind.Variable, optional.Value));
        return result is CelError || bind.Macro == CelMacro.OptFlatMap ? result : CelOptional.Some(result);
    }
}

/// <summary>Variables by name, the innermost first.</summary>
internal sealed class CelScope(string name, object? value, CelScope? outer)
{
    public static CelScope Of(IEnumerable<KeyValuePair<string, object?>> variables) =>
        variables.Aggregate(new CelScope("", null, null), (scope, variable) => scope.With(variable.Key, variable.Value));

    public CelScope With(string variable, object? content) => new(variable, content, this);

    public bool TryGet(string variable, out object? found)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name != variable)
                continue;
            found = scope.Value;
            return true;
        }

        found = null;
        return false;
    }

    private string Name => name;

    private object? Value => value;

    private CelScope? Outer => outer;
}

/// <summary>Fields, keys and indexes of values.</summary>
internal static class CelAccess
{
    public static object? Field(object? operand, string field) => operand switch
    {
        CelObject map => map.TryGet(field, out var value) ? value : CelError.NoKey(field),
        CelMap map => map.TryGet(field, out var value) ? value : CelError.NoKey(field),
        CelAuthorizer { Request: { } question } authorizer when field == "requestResource" => new CelCheck(authorizer, question, CelKind.ResourceCheck),
        _ => CelError.NoKey(field),
    };

    public static object? Index(object? operand, object? key)
    {
        if (operand is CelOptional optional)
            return optional.HasValue ? Optional(Index(optional.Value, key)) : CelOptional.None;
        return (operand, key) switch
        {
            (CelList list, long or ulong or double) => CelNumbers.Compare(key, 0L) is < 0 || CelNumbers.Compare(key, (long)list.Items.Count) is not < 0
                ? new CelError($"index out of bounds: {CelText.Of(key)}")
                : key is double number && number != Math.Floor(number) ? new CelError($"unsupported index value: {CelText.Of(key)}")
                : list.Items[Convert.ToInt32(key, System.Globalization.CultureInfo.InvariantCulture)],
            (CelMap map, not null) => map.TryGet(key, out var value) ? value : CelError.NoKey(key),
            (CelObject map, string name) => Field(map, name),
            _ => CelError.NoOverload,
        };
    }

    /// <summary>An optional of what was there, none for what was not.</summary>
    public static object? Optional(object? value) => value switch
    {
        CelError error => error.Message.StartsWith("no such key", StringComparison.Ordinal) || error.Message.StartsWith("index out", StringComparison.Ordinal)
            ? CelOptional.None : error,
        _ => CelOptional.Some(value),
    };
}
