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

    public UserInfo? Authenticate(string token) => Review(token, [Tokens.Issuer]).User;

    /// <summary>Whose a token is, if it is for one of the audiences, and for which of them; or why it is not good.</summary>
    public (UserInfo? User, IReadOnlyList<string> Audiences, string Error) Review(string token, IReadOnlyList<string> audiences)
    {
        const string Invalid = "invalid bearer token";
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _adminToken))
            return (s_admin, audiences, "");
        if (context.Tokens.Verify(token) is not { } claims)
            return (null, [], Invalid);
        var own = (claims.List("aud") ?? []).Select(audience => audience.Text ?? "").ToList();
        var accepted = audiences.Intersect(own, StringComparer.Ordinal).ToList();
        if (accepted.Count == 0)
            return (null, [], $"[{Invalid}, token audiences {Quoted(own)} is invalid for the target audiences {Quoted(audiences)}]");
        return FromClaims(claims) is { } user ? (user, accepted, "") : (null, [], $"[{Invalid}, service account token has been invalidated]");
    }

    private static string Quoted(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(text => $"\"{text}\""))}]";

    /// <summary>A token lives as long as its account and the object that it is bound to.</summary>
    private UserInfo? FromClaims(JsonObject claims)
    {
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
        else if (bound?.Map("node") is { } alone && context.Find("", "nodes", "", alone.Text("name") ?? "")?.Uid != alone.Text("uid"))
        {
            return null;
        }

        if (bound?.Map("secret") is { } secret && context.Find("", "secrets", ns, secret.Text("name") ?? "")?.Uid != secret.Text("uid"))
            return null;
        if (bound?.Map("node") is { } node)
        {
            extra["authentication.kubernetes.io/node-name"] = [node.Text("name")!];
            if (node.Text("uid") is { } nodeUid)
                extra["authentication.kubernetes.io/node-uid"] = [nodeUid];
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
