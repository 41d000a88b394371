using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>Answers in lines: to who asks for it by <c>pretty</c>, and to what people look through, browsers and curl.</summary>
internal static class PrettyPrinting
{
    private static readonly string[] s_people = ["curl", "Wget", "Mozilla/5.0"];

    private static readonly JsonWriterOptions s_lines = Json.Writing with { Indented = true, NewLine = "\n" };

    public static bool IsWanted(HttpRequest request)
    {
        if (request.Query["pretty"] is [{ Length: > 0 } asked, ..])
            return asked is "1" or "t" or "T" or "true" or "TRUE" or "True";
        var agent = request.Headers.UserAgent.ToString();
        return s_people.Any(name => agent.StartsWith(name, StringComparison.Ordinal));
    }

    public static ArrayBufferWriter<byte> Print(ReadOnlyMemory<byte> json)
    {
        var lines = new ArrayBufferWriter<byte>(2 * json.Length);
        using var document = JsonDocument.Parse(json);
        using var writer = new Utf8JsonWriter(lines, s_lines);
        document.WriteTo(writer);
        writer.Flush();
        return lines;
    }

    public static void Write(IBufferWriter<byte> body, JsonNode document)
    {
        using var writer = new Utf8JsonWriter(body, s_lines);
        document.WriteTo(writer, Json.Plain);
    }
}
