using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Selection;

/// <summary>A parsed <c>fieldSelector</c>: <c>spec.nodeName=x,status.phase!=Failed</c>.</summary>
internal sealed class FieldSelector
{
    public static readonly FieldSelector Everything = new([]);

    private readonly Term[] _terms;

    private FieldSelector(Term[] terms) => _terms = terms;

    public bool IsEverything => _terms.Length == 0;

    /// <param name="Index">Into the kind's selectable fields; -1 is the name, -2 the namespace.</param>
    private sealed record Term(int Index, string Value, bool Equal);

    /// <summary>The one name that can match; null where many can.</summary>
    public string? Name => Array.Find(_terms, term => term is { Index: -1, Equal: true })?.Value;

    public bool Matches(StoredObject value)
    {
        foreach (var term in _terms)
        {
            var actual = term.Index switch
            {
                -1 => value.Name,
                -2 => value.Namespace,
                var index => value.Fields[index],
            };
            if (actual == term.Value != term.Equal)
                return false;
        }

        return true;
    }

    /// <exception cref="ApiException">The text is no selector, or names a field that this kind cannot be selected by (400).</exception>
    public static FieldSelector Parse(string? text, ApiResource resource)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;
        CheckSyntax(text);
        var terms = new List<Term>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var equal = part[at - 1] != '!';
            var name = part[..(equal ? at : at - 1)];
            var value = part[(at + (at + 1 < part.Length && part[at + 1] == '=' ? 2 : 1))..];
            terms.Add(new Term(IndexOf(name, resource), value, equal));
        }

        return new([.. terms]);
    }

    /// <exception cref="ApiException">The text is no selector (400).</exception>
    public static void CheckSyntax(string? text)
    {
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) <= 0)
                throw ApiException.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
        }
    }

    private static int IndexOf(string name, ApiResource resource)
    {
        if (name == "metadata.name")
            return -1;
        if (name == "metadata.namespace")
            return -2;
        for (var i = 0; i < resource.SelectableFields.Count; i++)
        {
            if (resource.SelectableFields[i] == name && resource.Custom?.CanSelect(name) != false)
                return i;
        }

        if (resource.SelectableFields.Count == 0)
            throw ApiException.BadRequest($"\"{name}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        throw ApiException.BadRequest($"field label not supported: {name}");
    }
}
