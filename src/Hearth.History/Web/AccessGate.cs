using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hearth.History.Web;

/// <summary>
/// Who may ask. Without a token only this machine can (the server then listens on loopback), and only under a local name, so that no web
/// page can reach it through a name of its own. With a token every request must show it.
/// </summary>
internal sealed class AccessGate(HistoryOptions options)
{
    private const string Scheme = "Bearer ";
    private const string Cookie = "hearth-token";
    private readonly byte[]? _token = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        if (_token is null && !IsLocalName(context.Request.Host.Host))
            return Refuse(context, StatusCodes.Status403Forbidden, "this server answers only under a local name (localhost, 127.0.0.1)");
        if (_token is not null && !ShowsToken(context))
        {
            headers.WWWAuthenticate = "Bearer";
            return Refuse(context, StatusCodes.Status401Unauthorized, "a bearer token is needed: Authorization: Bearer <token>");
        }

        return next(context);
    }

    private static bool IsLocalName(string host) =>
        host is "" or "localhost" or "127.0.0.1" or "[::1]" or "::1" || host.StartsWith("127.", StringComparison.Ordinal);

    private bool ShowsToken(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var shown = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : context.Request.Cookies[Cookie];
        return shown is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), _token);
    }

    private static Task Refuse(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }
}
