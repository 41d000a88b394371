using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Finds out who asks: the administrator's token, a service account's, or a certificate of the cluster's authority.</summary>
internal sealed class Authenticator(ApiContext context, string adminToken)
{
    private static readonly UserInfo s_admin = new("admin", [UserInfo.Masters, "system:authenticated"]) { Uid = "admin" };
    private readonly byte[] _adminToken = Encoding.UTF8.GetBytes(adminToken);

    /// <returns>Null where a token was given and is not valid; the anonymous user where none was given.</returns>
    public UserInfo? Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : SocketToken(http);
        if (token is not null)
            return Authenticate(token);
        if (header.Length > 0)
            return null;
        return http.Connection.ClientCertificate is { } certificate ? context.Certificates.UserOf(certificate, context.Time.GetUtcNow()) : UserInfo.Anonymous;
    }

    public UserInfo? Authenticate(string token, string audience = Tokens.Issuer)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _adminToken))
            return s_admin;
        return context.Tokens.Verify(token) is { } claims ? FromClaims(claims, audience) : null;
    }

    /// <summary>A token lives as long as its account and the pod that it is bound to.</summary>
    private UserInfo? FromClaims(JsonObject claims, string audience)
    {
        if (!(claims.List("aud") ?? []).Any(known => known.Text == audience))
            return null;
        var bound = claims.Map("kubernetes.io");
        var ns = bound?.Text("namespace") ?? "";
        var name = bound?.Map("serviceaccount")?.Text("name") ?? "";
        var uid = bound?.Map("serviceaccount")?.Text("uid");
        if (context.Find("", "serviceaccounts", ns, name)?.Uid != uid)
            return null;
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["authentication.kubernetes.io/credential-id"] = ["JTI=" + claims.Text("jti")],
        };
        if (bound?.Map("pod") is { } pod)
        {
            if (context.Find("", "pods", ns, pod.Text("name") ?? "")?.Uid != pod.Text("uid"))
                return null;
            extra["authentication.kubernetes.io/pod-name"] = [pod.Text("name")!];
            extra["authentication.kubernetes.io/pod-uid"] = [pod.Text("uid")!];
        }

        return UserInfo.ServiceAccount(ns, name, uid ?? "") with { Extra = extra };
    }

    /// <summary>Clients that cannot set headers on a WebSocket put the token into its protocols.</summary>
    private static string? SocketToken(HttpContext http)
    {
        const string Prefix = "base64url.bearer.authorization.k8s.io.";
        if (!http.WebSockets.IsWebSocketRequest)
            return null;
        foreach (var protocol in http.WebSockets.WebSocketRequestedProtocols)
        {
            if (!protocol.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            try
            {
                return Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(protocol.AsSpan(Prefix.Length)));
            }
            catch (FormatException)
            {
                return null;
            }
        }

        return null;
    }
}
