using Hearth.History.Access;
using Hearth.History.Rest;
using Hearth.History.Rest.V2;
using Hearth.History.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Hearth.History;

/// <summary>From HTTP to the two APIs and the pages, past the gate.</summary>
internal sealed class HistoryRequests(HistoryOptions options, AccessGate gate, ViewAcls acls, RestApi rest, RestApiV2 restV2, WebUi pages)
{
    private const string V1 = "/api/v1";
    private const string V2 = "/api/v2";

    public async Task AnswerAsync(HttpContext context)
    {
        AccessGate.WriteHeaders(context.Response.Headers);

        // The raw target keeps escaped slashes apart from real ones.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[question..]);
        var site = new Site(ProxyPrefix.Of(context.Request.Headers, options.ProxyBase));
        path = ProxyPrefix.Strip(path, site.Base);
        var admission = await gate.AdmitAsync(context, site, path);
        if (!admission.IsLetIn)
            return;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            if (!HttpMethods.IsOptions(context.Request.Method))
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
            return;
        }

        var viewer = new Viewer(acls, admission.User);
        if (path == V1 || path.StartsWith(V1 + "/", StringComparison.Ordinal))
            await SendAsync(context, Acceptable(context.Request, await rest.AnswerAsync(path[V1.Length..], query, viewer, context.RequestAborted)));
        else if (path.StartsWith(V2 + "/", StringComparison.Ordinal))
            await SendAsync(context, await restV2.AnswerAsync(path[V2.Length..], query, viewer, context.RequestAborted));
        else
            await SendAsync(context, await pages.AnswerAsync(site with { User = admission.SignedIn }, viewer, path, query, context.RequestAborted));
    }

    /// <summary>
    /// As Spark's framework does, a resource that the client cannot take (<c>Accept</c>) is refused with status 406, whatever it would have been; a
    /// path without a resource is not there all the same.
    /// </summary>
    private static RestAnswer Acceptable(HttpRequest request, RestAnswer answer)
    {
        var isResource = answer.Status != StatusCodes.Status404NotFound || !answer.ContentType.StartsWith("text/html", StringComparison.Ordinal);
        var accepted = request.GetTypedHeaders().Accept;
        if (!isResource || accepted.Count == 0)
            return answer;
        var produced = new MediaTypeHeaderValue(answer.Disposition is null ? "application/json" : answer.ContentType);
        return accepted.Any(a => a.Quality != 0 && produced.IsSubsetOf(new MediaTypeHeaderValue(a.MediaType)))
            ? answer
            : RestAnswer.Text(new RestException(StatusCodes.Status406NotAcceptable, "Not Acceptable"));
    }

    private static async Task SendAsync(HttpContext context, WebAnswer page)
    {
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = page.ContentType;
        context.Response.Headers.CacheControl = page.IsForever ? "public, max-age=31536000, immutable" : "no-store";
        if (page.Status == StatusCodes.Status202Accepted)
            context.Response.Headers["Refresh"] = "2";
        if (page.Location is { } location)
            context.Response.Headers.Location = location;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, RestAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Disposition is { } disposition)
            context.Response.Headers.ContentDisposition = disposition;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        // Writers of JSON and zips write as they go; they hold a thread, not memory.
        context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        await answer.Body(context.Response.Body, context.RequestAborted);
    }
}
