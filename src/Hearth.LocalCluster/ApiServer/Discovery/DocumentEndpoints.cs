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
internal sealed class DocumentEndpoints(ResourceRegistry resources, Security.Tokens tokens)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private const string JwksType = "application/jwk-set+json";

    /// <summary>What probes of real clusters ask for by name.</summary>
    private static readonly string[] s_checks = ["ping", "log", "etcd"];

    private readonly DiscoveryDocuments _discovery = new(resources);
    private readonly OpenApi _openApi = new(resources);

    public Task HandleAsync(RequestInfo request)
    {
        var http = request.Context;
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (http.Request.Method != "GET" && IsForReadersAlone(parts))
            throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);
        CheckAccepted(http, parts);
        return parts switch
        {
            [] => WriteForPeopleAsync(http, new JsonObject { ["paths"] = Paths() }),
            ["healthz" or "livez" or "readyz", ..] when request.Path.EndsWith('/') => NotFoundAsync(http),
            ["openapi", "v3", ..] when request.Path.EndsWith('/') || _openApi.Cached(string.Join('/', parts[1..])).Body.Length == 0 => WriteNothingAsync(http),
            ["healthz" or "livez" or "readyz"] => WriteHealthAsync(http, http.Request.Query.ContainsKey("verbose") ? Checked(parts[0], http.Request.Query["exclude"]) : "ok"),
            ["healthz" or "livez" or "readyz", var check] when s_checks.Contains(check, StringComparer.Ordinal) => WriteHealthAsync(http, "ok"),
            ["version"] => WriteForPeopleAsync(http, ServerVersion.ToJson()),
            ["api"] => WantsAggregated(http) ? WriteAggregatedAsync(http, _discovery.Aggregated(core: true)) : WriteAsync(http, DiscoveryDocuments.Versions(http.Request.Host.Value ?? "")),
            ["apis"] => WantsAggregated(http) ? WriteAggregatedAsync(http, _discovery.Aggregated(core: false)) : WriteAsync(http, _discovery.Groups()),
            ["api", var version] => WriteAsync(http, _discovery.Resources("", version) ?? throw ApiException.NoSuchResource()),
            ["apis", var group] => WriteAsync(http, _discovery.Group(group)),
            ["apis", var group, var version] when _discovery.Resources(group, version) is null && resources.All.Any(resource => resource.Group == group && resource.Custom is null) => throw ApiException.NoSuchResource(),
            ["apis", var group, var version] => WriteAsync(http, _discovery.Resources(group, version)),
            [".well-known", "openid-configuration"] => WriteAsync(http, Security.Tokens.Configuration($"https://{http.Request.Host.Value}")),
            ["openid", "v1", "jwks"] => Answers.WriteJsonAsync(http, 200, tokens.PublicKeys(), JwksType),
            ["openapi", "v2"] => WriteCachedAsync(http, WantsProtobuf(http) ? "v2.pb" : "v2"),
            ["openapi", ..] => WriteCachedAsync(http, string.Join('/', parts[1..])),
            _ => NotFoundAsync(http),
        };
    }

    private static Task WriteNothingAsync(HttpContext http)
    {
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static Task WriteHealthAsync(HttpContext http, string text)
    {
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return Answers.WriteTextAsync(http, 200, text);
    }

    private static string Checked(string path, IEnumerable<string?> excluded)
    {
        var unknown = excluded.Except(s_checks, StringComparer.Ordinal).Where(name => !string.IsNullOrEmpty(name)).ToArray();
        var warning = unknown.Length > 0 ? $"warn: some health checks cannot be excluded: no matches for {string.Join(", ", unknown.Select(name => $"\"{name}\""))}\n" : "";
        return string.Concat(s_checks.Select(check => $"[+]{check} {(excluded.Contains(check, StringComparer.Ordinal) ? "excluded: " : "")}ok\n")) + warning + $"{path} check passed\n";
    }

    private void CheckAccepted(HttpContext http, string[] parts)
    {
        switch (parts)
        {
            case ["version"] or [".well-known", "openid-configuration"]:
                MediaTypes.CheckDocument(http.Request, isRouted: true, "application/json");
                break;
            case ["openid", "v1", "jwks"]:
                MediaTypes.CheckDocument(http.Request, isRouted: true, JwksType);
                break;
            case ["api" or "apis"] when WantsAggregated(http):
                break;
            case ["api"] or ["api" or "apis", ..] when IsForReadersAlone(parts):
                MediaTypes.CheckDocument(http.Request, isRouted: true);
                break;
            case ["apis"] or ["apis", _] when parts.Length == 1 || _discovery.Group(parts[1]) is not null:
                MediaTypes.CheckDocument(http.Request, isRouted: false);
                break;
        }
    }

    /// <summary>The other documents do not look at the method.</summary>
    private bool IsForReadersAlone(string[] parts) => parts switch
    {
        ["version"] or ["api"] or [".well-known", "openid-configuration"] or ["openid", "v1", "jwks"] => true,
        ["api", var version] => _discovery.Resources("", version) is not null,
        ["apis", var group, var version] => resources.All.Any(resource => resource.Group == group && resource.Version == version && resource.Custom is null),
        _ => false,
    };

    private JsonArray Paths()
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal) { "/.well-known/openid-configuration", "/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version" };
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
            return Answers.WriteBytesAsync(http, 200, body => body.Write(document.Body), path == "v2.pb" ? OpenApiProtobuf.MediaType : "application/json", isDocument: true);
        http.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    private static bool WantsProtobuf(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("com.github.proto-openapi.spec.v2", StringComparison.Ordinal);

    private static bool WantsAggregated(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)
        && http.Request.Headers.Accept.ToString().Contains("v=v2;", StringComparison.Ordinal);

    private static Task WriteAsync(HttpContext http, JsonObject? document) =>
        document is null ? NotFoundAsync(http) : Answers.WriteJsonAsync(http, 200, document);

    /// <summary>In lines, whoever asks.</summary>
    private static Task WriteForPeopleAsync(HttpContext http, JsonObject document) =>
        Answers.WriteBytesAsync(http, 200, body => PrettyPrinting.Write(body, document), isDocument: true);

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
