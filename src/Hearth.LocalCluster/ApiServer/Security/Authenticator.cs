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

    /// <returns>Null where a certificate or token was given and is not valid; the anonymous user where none was given.</returns>
    public UserInfo? Authenticate(HttpContext http)
    {
        if (http.Connection.ClientCertificate is { } certificate)
            return context.Certificates.UserOf(certificate, context.Time.GetUtcNow());
        var token = HeaderToken(http) ?? SocketToken(http);
        return token is null ? UserInfo.Anonymous : Authenticate(token);
    }

    public UserInfo? Authenticate(string token) => Review(token, [Tokens.Issuer]).User;

    /// <summary>Whose a token is, if it is for one of the audiences, and for which of them; or why it is not good.</summary>
    public (UserInfo? User, IReadOnlyList<string> Audiences, string Error) Review(string token, IReadOnlyList<string> audiences)
    {
        const string Invalid = "invalid bearer token";
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _adminToken))
            return (s_admin, audiences, "");
        if (context.Tokens.Verify(token) is not { } claims)
            return (null, [], Tokens.ClaimsToBeOurs(token) ? $"[{Invalid}, go-jose/go-jose: error in cryptographic primitive]" : Invalid);
        var isOfSecret = claims.Text("iss") == Tokens.SecretIssuer;
        var own = isOfSecret ? [Tokens.Issuer] : (claims.List("aud") ?? []).Select(audience => audience.Text ?? "").ToList();
        var accepted = audiences.Intersect(own, StringComparer.Ordinal).ToList();
        if (accepted.Count == 0)
            return (null, [], $"[{Invalid}, token audiences {Quoted(own)} is invalid for the target audiences {Quoted(audiences)}]");
        if (isOfSecret)
            return SecretTokens.Trouble(context, claims, token) is { } wrong ? (null, [], $"[{Invalid}, {wrong}]") : (SecretTokens.UserOf(context, claims), accepted, "");
        if (context.Tokens.HasExpired(claims))
            return (null, [], $"[{Invalid}, service account token has expired]");
        return Trouble(claims) is { } trouble ? (null, [], $"[{Invalid}, {trouble}]") : (FromClaims(claims), accepted, "");
    }

    private static string Quoted(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(text => $"\"{text}\""))}]";

    /// <summary>A token lives as long as its account and the object that it is bound to. Null while it does.</summary>
    private string? Trouble(JsonObject claims)
    {
        var bound = claims.Map("kubernetes.io");
        var ns = bound?.Text("namespace") ?? "";
        var account = bound?.Map("serviceaccount");
        if (context.Find("", "serviceaccounts", ns, account?.Text("name") ?? "") is not { } found)
            return $"serviceaccounts \"{account?.Text("name")}\" not found";
        if (found.Uid != account?.Text("uid"))
            return $"service account UID ({found.Uid}) does not match claim ({account?.Text("uid")})";
        // The node of a pod is told, not looked at.
        var kind = bound?.Map("secret") is not null ? "secret" : bound?.Map("pod") is not null ? "pod" : "node";
        if (bound?.Map(kind) is not { } other)
            return null;
        if (context.Find("", kind + "s", kind == "node" ? "" : ns, other.Text("name") ?? "") is not { } holder)
            return "service account token has been invalidated";
        return holder.Uid == other.Text("uid") ? null : $"{kind} UID ({holder.Uid}) does not match service account {kind} ref claim ({other.Text("uid")})";
    }

    private static UserInfo FromClaims(JsonObject claims)
    {
        var bound = claims.Map("kubernetes.io");
        var account = bound?.Map("serviceaccount");
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["authentication.kubernetes.io/credential-id"] = ["JTI=" + claims.Text("jti")],
        };
        foreach (var kind in (ReadOnlySpan<string>)["pod", "node"])
        {
            if (bound?.Map(kind) is not { } holder)
                continue;
            extra[$"authentication.kubernetes.io/{kind}-name"] = [holder.Text("name")!];
            if (holder.Text("uid") is { } uid)
                extra[$"authentication.kubernetes.io/{kind}-uid"] = [uid];
        }

        return UserInfo.ServiceAccount(bound?.Text("namespace") ?? "", account?.Text("name") ?? "", account?.Text("uid") ?? "") with { Extra = extra };
    }

    /// <summary>Other schemes than <c>Bearer</c>, and a bearer of nothing, are nobody's.</summary>
    private static string? HeaderToken(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().Trim().Split(' ', 3) is [var scheme, { Length: > 0 } token, ..] && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? token : null;

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
