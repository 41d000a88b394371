using System.Text;

namespace Hearth.Kube.Core.Selectors;

/// <summary>One condition on one field: equal, or not.</summary>
public sealed record FieldRequirement(string Field, string Value, bool IsNegated)
{
    public override string ToString() => $"{Field}{(IsNegated ? "!=" : "=")}{Escape(Value)}";

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace(",", "\\,").Replace("=", "\\=");
}

/// <summary>
/// Conditions on fields that must all hold (<c>fields.Selector</c>): <c>metadata.name=x,status.phase!=Running</c>. Which fields a kind
/// lets one ask for is the server's to say. A backslash takes the meaning from a comma, equals sign or backslash.
/// </summary>
public sealed class FieldMatcher
{
    private readonly FieldRequirement[] _requirements;

    private FieldMatcher(IEnumerable<FieldRequirement> requirements) => _requirements = [.. requirements];

    /// <summary>Matches all objects.</summary>
    public static FieldMatcher Everything { get; } = new([]);

    public IReadOnlyList<FieldRequirement> Requirements => _requirements;

    public bool MatchesEverything => _requirements.Length == 0;

    public static FieldMatcher Of(params IEnumerable<FieldRequirement> requirements) => new(requirements);

    /// <param name="text">Null or empty matches everything.</param>
    /// <exception cref="SelectorException">The text is no selector.</exception>
    public static FieldMatcher Parse(string? text) => string.IsNullOrEmpty(text) ? Everything : new(Terms(text).Select(term => Requirement(term, text)));

    /// <param name="field">Gives a field's value; null counts as empty.</param>
    public bool Matches(Func<string, string?> field)
    {
        foreach (var requirement in _requirements)
        {
            if (((field(requirement.Field) ?? "") == requirement.Value) == requirement.IsNegated)
                return false;
        }

        return true;
    }

    /// <summary>A text that parses to the same conditions.</summary>
    public override string ToString() => string.Join(',', _requirements.Select(r => r.ToString()));

    private static IEnumerable<string> Terms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ',')
            {
                if (i > start)
                    yield return text[start..i];
                start = i + 1;
            }
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private static FieldRequirement Requirement(string term, string text)
    {
        var at = term.AsSpan().IndexOfAny('=', '!');
        // A lone exclamation mark belongs to the field's name.
        while (at >= 0 && term[at] == '!' && !term.AsSpan(at).StartsWith("!=", StringComparison.Ordinal))
        {
            var next = term.AsSpan(at + 1).IndexOfAny('=', '!');
            at = next < 0 ? -1 : at + 1 + next;
        }

        if (at < 0)
            throw new SelectorException($"the field selector \"{text}\" has \"{term}\" where field=value or field!=value was expected");
        var isNegated = term[at] == '!';
        var length = isNegated || term.AsSpan(at).StartsWith("==", StringComparison.Ordinal) ? 2 : 1;
        return new(term[..at], Unescape(term[(at + length)..], text), isNegated);
    }

    private static string Unescape(string value, string text)
    {
        if (value.AsSpan().IndexOfAny('\\', '=') < 0)
            return value;
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=')
                throw new SelectorException($"the field selector \"{text}\" has an equals sign in a value; write \\=");
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('\\' or ',' or '=')))
                throw new SelectorException($"the field selector \"{text}\" has a backslash before something else than a comma, an equals sign or a backslash");
            plain.Append(value[i]);
        }

        return plain.ToString();
    }
}
