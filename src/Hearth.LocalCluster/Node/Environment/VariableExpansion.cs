using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary><c>$(NAME)</c> in commands, arguments and values, as Kubernetes expands it: <c>$$</c> is one dollar, unknown names stay.</summary>
internal static class VariableExpansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) => Expand(text, variables.GetValueOrDefault);

    /// <param name="find">The value of a name; null: it stays as it is written.</param>
    public static string Expand(string text, Func<string, string?> find)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i + 2) is var end && end >= 0)
            {
                var name = text[(i + 2)..end];
                result.Append(find(name) ?? text[i..(end + 1)]);
                i = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }
}
