using System.Text;
using System.Text.Json;

namespace Hearth.History.Replay;

/// <summary>Reading of optional fields with Spark's defaults; a value of another kind counts as missing.</summary>
internal static class JsonReading
{
    public static JsonElement? Find(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement parent, string name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.String } value ? value.SafeString() : null;

    public static long? Long(this JsonElement parent, string name) => parent.Find(name)?.SafeLong();

    public static int Int(this JsonElement parent, string name, int missing) => (int?)parent.Long(name) ?? missing;

    public static bool Flag(this JsonElement parent, string name, bool missing = false) => parent.Find(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => missing,
    };

    public static JsonElement? Object(this JsonElement parent, string name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static IEnumerable<JsonElement> Array(this JsonElement parent, string name) =>
        parent.Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static int[] Ints(this JsonElement parent, string name) => [.. parent.Array(name).Select(v => (int)(v.SafeLong() ?? 0))];

    public static IEnumerable<JsonProperty> Properties(this JsonElement parent, string name) =>
        parent.Object(name) is { } value ? value.EnumerateObject() : [];

    public static Dictionary<string, string> TextMap(this JsonElement parent, string name, StringPool strings)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in parent.Properties(name))
            map[strings.Get(property.Name)] = strings.Get(property.Value.PlainText());
        return map;
    }

    /// <summary>A string's text, any other value's JSON.</summary>
    public static string PlainText(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.SafeString() : value.ValueKind == JsonValueKind.Null ? "" : value.GetRawText();

    public static long? SafeLong(this JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return value.TryGetInt64(out var whole) ? whole : value.TryGetDouble(out var real) ? (long)real : null;
            case JsonValueKind.String:
                return long.TryParse(value.SafeString(), out var text) ? text : null;
            default:
                return null;
        }
    }

    /// <summary>Text with a lone surrogate cannot be a .NET string; such strings keep their escapes.</summary>
    public static string SafeString(this JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText().Trim('"');
        }
    }
}

/// <summary>Accumulator values as Spark's REST API prints them: Java's <c>toString</c> of what the log has.</summary>
internal static class AccumulableText
{
    private const int MostShown = 5;

    public static string? Of(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw.SequenceEqual("null"u8))
            return null;
        if (raw[0] is (byte)'"')
        {
            var text = raw[1..^1];
            return text.Contains((byte)'\\') ? JsonCursor.Unescape(text) : Encoding.UTF8.GetString(text);
        }

        return Encoding.UTF8.GetString(raw);
    }

    public static string? Of(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => List(list),
        { } other => other.PlainText(),
    };

    private static string List(JsonElement list)
    {
        var count = list.GetArrayLength();
        var shown = list.EnumerateArray().Take(MostShown).Select(v => v.PlainText());
        return count > MostShown
            ? "[" + string.Join(',', shown) + $",... {count - MostShown} more items]"
            : "[" + string.Join(", ", shown) + "]";
    }
}
