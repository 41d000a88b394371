using System.Net;
using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History;

internal static class HistoryOptionsValidation
{
    private const int ShortestToken = 16;

    public static IEnumerable<string> Problems(HistoryOptions options)
    {
        if (options.LogDirectories.Count == 0)
            yield return "no log directory is named: give one with --log-dir DIR; those of 'hearth run' lie in ~/.hearth/events";
        foreach (var directory in options.LogDirectories)
        {
            if (LogStores.Problem(directory) is { } problem)
                yield return $"log directory '{directory}': {problem}";
        }

        if (options.Port is < 0 or > 65535)
            yield return $"port {options.Port} is not between 0 and 65535";
        if (options.SparkVersion is { } version && SparkDialect.Parse(version) is null)
            yield return $"'{version}' is not a Spark version such as 3.5.9";
        var demandsToken = options.Token is not null || options.Authenticate is not null;
        if (options.Host != "localhost" && !IPAddress.TryParse(options.Host, out _))
            yield return $"host '{options.Host}' is neither an IP address nor localhost";
        else if (!IsLocal(options.Host) && !demandsToken)
            yield return $"listening on {options.Host} is open to other machines and needs a token: --token-file FILE, or --kubernetes-auth";
        if (options.Token is { Length: < ShortestToken })
            yield return $"the token is shorter than {ShortestToken} characters and could be guessed";
        if (options.UserHeader is not null && (demandsToken || !IsLocal(options.Host)))
            yield return "a header may name the user only where a proxy on this machine is the one way in: on a loopback address, without tokens";
        if (options.AclsEnabled && options.Authenticate is null && options.UserHeader is null)
            yield return "view ACLs need names of users: --kubernetes-auth, or --user-header behind a proxy that signs users in";
        if (options.ProxyBase.Length > 0 && !Web.ProxyPrefix.IsPlain(options.ProxyBase))
            yield return $"the proxy base '{options.ProxyBase}' is not a plain path such as /spark";
    }

    public static bool IsLocal(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
