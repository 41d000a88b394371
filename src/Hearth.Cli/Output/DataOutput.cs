using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Cli.Output;

/// <summary>Data for scripts: JSON or YAML.</summary>
internal static class DataOutput
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="format"><c>json</c> or <c>yaml</c>.</param>
    public static void Write(TextWriter output, JsonNode data, string format)
    {
        if (format == "yaml")
        {
            output.Write(YamlText.Of(data));
            return;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_indented))
            data.WriteTo(json);
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
