using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Output;

namespace Hearth.Cli.Manifests;

/// <summary>Reads the documents of a JSON file, one or several in a row, keeping the place of each field.</summary>
internal static class JsonManifest
{
    public static List<(JsonNode? Node, SourceMap Source)> Read(byte[] utf8, string file, List<Problem> problems)
    {
        var documents = new List<(JsonNode?, SourceMap)>();
        var lines = LineStarts(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 100 });
        try
        {
            while (reader.Read())
            {
                var source = new SourceMap(file);
                documents.Add((Value(ref reader, "", source, lines, problems), source));
            }
        }
        catch (JsonException e)
        {
            var message = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            problems.Add(new Problem("not JSON: " + message, $"{file}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}"));
        }

        return documents;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string path, SourceMap source, List<int> lines, List<Problem> problems)
    {
        source.AddValue(path, MarkOf(reader.TokenStartIndex, lines));
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(ref reader, path, source, lines, problems),
            JsonTokenType.StartArray => Array(ref reader, path, source, lines, problems),
            JsonTokenType.String => JsonValue.Create(reader.GetString()),
            JsonTokenType.True => JsonValue.Create(true),
            JsonTokenType.False => JsonValue.Create(false),
            JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble()),
            _ => null,
        };
    }

    private static JsonArray Array(ref Utf8JsonReader reader, string path, SourceMap source, List<int> lines, List<Problem> problems)
    {
        var array = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            array.Add(Value(ref reader, FieldPath.Item(path, array.Count), source, lines, problems));
        return array;
    }

    private static JsonObject Object(ref Utf8JsonReader reader, string path, SourceMap source, List<int> lines, List<Problem> problems)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var field = FieldPath.Field(path, name);
            var mark = MarkOf(reader.TokenStartIndex, lines);
            if (result.ContainsKey(name))
                problems.Add(new Problem($"\"{name}\" is given twice", $"{source.File}:{mark.Line}:{mark.Column}: {field}", "keep one of the two"));
            source.AddKey(field, mark);
            reader.Read();
            result[name] = Value(ref reader, field, source, lines, problems);
        }

        return result;
    }

    private static List<int> LineStarts(byte[] utf8)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == (byte)'\n')
                starts.Add(i + 1);
        }

        return starts;
    }

    private static Mark MarkOf(long offset, List<int> lines)
    {
        var line = lines.BinarySearch((int)offset);
        if (line < 0)
            line = ~line - 1;
        return new Mark(line + 1, (int)offset - lines[line] + 1);
    }
}
