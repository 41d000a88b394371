using System.Net;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Web pages that a user visits must not reach the API: no foreign origin, no host name that rebinding could bring here.</summary>
internal static class BrowserGuard
{
    private static readonly HashSet<string> s_hosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
    };

    public static bool IsForeign(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.TryGetValue("Sec-Fetch-Site", out var site) && site.ToString() is not ("" or "none" or "same-origin"))
            return true;
        var origin = headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && (IsHere(from.Host) || from.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase))))
            return true;
        return http.Request.Host.HasValue && !IsKnown(http.Request.Host.Host);
    }

    /// <summary>Pages come from this machine, or from where the server itself is.</summary>
    private static bool IsHere(string host) => s_hosts.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);

    /// <summary>No name that somebody else may have given this address.</summary>
    private static bool IsKnown(string host) => s_hosts.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
