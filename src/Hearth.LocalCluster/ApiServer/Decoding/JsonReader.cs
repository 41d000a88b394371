using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Reads JSON as the API server does: the last of two fields of one name wins, and is noted; numbers keep their form.</summary>
internal static partial class JsonReader
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = JsonDepth.Most, CommentHandling = JsonCommentHandling.Disallow };

    /// <param name="duplicates">Receives what is said of each field that came twice.</param>
    /// <exception cref="JsonException">The text is no JSON; its message is Go's.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, s_options);
        try
        {
            reader.Read();
            var node = ReadValue(ref reader, "", duplicates);
            reader.Read();
            return node;
        }
        catch (JsonException exception)
        {
            throw new JsonException(GoJson.Describe(utf8), exception);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string>? duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        JsonTokenType.String => JsonValue.Create(Text(ref reader)),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader);
            reader.Read();
            var below = duplicates is null ? "" : path.Length == 0 ? name : path + "." + name;
            if (result.ContainsKey(name))
                duplicates?.Add($"duplicate field \"{below}\"");
            result[name] = ReadValue(ref reader, below, duplicates);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            result.Add(ReadValue(ref reader, duplicates is null ? "" : $"{path}[{result.Count}]", duplicates));
        return result;
    }

    /// <summary>A text or a name: Go reads what is no Unicode, bytes as well as halves of a pair, as the character that replaces such.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var text = Encoding.UTF8.GetString(reader.ValueSpan);
            return reader.ValueIsEscaped ? Escape().Replace(text, Unescape) : text;
        }
    }

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", RegexOptions.Singleline)]
    private static partial Regex Escape();

    private static string Unescape(Match escape) => escape.Value[1] switch
    {
        'u' when escape.Length > 6 => $"{Unit(escape.Value, 2)}{Unit(escape.Value, 8)}",
        'u' => Unit(escape.Value, 2) is var unit && char.IsSurrogate(unit) ? "\ufffd" : unit.ToString(),
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        var other => other.ToString(),
    };

    private static char Unit(string text, int at) => (char)ushort.Parse(text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>What is no whole number stays as it is written: to a type <c>2.0</c> is none.</summary>
    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(JsonElement.ParseValue(ref reader))!;
}
