using Hearth.History.Web;
using Hearth.History.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Hearth.History.Access;

/// <summary>Let in, as this user where users have names; else the request has its answer already.</summary>
/// <param name="SignedIn">What to call the one who has shown a token; null where nobody has to.</param>
internal readonly record struct Admission(bool IsLetIn, HistoryUser? User = null, string? SignedIn = null);

/// <summary>
/// Who may ask. Without a token only this machine can (the server then listens on loopback), and only under a known name, so that no web
/// page can reach it through a name of its own. With tokens every request must show one: as a bearer, or by the cookie of a session that
/// began at <c>/login</c>.
/// </summary>
internal sealed class AccessGate(HistoryOptions options, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const string Cookie = "hearth-session";
    private readonly TokenCheck _tokens = new(options, time);
    private readonly Sessions _sessions = new(time);

    public static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    public async Task<Admission> AdmitAsync(HttpContext context, Site site, string path)
    {
        if (!_tokens.IsDemanded)
            return await AdmitLocalAsync(context);
        switch (path)
        {
            case "/login":
                await LoginAsync(context, site);
                return default;
            case "/logout" when HttpMethods.IsPost(context.Request.Method):
                _sessions.End(context.Request.Cookies[Cookie]);
                context.Response.Cookies.Delete(Cookie, CookieOptions(context, site));
                Redirect(context, site.Base + "/login");
                return default;
        }

        // Styles and pictures say nothing about anyone.
        if (path.StartsWith("/static/", StringComparison.Ordinal))
            return new Admission(true);
        if (TokenOf(context.Request) is not { } token)
            return await RefuseAsync(context, site, path, "a bearer token is needed: Authorization: Bearer <token>");
        var verdict = await VerdictAsync(token, context);
        return verdict.Refusal is null ? new Admission(true, verdict.User, verdict.User?.Name ?? "signed in by token") : await RefuseAsync(context, site, path, verdict.Refusal);
    }

    private async Task<Admission> AdmitLocalAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (!IsLocalName(host) && !options.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            await AnswerAsync(context, StatusCodes.Status403Forbidden, "this server answers only under a local name (localhost, 127.0.0.1), or one it was told of by --allowed-host");
            return default;
        }

        var user = options.UserHeader is { } header && context.Request.Headers[header].ToString() is { Length: > 0 } name ? new HistoryUser(name, []) : null;
        return new Admission(true, user);
    }

    private async Task<TokenVerdict> VerdictAsync(string token, HttpContext context)
    {
        try
        {
            return await _tokens.CheckAsync(token, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            return new TokenVerdict(null, $"the token could not be checked: {e.Message}");
        }
    }

    private string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : _sessions.TokenOf(request.Cookies[Cookie]);
    }

    private async Task LoginAsync(HttpContext context, Site site)
    {
        var next = Next(context.Request.Query["next"].ToString());
        string? refusal = null;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (!IsOwnPage(context.Request))
            {
                await AnswerAsync(context, StatusCodes.Status403Forbidden, "signing in is only possible from this server's own page");
                return;
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            next = Next(form["next"].ToString());
            var token = form["token"].ToString().Trim();
            var verdict = await VerdictAsync(token, context);
            if (verdict.Refusal is null)
            {
                context.Response.Cookies.Append(Cookie, _sessions.Begin(token), CookieOptions(context, site));
                Redirect(context, site.Base + next);
                return;
            }

            refusal = verdict.Refusal;
        }

        await PageAsync(context, refusal is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, PageRenderer.Render<LoginPage>(site, new SignIn(next, refusal)));
    }

    /// <summary>Browsers are led to the page for signing in, programs are told what to show.</summary>
    private static async Task<Admission> RefuseAsync(HttpContext context, Site site, string path, string why)
    {
        var request = context.Request;
        var wantsPage = HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (wantsPage && !path.StartsWith("/api/v", StringComparison.Ordinal))
        {
            Redirect(context, $"{site.Base}/login?next={Uri.EscapeDataString(path + request.QueryString)}");
            return default;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await AnswerAsync(context, StatusCodes.Status401Unauthorized, why);
        return default;
    }

    private static void Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = location;
        context.Response.Headers.CacheControl = "no-store";
    }

    private static Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain;charset=utf-8";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }

    private static Task PageAsync(HttpContext context, int status, ReadOnlyMemory<byte> page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html;charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(page, context.RequestAborted).AsTask();
    }

    private static CookieOptions CookieOptions(HttpContext context, Site site) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = IsHttps(context.Request),
        Path = site.Base + "/",
        MaxAge = Sessions.Lifetime,
    };

    private static bool IsHttps(HttpRequest request) =>
        request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers name the page a form was sent from.</summary>
    private static bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var host = request.Headers["X-Forwarded-Host"].ToString() is { Length: > 0 } forwarded ? forwarded : request.Host.Value;
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Authority == host || uri.Authority == request.Host.Value));
    }

    /// <summary>A page of this server, never another's.</summary>
    private static string Next(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl) ? path : "/";

    private static bool IsLocalName(string host) =>
        host is "" or "localhost" or "127.0.0.1" or "[::1]" or "::1" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
