using Microsoft.AspNetCore.Http;

namespace Hearth.History.Web;

/// <summary>The path below which a proxy shows this server.</summary>
internal static class ProxyPrefix
{
    private const int LongestPrefix = 200;

    /// <summary>What this request's proxy says, else what the server was told. Only plain paths count: the text comes to stand in links.</summary>
    public static string Of(IHeaderDictionary headers, string configured)
    {
        foreach (var name in (string[])["X-Forwarded-Context", "X-Forwarded-Prefix"])
        {
            if (headers[name].ToString().TrimEnd('/') is { Length: > 0 } said && IsPlain(said))
                return said;
        }

        return configured.TrimEnd('/');
    }

    public static bool IsPlain(string prefix) =>
        prefix.Length <= LongestPrefix && prefix.StartsWith('/') && !prefix.Contains("//", StringComparison.Ordinal) && !prefix.Contains("..", StringComparison.Ordinal)
        && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '~');

    /// <summary>The path below the prefix, for proxies that leave it on.</summary>
    public static string Strip(string path, string prefix) =>
        prefix.Length > 0 && path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/')
            ? path.Length == prefix.Length ? "/" : path[prefix.Length..]
            : path;
}
