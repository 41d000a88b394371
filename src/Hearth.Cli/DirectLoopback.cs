using System.Net;

namespace Hearth.Cli;

/// <summary>
/// The proxy that the environment names, but never for this machine: as curl's and Go's clients, whose <c>NO_PROXY</c> need not say so, kubectl
/// among them. Without it a local cluster could not be reached behind a company's proxy.
/// </summary>
internal sealed class DirectLoopback(IWebProxy environment) : IWebProxy
{
    private static readonly string[] s_variables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    /// <summary>From now on for every client of this process; costs nothing where no proxy is named.</summary>
    public static void Use(Func<string, string?> variable)
    {
        if (s_variables.Any(name => variable(name) is { Length: > 0 } || variable(name.ToLowerInvariant()) is { Length: > 0 }))
            HttpClient.DefaultProxy = new DirectLoopback(HttpClient.DefaultProxy);
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || environment.IsBypassed(host);
}
