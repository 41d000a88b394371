using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Defaults;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Warnings that go into the answer's <c>Warning</c> headers.</summary>
internal sealed class Warnings
{
    private readonly List<string> _texts = [];

    public void Add(string text) => _texts.Add(text);

    public void WriteTo(HttpContext context)
    {
        foreach (var text in _texts)
            context.Response.Headers.Append("Warning", $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }
}

/// <summary>Objects in request bodies: parsed, checked against the type, unknown fields reported as <c>fieldValidation</c> asks.</summary>
internal static class ObjectReader
{
    public static async Task<(JsonObject Object, Warnings Warnings)> ReadAsync(RequestInfo request)
    {
        var duplicates = new List<string>();
        var body = await RequestBody.ReadObjectAsync(request, duplicates) ?? [];
        var warnings = new Warnings();
        return (Decode(request, request.Resource, body, duplicates, warnings), warnings);
    }

    /// <exception cref="ApiException">Another kind, a value of the wrong type, or unknown fields in strict mode (400).</exception>
    public static JsonObject Decode(RequestInfo request, ApiResource resource, JsonObject body, List<string> duplicates, Warnings warnings)
    {
        CheckKind(resource, body);
        var problems = new List<string>();
        JsonObject value;
        if (resource.Custom is { } custom)
        {
            value = custom.Prune(body, problems);
        }
        else
        {
            var decoder = new ObjectDecoder();
            value = Decode(resource, body, decoder);
            problems.AddRange(decoder.Unknown.Select(path => $"unknown field \"{path}\""));
        }

        problems.AddRange(duplicates.Select(path => $"duplicate field \"{path}\""));
        Report(request, resource, problems, warnings);
        Defaulting.Apply(resource, value);
        return value;
    }

    private static JsonObject Decode(ApiResource resource, JsonObject body, ObjectDecoder decoder)
    {
        try
        {
            var value = decoder.Decode(resource.Schema, body);
            value["kind"] = resource.Kind;
            value["apiVersion"] = resource.ApiVersion;
            return value;
        }
        catch (DecodingException exception)
        {
            throw ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {exception.Message}");
        }
    }

    private static void Report(RequestInfo request, ApiResource resource, List<string> problems, Warnings warnings)
    {
        var mode = request.Query("fieldValidation");
        if (problems.Count == 0 || mode == "Ignore")
            return;
        if (mode == "Strict")
            throw ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", problems)}");
        foreach (var problem in problems)
            warnings.Add(problem);
    }

    private static void CheckKind(ApiResource resource, JsonObject body)
    {
        var kind = body.Text("kind");
        var version = body.Text("apiVersion");
        if (string.IsNullOrEmpty(kind))
            body["kind"] = kind = resource.Kind;
        if (string.IsNullOrEmpty(version))
            body["apiVersion"] = version = resource.ApiVersion;
        if (kind != resource.Kind || version != resource.ApiVersion)
        {
            throw ApiException.BadRequest(
                $"{kind} in version \"{version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..]}\" cannot be handled as a {resource.Kind}: no kind \"{kind}\" is registered for version \"{version}\" in scheme \"pkg/runtime/scheme.go:110\"");
        }
    }
}
