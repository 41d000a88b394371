using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Paths such as <c>.spec.ports['http']</c> to a field that a structural schema describes (<c>cel.ValidFieldPath</c>).</summary>
internal static class FieldPaths
{
    /// <summary>Where a path leads.</summary>
    /// <param name="Path">As errors write it: <c>spec.ports[http]</c>.</param>
    /// <param name="Schema">Of the field; null where the schema leaves it open.</param>
    /// <param name="Problem">Why it leads nowhere; null where it does.</param>
    public sealed record Target(string Path, JsonObject? Schema, string? Problem);

    public static Target Find(JsonObject schema, string path, bool mayIndex)
    {
        var (found, written) = ((JsonObject?)schema, "");
        var tokens = new Queue<string>(Tokens(path));
        while (tokens.TryDequeue(out var token))
        {
            var isIndex = token == "[";
            if (token is not ("." or "["))
                return Nowhere("expected [ or . but got: " + token);
            if (isIndex && !mayIndex)
                return Nowhere("array notation is not allowed");
            if (!tokens.TryDequeue(out var name))
                return Nowhere("unexpected end of JSON path");
            if (isIndex && (name.Length < 2 || name[0] != '\'' || name[^1] != '\''))
                return Nowhere("expected single quoted string but got " + name);
            if (isIndex)
                name = Unescape(name[1..^1]);
            if (found?.Map("properties") is { Count: > 0 } properties)
            {
                if (properties.Map(name) is not { } property)
                    return Nowhere("does not refer to a valid field");
                (found, written) = (property, written.Length == 0 ? name : $"{written}.{name}");
            }
            else if (found?["additionalProperties"] is not null)
            {
                (found, written) = (found.Map("additionalProperties"), $"{written}[{name}]");
            }
            else
            {
                return Nowhere("does not refer to a valid field");
            }

            if (!isIndex)
                continue;
            if (!tokens.TryDequeue(out var end))
                return Nowhere("unexpected end of JSON path");
            if (end != "]")
                return Nowhere("expected ] but got " + end);
        }

        return new(written, found, null);
    }

    private static Target Nowhere(string problem) => new("", null, problem);

    private static IEnumerable<string> Tokens(string path)
    {
        for (var at = 0; at < path.Length;)
        {
            var end = path[at] switch
            {
                '.' or '[' or ']' => at + 1,
                '\'' => EndOfQuotes(path, at),
                _ => path.AsSpan(at).IndexOfAny('.', '[', ']') is >= 0 and var length ? at + length : path.Length,
            };
            yield return path[at..end];
            at = end;
        }
    }

    private static int EndOfQuotes(string path, int start)
    {
        for (var i = start + 1; i < path.Length; i++)
        {
            if (path[i] == '\'' && path[i - 1] != '\\')
                return i + 1;
        }

        return path.Length;
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            result.Append(text[i] == '\\' && i + 1 < text.Length ? Escaped(text[++i]) : text[i]);
        return result.ToString();
    }

    private static char Escaped(char letter) => letter switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => letter };
}
