namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Runs one macro over a list (its items) or a map (its keys).</summary>
internal sealed class CelComprehension(CelEvaluation evaluation, CelNode.Comprehension node, CelScope scope)
{
    private readonly List<object?> _list = [];
    private readonly CelMap _map = new();
    private CelError? _error;
    private int _count;

    public object? Run()
    {
        var range = evaluation.Evaluate(node.Range, scope);
        if (range is CelError)
            return range;
        if (Pairs(range) is not { } pairs)
            return CelError.NoOverload;
        foreach (var (first, second) in pairs)
        {
            if (!evaluation.Charge(1))
                return CelEvaluation.OutOfBudget;
            var inner = scope.With(node.First, first);
            if (node.Second is { } name)
                inner = inner.With(name, second);
            if (Step(inner, first) is { } result)
                return result;
        }

        return _error ?? node.Macro switch
        {
            CelMacro.All => true,
            CelMacro.Exists => false,
            CelMacro.ExistsOne => _count == 1,
            CelMacro.TransformMap or CelMacro.TransformMapEntry => _map,
            _ => (object)new CelList(_list),
        };
    }

    private IEnumerable<(object? First, object? Second)>? Pairs(object? range) => range switch
    {
        CelList list when node.Second is null => list.Items.Select(item => (item, (object?)null)),
        CelList list => list.Items.Select((item, index) => ((object?)(long)index, item)),
        CelMap map => map.Entries.Select(entry => ((object?)entry.Key, entry.Value)),
        CelObject map => map.Json.Select(field => ((object?)field.Key, map.TryGet(field.Key, out var value) ? value : null)),
        _ => null,
    };

    /// <summary>Not null where the result is settled.</summary>
    private object? Step(CelScope inner, object? first)
    {
        if (node.Filter is { } filter)
        {
            var wanted = evaluation.Evaluate(filter, inner);
            if (wanted is not bool)
                return wanted as CelError ?? CelError.NoOverload;
            if (wanted is false)
                return null;
        }

        var value = evaluation.Evaluate(node.Body, inner);
        switch (node.Macro)
        {
            case CelMacro.All or CelMacro.Exists:
                if (value is bool decided)
                    return decided == (node.Macro == CelMacro.Exists) ? decided : null;
                _error ??= value as CelError ?? CelError.NoOverload;
                return null;
            case CelMacro.ExistsOne or CelMacro.Filter:
                if (value is not bool matches)
                    return value as CelError ?? CelError.NoOverload;
                _count += matches ? 1 : 0;
                if (matches)
                    _list.Add(first);
                return null;
            default:
                return Collect(value, first);
        }
    }

    private CelError? Collect(object? value, object? key)
    {
        if (value is CelError error)
            return error;
        if (node.Macro == CelMacro.TransformMapEntry)
            return value is CelMap entry && entry.Entries.All(pair => _map.TryAdd(pair.Key, pair.Value)) ? null : CelError.NoOverload;
        if (node.Macro == CelMacro.TransformMap)
            return key is not null && _map.TryAdd(key, value) ? null : CelError.NoOverload;
        _list.Add(value);
        return null;
    }
}
