using System.Globalization;

namespace Hearth.Kube.Core.Selectors;

public enum LabelOperator
{
    /// <summary><c>key=value</c></summary>
    Equals,

    /// <summary><c>key==value</c></summary>
    DoubleEquals,

    /// <summary><c>key!=value</c>; a missing label passes too.</summary>
    NotEquals,

    /// <summary><c>key in (a,b)</c></summary>
    In,

    /// <summary><c>key notin (a,b)</c>; a missing label passes too.</summary>
    NotIn,

    /// <summary><c>key</c></summary>
    Exists,

    /// <summary><c>!key</c></summary>
    DoesNotExist,

    /// <summary><c>key&gt;5</c>; whole numbers only.</summary>
    GreaterThan,

    /// <summary><c>key&lt;5</c>; whole numbers only.</summary>
    LessThan,
}

/// <summary>One condition on one label (<c>labels.Requirement</c>). Values are in ordinal order, each once.</summary>
public sealed class LabelRequirement
{
    private readonly string[] _values;
    private readonly long _bound;

    /// <exception cref="SelectorException">The key, a value, or their number is not allowed.</exception>
    public LabelRequirement(string key, LabelOperator op, params IEnumerable<string> values)
    {
        (Key, Operator) = (key, op);
        _values = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (LabelSyntax.KeyError(key) is { } wrong)
            throw new SelectorException(wrong);
        if (CountError() is { } count)
            throw new SelectorException($"{key}: {count}");
        if (_values.Select(LabelSyntax.ValueError).FirstOrDefault(e => e is not null) is { } value)
            throw new SelectorException($"{key}: {value}");
        if (op is LabelOperator.GreaterThan or LabelOperator.LessThan && !TryNumber(_values[0], out _bound))
            throw new SelectorException($"{key}: \"{_values[0]}\" is no whole number, which < and > need");
    }

    public string Key { get; }
    public LabelOperator Operator { get; }
    public IReadOnlyList<string> Values => _values;

    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        string? value = null;
        var has = labels is not null && labels.TryGetValue(Key, out value);
        return Operator switch
        {
            LabelOperator.Exists => has,
            LabelOperator.DoesNotExist => !has,
            LabelOperator.Equals or LabelOperator.DoubleEquals or LabelOperator.In => has && _values.AsSpan().Contains(value!),
            LabelOperator.NotEquals or LabelOperator.NotIn => !has || !_values.AsSpan().Contains(value!),
            LabelOperator.GreaterThan => has && TryNumber(value!, out var number) && number > _bound,
            _ => has && TryNumber(value!, out var number) && number < _bound,
        };
    }

    public override string ToString() => Operator switch
    {
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => "!" + Key,
        LabelOperator.Equals => $"{Key}={_values[0]}",
        LabelOperator.DoubleEquals => $"{Key}=={_values[0]}",
        LabelOperator.NotEquals => $"{Key}!={_values[0]}",
        LabelOperator.GreaterThan => $"{Key}>{_values[0]}",
        LabelOperator.LessThan => $"{Key}<{_values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(',', _values)})",
        _ => $"{Key} notin ({string.Join(',', _values)})",
    };

    private string? CountError() => Operator switch
    {
        LabelOperator.Exists or LabelOperator.DoesNotExist => _values.Length == 0 ? null : "no values may be given for Exists and DoesNotExist",
        LabelOperator.In or LabelOperator.NotIn => _values.Length > 0 ? null : "In and NotIn need at least one value",
        _ => _values.Length == 1 ? null : "exactly one value is needed",
    };

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
