using System.Text;
using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Regular expressions of RE2 by .NET's engine without backtracking: time grows with the text alone.</summary>
internal sealed class CelRegex
{
    private readonly Dictionary<string, Regex?> _compiled = new(StringComparer.Ordinal);

    /// <summary>Null where the pattern is none.</summary>
    public Regex? Find(string pattern)
    {
        if (!_compiled.TryGetValue(pattern, out var regex))
            _compiled[pattern] = regex = Compile(pattern);
        return regex;
    }

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What the two dialects write or mean differently: names, POSIX classes, ASCII classes, the end of the text.</summary>
    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
            }
            else if (inClass && c == '[' && PosixClass(pattern, i) is { } posix)
            {
                text.Append(posix.Text);
                i += posix.Length - 1;
            }
            else if (inClass)
            {
                inClass = c != ']';
                text.Append(c == '[' ? "\\[" : c.ToString());
            }
            else if (c == '[')
            {
                inClass = true;
                text.Append(c);
                // A bracket that closes right after it opened is a plain one.
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                    text.Append(pattern[++i]);
                if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                    text.Append('\\').Append(pattern[++i]);
            }
            else if (c == '$' && !pattern.Contains("(?m", StringComparison.Ordinal))
            {
                text.Append("\\z");
            }
            else if (c == '(' && string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0)
            {
                text.Append("(?<");
                i += 3;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static string Escape(char letter, bool inClass) => letter switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'w' => inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
        's' => inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]",
        'D' when !inClass => "[^0-9]",
        'W' when !inClass => "[^0-9A-Za-z_]",
        'S' when !inClass => "[^\\t\\n\\f\\r ]",
        _ => "\\" + letter,
    };

    private static (string Text, int Length)? PosixClass(string pattern, int at)
    {
        var end = pattern.IndexOf(":]", at, StringComparison.Ordinal);
        if (at + 1 >= pattern.Length || pattern[at + 1] != ':' || end < 0)
            return null;
        var content = pattern[(at + 2)..end] switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "digit" => "0-9",
            "lower" => "a-z",
            "upper" => "A-Z",
            "space" => "\\t\\n\\v\\f\\r ",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            "punct" => "!-/:-@\\[-`{-~",
            _ => null,
        };
        return content is null ? null : (content, end + 2 - at);
    }
}
