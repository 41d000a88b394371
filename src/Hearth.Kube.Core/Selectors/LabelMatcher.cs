using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Core.Selectors;

/// <summary>
/// Conditions on labels that must all hold (<c>labels.Selector</c>), from a text such as <c>app=x,tier in (a,b),!old</c> or from a
/// <see cref="LabelSelector"/> object.
/// </summary>
public sealed class LabelMatcher
{
    private readonly LabelRequirement[] _requirements;
    private readonly bool _never;

    private LabelMatcher(IEnumerable<LabelRequirement> requirements, bool never)
    {
        _requirements = [.. requirements.OrderBy(r => r.Key, StringComparer.Ordinal)];
        _never = never;
    }

    /// <summary>Matches all objects.</summary>
    public static LabelMatcher Everything { get; } = new([], never: false);

    /// <summary>Matches no object.</summary>
    public static LabelMatcher Nothing { get; } = new([], never: true);

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    public bool MatchesEverything => _requirements.Length == 0 && !_never;

    public static LabelMatcher Of(params IEnumerable<LabelRequirement> requirements) => new(requirements, never: false);

    /// <param name="text">Null or empty matches everything.</param>
    /// <exception cref="SelectorException">The text is no selector.</exception>
    public static LabelMatcher Parse(string? text) => string.IsNullOrEmpty(text) ? Everything : new(new LabelParser(text).Parse(), never: false);

    /// <summary>As the API server reads the object: null matches nothing, an empty one everything.</summary>
    /// <exception cref="SelectorException">An operator is unknown, or a key or value is not allowed.</exception>
    public static LabelMatcher From(LabelSelector? selector)
    {
        if (selector is null)
            return Nothing;
        var labels = (selector.MatchLabels ?? new Dictionary<string, string>()).Select(l => new LabelRequirement(l.Key, LabelOperator.Equals, l.Value));
        var expressions = (selector.MatchExpressions ?? []).Select(e => new LabelRequirement(e.Key, OperatorOf(e), e.Values ?? []));
        return new(labels.Concat(expressions), never: false);
    }

    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        if (_never)
            return false;
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }

        return true;
    }

    /// <summary>A text that parses to the same conditions.</summary>
    public override string ToString() => string.Join(',', _requirements.Select(r => r.ToString()));

    private static LabelOperator OperatorOf(LabelSelectorRequirement expression) => expression.Operator switch
    {
        "In" => LabelOperator.In,
        "NotIn" => LabelOperator.NotIn,
        "Exists" => LabelOperator.Exists,
        "DoesNotExist" => LabelOperator.DoesNotExist,
        var other => throw new SelectorException($"\"{other}\" is not a valid label selector operator; use In, NotIn, Exists or DoesNotExist"),
    };
}
