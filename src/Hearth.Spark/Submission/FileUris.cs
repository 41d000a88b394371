using System.Text;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>Paths of dependencies as Spark resolves them (<c>Utils.resolveURIs</c>).</summary>
public static class FileUris
{
    private const string Unescaped = "/-_.!~*'():@&=+$,;";

    /// <summary>A list, comma-separated: elements with a scheme stay, paths become absolute <c>file:</c> URIs, a fragment is kept.</summary>
    public static string ResolveAll(string paths, string workingDirectory) =>
        string.Join(',', paths.Split(',').Where(path => JavaText.Trim(path).Length > 0).Select(path => Resolve(JavaText.Trim(path), workingDirectory)));

    /// <summary>One of them.</summary>
    public static string Resolve(string path, string workingDirectory)
    {
        var isUri = IsUri(path);
        if (isUri && HasScheme(path))
            return path;
        var fragment = isUri ? path.IndexOf('#', StringComparison.Ordinal) : -1;
        var file = fragment < 0 ? path : path[..fragment];
        return $"file:{Encode(Absolute(file, workingDirectory))}{(fragment < 0 ? "" : path[fragment..])}";
    }

    /// <summary>The path on this machine of a <c>file:</c> URI or of a plain path; null for any other scheme.</summary>
    public static string? LocalPath(string uri)
    {
        if (!HasScheme(uri))
            return uri;
        if (!uri.StartsWith("file:", StringComparison.Ordinal))
            return null;
        var path = uri["file:".Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path.IndexOf('/', 2) is var slash and > 0 ? path[slash..] : "/";
        return Uri.UnescapeDataString(path);
    }

    /// <summary>A URI in which blanks and other characters that no URI may hold are quoted; what is quoted already stays.</summary>
    public static string Quote(string uri)
    {
        var quoted = new StringBuilder(uri.Length);
        foreach (var c in uri)
        {
            if (s_illegal.Contains(c))
                AppendQuoted(quoted, c);
            else
                quoted.Append(c);
        }

        return quoted.ToString();
    }

    public static bool HasScheme(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(uri[0]) && !uri.AsSpan(0, colon).ContainsAnyExcept(s_schemeCharacters);
    }

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    // What java.net.URI does not accept, Spark takes for the name of a file: a blank is enough.
    private static bool IsUri(string path) => !path.AsSpan().ContainsAny(s_illegal) && path.Count(c => c == '#') <= 1;

    private static readonly System.Buffers.SearchValues<char> s_illegal =
        System.Buffers.SearchValues.Create(" \"<>\\^`{|}\u007f" + string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)));

    private static string Absolute(string path, string workingDirectory)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{workingDirectory}/{path}").Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }

    // java.net.URI leaves letters beyond ASCII as they are and quotes blanks, controls and the few characters that a path may not hold.
    private static string Encode(string path)
    {
        var encoded = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (char.IsAsciiLetterOrDigit(c) || Unescaped.Contains(c, StringComparison.Ordinal) || (c > 127 && !char.IsControl(c) && !char.IsWhiteSpace(c)))
                encoded.Append(c);
            else
                AppendQuoted(encoded, c);
        }

        return encoded.ToString();
    }

    private static void AppendQuoted(StringBuilder encoded, char c)
    {
        foreach (var octet in Encoding.UTF8.GetBytes([c]))
            encoded.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
    }
}
