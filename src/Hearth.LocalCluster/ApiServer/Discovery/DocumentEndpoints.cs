using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Discovery;

/// <summary>Everything outside the resources: health, version, discovery, OpenAPI.</summary>
internal sealed class DocumentEndpoints(ResourceRegistry resources)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private readonly DiscoveryDocuments _discovery = new(resources);
    private readonly OpenApi _openApi = new(resources);

    public Task HandleAsync(RequestInfo request)
    {
        var http = request.Context;
        if (http.Request.Method is not ("GET" or "HEAD"))
            throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [] => WriteAsync(http, new JsonObject { ["paths"] = Paths() }),
            ["healthz" or "livez" or "readyz", ..] => Answers.WriteTextAsync(http, 200, http.Request.Query.ContainsKey("verbose") ? $"[+]ping ok\n{parts[0]} check passed\n" : "ok"),
            ["version"] => WriteAsync(http, ServerVersion.ToJson()),
            ["api"] => WantsAggregated(http) ? WriteAggregatedAsync(http, _discovery.Aggregated(core: true)) : WriteAsync(http, DiscoveryDocuments.Versions(http.Request.Host.Value ?? "")),
            ["apis"] => WantsAggregated(http) ? WriteAggregatedAsync(http, _discovery.Aggregated(core: false)) : WriteAsync(http, _discovery.Groups()),
            ["api", var version] => WriteAsync(http, _discovery.Resources("", version)),
            ["apis", var group] => WriteAsync(http, _discovery.Group(group)),
            ["apis", var group, var version] when _discovery.Resources(group, version) is null && resources.All.Any(resource => resource.Group == group && resource.Custom is null) => throw ApiException.NoSuchResource(),
            ["apis", var group, var version] => WriteAsync(http, _discovery.Resources(group, version)),
            ["openapi", "v2"] => WriteCachedAsync(http, WantsProtobuf(http) ? "v2.pb" : "v2"),
            ["openapi", ..] => WriteCachedAsync(http, string.Join('/', parts[1..])),
            _ => NotFoundAsync(http),
        };
    }

    private JsonArray Paths()
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal) { "/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version" };
        foreach (var resource in resources.All)
        {
            paths.Add(resource.Group.Length == 0 ? "/api/" + resource.ApiVersion : "/apis/" + resource.ApiVersion);
            if (resource.Group.Length > 0)
                paths.Add("/apis/" + resource.Group);
        }

        return new JsonArray([.. paths.Select(path => (JsonNode)JsonValue.Create(path))]);
    }

    private Task WriteCachedAsync(HttpContext http, string path)
    {
        var document = _openApi.Cached(path);
        if (document.Body.Length == 0)
            return NotFoundAsync(http);
        http.Response.Headers.ETag = document.Tag;
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.IfNoneMatch.ToString() != document.Tag)
            return Answers.WriteBytesAsync(http, 200, body => body.Write(document.Body), path == "v2.pb" ? OpenApiProtobuf.MediaType : "application/json");
        http.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    private static bool WantsProtobuf(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("com.github.proto-openapi.spec.v2", StringComparison.Ordinal);

    private static bool WantsAggregated(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)
        && http.Request.Headers.Accept.ToString().Contains("v=v2;", StringComparison.Ordinal);

    private static Task WriteAsync(HttpContext http, JsonObject? document) =>
        document is null ? NotFoundAsync(http) : Answers.WriteJsonAsync(http, 200, document);

    private static Task WriteAggregatedAsync(HttpContext http, JsonObject document)
    {
        var tag = "\"" + Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(Json.ToText(document)))) + "\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.IfNoneMatch.ToString() != tag)
            return Answers.WriteJsonAsync(http, 200, document, AggregatedType);
        http.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    public static Task NotFoundAsync(HttpContext http)
    {
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return Answers.WriteTextAsync(http, 404, "404 page not found\n");
    }
}
