namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>A URL as Go's <c>net/url</c> reads it: almost any text is one, in parts that may be empty.</summary>
internal sealed record GoUrl(string Scheme, string? User, string Host, string Query, string Fragment)
{
    /// <param name="problem">Go's words for what is wrong.</param>
    public static bool TryParse(string text, out GoUrl url, out string problem)
    {
        url = new("", null, "", "", "");
        problem = "";
        if (text.Any(letter => letter < ' ' || letter == '\u007f'))
            problem = "net/url: invalid control character in URL";
        else if (BadEscape(text) is { } escape)
            problem = $"invalid URL escape \"{escape}\"";
        else
            url = Parse(text, ref problem);
        return problem.Length == 0;
    }

    private static GoUrl Parse(string text, ref string problem)
    {
        var (rest, fragment) = Cut(text, '#');
        var scheme = SchemeOf(ref rest, ref problem);
        var (path, query) = Cut(rest, '?');
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        if (problem.Length == 0 && scheme.Length == 0 && !path.StartsWith('/') && colon >= 0 && (path.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || colon < slash)))
            problem = "first path segment in URL cannot contain colon";
        if (!path.StartsWith("//", StringComparison.Ordinal))
            return new(scheme, null, "", query, fragment);
        var authority = path[2..].Split('/')[0];
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (host.Contains(' ', StringComparison.Ordinal))
            problem = "invalid character \" \" in host name";
        else if (host.LastIndexOf(':') is var port && port >= 0 && !host.EndsWith(']') && !host[(port + 1)..].All(char.IsAsciiDigit))
            problem = $"invalid port \"{host[port..]}\" after host";
        return new(scheme, at < 0 ? null : authority[..at], host, query, fragment);
    }

    private static string SchemeOf(ref string rest, ref string problem)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (char.IsAsciiLetter(rest[i]) || i > 0 && (char.IsAsciiDigit(rest[i]) || rest[i] is '+' or '-' or '.'))
                continue;
            if (rest[i] != ':')
                return "";
            if (i == 0)
            {
                problem = "missing protocol scheme";
                return "";
            }

            var scheme = rest[..i].ToLowerInvariant();
            rest = rest[(i + 1)..];
            return scheme;
        }

        return "";
    }

    private static string? BadEscape(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return text[i..Math.Min(text.Length, i + 3)];
        }

        return null;
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var i = text.IndexOf(separator, StringComparison.Ordinal);
        return i < 0 ? (text, "") : (text[..i], text[(i + 1)..]);
    }
}
