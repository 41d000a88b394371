using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>JSON as YAML, in the form in which real servers write it: block style, keys in natural order, lines that fold after 80 characters.</summary>
internal sealed class YamlWriter
{
    private const int Indent = 2;

    /// <summary>Longer keys are written as complex ones, after a question mark.</summary>
    private const int LongestSimpleKey = 128;

    private readonly StringBuilder _text = new();

    private YamlWriter()
    {
    }

    public static ArrayBufferWriter<byte> Write(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var writer = new YamlWriter();
        writer.Node(document.RootElement, 0, isInline: true);
        var bytes = new ArrayBufferWriter<byte>(writer._text.Length);
        Encoding.UTF8.GetBytes(writer._text.ToString(), bytes);
        return bytes;
    }

    /// <param name="isInline">Whether the first line has begun: after the dash of an item.</param>
    private void Node(JsonElement value, int indent, bool isInline)
    {
        if (!IsBlock(value))
        {
            Scalar(value, indent);
            _text.Append('\n');
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            Map(value, indent, isInline);
        }
        else
        {
            List(value, indent, isInline);
        }
    }

    private void Map(JsonElement map, int indent, bool isInline)
    {
        foreach (var field in map.EnumerateObject().OrderBy(field => field.Name, YamlKeys.Natural))
        {
            Begin(indent, ref isInline);
            if (Encoding.UTF8.GetByteCount(field.Name) > LongestSimpleKey || field.Name.Contains('\n', StringComparison.Ordinal))
            {
                _text.Append("? ");
                YamlText.Write(_text, field.Name, indent + Indent, isKey: false);
                _text.Append('\n').Append(' ', indent).Append(": ");
                Node(field.Value, IsBlock(field.Value) ? indent + Indent : indent, isInline: true);
                continue;
            }

            YamlText.Write(_text, field.Name, indent + Indent, isKey: true);
            _text.Append(':');
            Value(field.Value, indent);
        }
    }

    private void Value(JsonElement value, int indent)
    {
        _text.Append(IsBlock(value) ? '\n' : ' ');
        // The dashes of a list stand below its name.
        Node(value, value.ValueKind == JsonValueKind.Object ? indent + Indent : indent, isInline: false);
    }

    private static bool IsBlock(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Any() : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0;

    private void List(JsonElement list, int indent, bool isInline)
    {
        foreach (var item in list.EnumerateArray())
        {
            Begin(indent, ref isInline);
            _text.Append("- ");
            Node(item, IsBlock(item) ? indent + Indent : indent, isInline: true);
        }
    }

    private void Begin(int indent, ref bool isInline)
    {
        if (!isInline)
            _text.Append(' ', indent);
        isInline = false;
    }

    private void Scalar(JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                _text.Append("{}");
                break;
            case JsonValueKind.Array:
                _text.Append("[]");
                break;
            case JsonValueKind.String:
                YamlText.Write(_text, value.GetString()!, indent + Indent, isKey: false);
                break;
            case JsonValueKind.Number:
                _text.Append(value.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : GoNumber.Print(value.GetDouble()));
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }
}
