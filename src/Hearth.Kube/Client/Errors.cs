using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Kube.Client;

/// <summary>The words for what can go wrong between this client and a server.</summary>
internal static class Errors
{
    public static async Task<KubeException> ReadAsync(KubeRequest request, HttpResponseMessage response, KubeConfiguration configuration, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(response, cancellationToken);
        var status = Parse(text) ?? new Status { Message = Clip(text), Code = (int)response.StatusCode };
        return new(status, response.StatusCode, Describe(request.Summary, response.StatusCode, status, configuration))
        {
            RetryAfter = RetryAfter(response, status),
        };
    }

    /// <summary>Trouble that the next attempt may not have: a connection that was cut, or one that a restarting server closed.</summary>
    public static bool IsPassing(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.Unknown
        && e.GetBaseException() is not AuthenticationException;

    public static KubeException Unreachable(string call, KubeConfiguration configuration, Exception e) =>
        new(new() { Reason = "Unreachable" }, null, $"Cannot reach the API server {configuration.Server} of {configuration.Origin} ({call}): {Why(e, configuration)}", e);

    public static KubeException TimedOut(string call, KubeConfiguration configuration, TimeSpan limit) =>
        new(new() { Reason = "Timeout" }, null, $"The API server {configuration.Server} of {configuration.Origin} gave no answer to {call} within {limit.TotalSeconds:0.#} s.");

    public static KubeException NotKubernetes(string call, KubeConfiguration configuration, JsonException e) =>
        new(new() { Reason = "NotKubernetes" }, null, $"What {configuration.Server} answered to {call} is not what a Kubernetes API server answers: {e.Message} Check the server's address in {configuration.Origin}.", e);

    private static string Why(Exception e, KubeConfiguration configuration)
    {
        var cause = e.GetBaseException();
        return cause switch
        {
            AuthenticationException => Untrusted(cause, configuration),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused. Is it running? Is the address right?",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
                $"the name {configuration.Server.Host} is not known. Check the address, and VPN or DNS.",
            _ when e is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => $"the proxy {configuration.Proxy?.GetLeftPart(UriPartial.Authority)} refused: {cause.Message}",
            _ => cause.Message,
        };
    }

    private static string Untrusted(Exception cause, KubeConfiguration configuration)
    {
        if (cause.Message.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal))
        {
            return $"x509: its certificate does not name {configuration.TlsServerName ?? configuration.Server.Host}. "
                + "Use an address that the certificate names, or set tls-server-name in the kubeconfig.";
        }

        var authority = configuration.CertificateAuthorities is null ? "the certificate authorities of this system" : "the certificate authority in the kubeconfig";
        return $"x509: its certificate is not signed by {authority}, or is out of date. "
            + $"Write the kubeconfig anew if the cluster was created again, or set certificate-authority-data. ({cause.Message})";
    }

    private static string Describe(string call, HttpStatusCode code, Status status, KubeConfiguration configuration)
    {
        var said = status.Message is { Length: > 0 } message ? message : $"the server answered {(int)code} ({code})";
        return code switch
        {
            HttpStatusCode.Unauthorized => $"{configuration.Server} does not accept the credentials of {configuration.Origin} ({call}: {said}). Log in again, or write the kubeconfig anew.",
            HttpStatusCode.NotFound when status.Reason is null => $"{call}: {said}. The server does not know this path.",
            _ => said,
        };
    }

    private static Status? Parse(string text)
    {
        if (!text.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize(text, KubeJson.Default.Status) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, Status status) =>
        response.Headers.RetryAfter?.Delta
        ?? (status.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private static string Clip(string text) => text.Length <= 500 ? text : text[..500] + "...";
}
