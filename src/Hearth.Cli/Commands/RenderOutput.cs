using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Submission;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.Cli.Commands;

/// <summary>Prints objects as YAML documents or as one JSON list, ready for kubectl.</summary>
internal static class RenderOutput
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<KubeObject> objects, string? format, TextWriter output)
    {
        var nodes = objects.Select(item => JsonNode.Parse(SubmissionObjects.ToJson(item))!.AsObject()).ToArray();
        switch (format ?? "yaml")
        {
            case "yaml":
                WriteYaml(nodes, output);
                break;
            case "json":
                output.WriteLine(nodes.Length == 1 ? Text(nodes[0]) : Text(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. nodes]) }));
                break;
            default:
                throw UserError.Invalid($"'{format}' is no output format", "use yaml or json", "--output");
        }
    }

    private static string Text(JsonObject node) => node.ToJsonString(s_indented);

    private static void WriteYaml(JsonObject[] nodes, TextWriter output)
    {
        var emitter = new Emitter(output, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: true, indentSequences: false, newLine: "\n"));
        emitter.Emit(new StreamStart());
        for (var i = 0; i < nodes.Length; i++)
        {
            emitter.Emit(new DocumentStart(null, null, isImplicit: i == 0));
            Emit(emitter, nodes[i]);
            emitter.Emit(new DocumentEnd(isImplicit: true));
        }

        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    EmitText(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                EmitText(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    // Text that YAML could read as anything else is quoted.
    private static void EmitText(Emitter emitter, string text)
    {
        var style = text.Contains('\n', StringComparison.Ordinal) && !text.Contains('\r', StringComparison.Ordinal) && !text.Contains('\t', StringComparison.Ordinal) && text.Length > 1 && !text.StartsWith(' ') && !text.StartsWith('\n')
            ? ScalarStyle.Literal
            : IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain));
    }

    private static bool IsPlain(string text) => text.Length > 1 && (char.IsAsciiLetter(text[0]) || text[0] == '/')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        && !IsKeyword(text);

    private static bool IsKeyword(string text) => text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n" or "nan" or "inf";
}
