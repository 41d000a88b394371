using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>Reading request bodies: JSON or YAML, at most 3 MiB.</summary>
internal static class RequestBody
{
    public const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const string VersionProblem = "couldn't get version/kind; json parse error: ";
    private const int Limit = 3 * 1024 * 1024;

    /// <exception cref="ApiException">Too large (413), of another media type (415) or unreadable (400).</exception>
    public static async Task<byte[]> ReadAsync(RequestInfo request)
    {
        var context = request.Context;
        if (context.Request.ContentLength > Limit)
            throw TooLarge();
        var body = new ArrayBufferWriter<byte>((int)(context.Request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(body.GetMemory(4096), request.Cancellation);
            if (read == 0)
                return request.Body = body.WrittenSpan.ToArray();
            body.Advance(read);
            if (body.WrittenCount > Limit)
                throw TooLarge();
        }
    }

    /// <summary>The object in the body; null where the body is empty.</summary>
    /// <param name="duplicates">Receives the paths of fields that came twice.</param>
    public static async Task<JsonObject?> ReadObjectAsync(RequestInfo request, List<string>? duplicates = null)
    {
        var isOptions = request.Verb is "delete" or "deletecollection";
        var kind = isOptions ? "DeleteOptions" : request.Resource.Kind;
        var type = MediaType(request.Context);
        if (type.Length > 0 && type is not ("application/json" or "application/yaml" or Protobuf) || type == Protobuf && request.Resource?.Custom is not null && !isOptions)
            throw UnsupportedMediaType();
        var body = await ReadAsync(request);
        if (body.Length == 0)
            return null;
        if (type == Protobuf)
            return ReadProtobuf(body, kind);
        return Parse(body, type == "application/yaml", duplicates, kind);
    }

    private static JsonObject ReadProtobuf(byte[] body, string kind)
    {
        try
        {
            return ProtobufReader.Read(body, Schemas.BuiltIn.FindKind);
        }
        catch (DecodingException exception)
        {
            throw Unrecognized(kind, body, exception.Message);
        }
    }

    public static bool IsYaml(RequestInfo request) => MediaType(request.Context) is "application/yaml" or "application/apply-patch+yaml";

    /// <summary>A server-side apply.</summary>
    public static bool IsApplied(RequestInfo request) => MediaType(request.Context) == "application/apply-patch+yaml";

    /// <summary>What is applied: YAML, of which JSON is a part.</summary>
    /// <exception cref="ApiException">It is neither (400).</exception>
    public static JsonObject ReadApplied(byte[] body, List<string> duplicates)
    {
        try
        {
            return ReadYaml(body, duplicates) switch
            {
                null => [],
                JsonObject map => map,
                var other => throw ApiException.BadRequest($"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonKind.Of(other)} into Go value of type map[string]interface {{}}"),
            };
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest("error decoding YAML: error converting YAML to JSON: " + exception.Message);
        }
    }

    private static JsonNode? ReadYaml(byte[] body, List<string> duplicates)
    {
        if (body.AsSpan().TrimStart(" \n\r\t"u8).StartsWith("{"u8))
        {
            try
            {
                var repeated = new List<string>();
                var node = JsonReader.Read(body, repeated);
                Untyped.Normalize(node, isRead: true);
                if (repeated.Count == 0)
                    return node;
            }
            catch (JsonException)
            {
                // YAML knows more than JSON.
            }
        }

        return YamlReader.Read(Encoding.UTF8.GetString(body), duplicates);
    }

    public static string MediaType(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
    }

    public static JsonObject Parse(byte[] body, bool isYaml, List<string>? duplicates, string kind = "")
    {
        try
        {
            var node = isYaml ? YamlReader.Read(Encoding.UTF8.GetString(body), duplicates) : JsonReader.Read(body, duplicates);
            if (node is null)
                return [];
            foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
            {
                if (node is JsonObject map && map[name] is { } wrong && wrong.Text is null)
                    throw Unrecognized(kind, body, VersionProblem + $"json: cannot unmarshal {JsonKind.Of(wrong)} into Go struct field .{name} of type string");
            }

            return node as JsonObject ?? throw Unrecognized(
                kind, body, VersionProblem + $"json: cannot unmarshal {JsonKind.Of(node)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}");
        }
        catch (JsonException exception)
        {
            throw Unrecognized(kind, body, (isYaml ? "" : VersionProblem) + exception.Message);
        }
    }

    private static ApiException Unrecognized(string kind, byte[] body, string problem)
    {
        var shown = Sample(body);
        return ApiException.BadRequest($"the object provided is unrecognized (must be of type {kind}): {problem} ({shown})");
    }

    /// <summary>The beginning of a body: as text where it begins like JSON, as numbers otherwise.</summary>
    public static string Sample(byte[] body)
    {
        const int Most = 30;
        if (body.Length == 0)
            return "<empty>";
        var start = body.AsSpan(0, Math.Min(body.Length, Most));
        return (body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (body.Length > Most ? " ..." : "");
    }

    /// <summary>Objects cannot be made of nothing.</summary>
    public static ApiException Empty(RequestInfo request) => Unrecognized(request.Resource.Kind, [], VersionProblem + "unexpected end of JSON input");

    public static ApiException UnsupportedMediaType(string accepted = "application/json, application/yaml, application/vnd.kubernetes.protobuf") => new(
        415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    private static ApiException TooLarge() => new(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
}
