using System.Text;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Selection;

/// <summary>A parsed <c>fieldSelector</c>: <c>spec.nodeName=x,status.phase!=Failed</c>.</summary>
internal sealed partial class FieldSelector
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
        return new([.. Split(text).Select(term => new Term(IndexOf(term.Name, resource), term.Value, term.Equal))]);
    }

    /// <exception cref="ApiException">The text is no selector (400).</exception>
    public static void CheckSyntax(string? text) => Split(text ?? "");

    private static List<(string Name, bool Equal, string Value)> Split(string text)
    {
        var terms = new List<(string, bool, string)>();
        foreach (var part in Comma().Split(text).Where(part => part.Length > 0))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
                throw ApiException.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
            var equal = at == 0 || part[at - 1] != '!';
            terms.Add((part[..(equal ? at : at - 1)], equal, Unescape(part[(at + (equal && part.AsSpan(at + 1).StartsWith("=") ? 2 : 1))..])));
        }

        return terms;
    }

    /// <summary>Between terms; a comma after a backslash belongs to the value.</summary>
    [GeneratedRegex(@"(?<=(^|[^\\])(\\\\)*),", RegexOptions.ExplicitCapture)]
    private static partial Regex Comma();

    private static string Unescape(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=')
                throw ApiException.BadRequest($"invalid field selector: unescaped character in value: {(int)value[i]}");
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('\\' or ',' or '=')))
                throw ApiException.BadRequest($"invalid field selector: invalid escape sequence: {value[(i - 1)..Math.Min(i + 1, value.Length)]}");
            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static int IndexOf(string name, ApiResource resource)
    {
        if (name == "metadata.name")
            return -1;
        if (name == "metadata.namespace" && (resource.IsNamespaced || resource.SelectableFields.Count == 0 || resource.Custom is not null))
            return -2;
        for (var i = 0; i < resource.SelectableFields.Count; i++)
        {
            if (resource.SelectableFields[i] == name && resource.Custom?.CanSelect(name) != false)
                return i;
        }

        if (resource.SelectableFields.Count == 0)
            throw ApiException.BadRequest($"\"{name}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        throw ApiException.BadRequest(resource.GroupResource switch
        {
            "jobs.batch" => $"field label \"{name}\" not supported for Job",
            "resourceslices.resource.k8s.io" => $"field label not supported for {resource.ApiVersion}, Kind={resource.Kind}: {name}",
            _ => $"field label not supported: {name}",
        });
    }
}
