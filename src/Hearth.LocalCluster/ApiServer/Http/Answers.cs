using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>Writing answers.</summary>
internal static class Answers
{
    private const int LeastBytesToCompress = 128 * 1024;

    public static Task WriteStatusAsync(HttpContext context, ApiException error)
    {
        if (error.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteJsonAsync(context, error.Code, error.ToStatus());
    }

    public static Task WriteJsonAsync(HttpContext context, int code, JsonNode body, string? contentType = null) =>
        WriteBytesAsync(
            context,
            code,
            buffer =>
            {
                using var writer = new Utf8JsonWriter(buffer, Json.Writing);
                body.WriteTo(writer, Json.Plain);
            },
            contentType);

    /// <param name="contentType">Null: JSON, or YAML to who prefers it.</param>
    /// <param name="isDocument">It is answered as it is, to people too.</param>
    public static async Task WriteBytesAsync(
        HttpContext context, int code, Action<IBufferWriter<byte>> write, string? contentType = null, bool isDocument = false)
    {
        var form = contentType is null && !isDocument ? MediaTypes.Find(context.Request, mayTransform: code < 400) : AnswerForm.Object;
        var response = context.Response;
        response.StatusCode = code;
        response.ContentType = contentType ?? (form is { IsYaml: true } ? "application/yaml" : "application/json");
        response.Headers.CacheControl = "no-cache, private";
        var body = new ArrayBufferWriter<byte>(4096);
        write(body);
        if (form is { IsYaml: true })
            body = YamlWriter.Write(body.WrittenMemory);
        else if (!isDocument && ((form?.IsPretty ?? code >= 400) || PrettyPrinting.IsWanted(context.Request)))
            body = PrettyPrinting.Print(body.WrittenMemory);
        else if (!isDocument)
            body.Write("\n"u8);
        if (body.WrittenCount > LeastBytesToCompress && AcceptsGzip(context))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body.WrittenMemory, context.RequestAborted);
            return;
        }

        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    public static Task WriteTextAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static bool AcceptsGzip(HttpContext context) =>
        context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
}
