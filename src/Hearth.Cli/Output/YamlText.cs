using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Cli.Output;

/// <summary>Writes JSON as block YAML that reads back the same: texts are quoted wherever plain ones would mean something else.</summary>
internal static class YamlText
{
    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0, inline: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent, bool inline)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } mapping:
                Mapping(text, mapping, indent, inline);
                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    text.Append(' ', indent).Append("- ");
                    Write(text, item, indent + 2, inline: true);
                }

                break;
            default:
                text.Append(Scalar(node, indent)).Append('\n');
                break;
        }
    }

    /// <param name="inline">The first key follows "- " on the same line.</param>
    private static void Mapping(StringBuilder text, JsonObject mapping, int indent, bool inline)
    {
        foreach (var (name, value) in mapping)
        {
            if (!inline)
                text.Append(' ', indent);
            inline = false;
            text.Append(Text(name)).Append(':');
            var isNested = value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };
            text.Append(isNested ? "\n" : " ");
            Write(text, value, isNested ? value is JsonArray ? indent : indent + 2 : indent + 2, inline: false);
        }
    }

    private static string Scalar(JsonNode? node, int indent) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when node.GetValueKind() is JsonValueKind.String => Block(node.GetValue<string>(), indent),
        _ => node.ToJsonString(),
    };

    /// <summary>Texts of several lines as a literal block where that keeps every character.</summary>
    private static string Block(string value, int indent)
    {
        var lines = value.Split('\n');
        if (lines.Length < 2 || value[0] is ' ' or '\t' or '\n' || value.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) || lines.Any(l => l.EndsWith(' ')))
            return Text(value);
        var chomp = value.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : value.EndsWith('\n') ? "" : "-";
        var body = value.EndsWith('\n') ? lines[..^1] : lines;
        return $"|{chomp}\n" + string.Join('\n', body.Select(line => line.Length == 0 ? "" : new string(' ', indent) + line));
    }

    private static string Text(string value) => IsPlain(value) ? value : Quoted(value);

    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || !(char.IsAsciiLetter(value[0]) || value[0] is '/' or '_') || value[^1] is ' ' or ':')
            return false;
        if (value.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            return false;
        return value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '/' or '=' or '+' or '(' or ')' or ';' or '@' or '$' or ':')
            && !value.Contains(": ", StringComparison.Ordinal);
    }

    private static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
