using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Reads JSON as the API server does: the last of two fields of one name wins, and is noted.</summary>
internal static class JsonReader
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 512, CommentHandling = JsonCommentHandling.Disallow };

    /// <param name="duplicates">Receives the path of each field that came twice.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, s_options);
        reader.Read();
        var node = ReadValue(ref reader, "", duplicates);
        if (reader.Read())
            throw new JsonException("invalid character after top-level value");
        return node;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string>? duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
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
            var name = reader.GetString()!;
            reader.Read();
            var below = duplicates is null ? "" : path.Length == 0 ? name : path + "." + name;
            if (result.ContainsKey(name))
                duplicates?.Add(below);
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

    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());
}
