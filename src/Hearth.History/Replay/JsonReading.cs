using System.Globalization;
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

/// <summary>Accumulator values as Spark's REST API prints them: Jackson's text of what the log has, which is empty for lists and objects.</summary>
internal static class AccumulableText
{
    public static string? Of(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw.SequenceEqual("null"u8))
            return null;
        switch (raw[0])
        {
            case (byte)'"':
                var text = raw[1..^1];
                return text.Contains((byte)'\\') ? JsonCursor.Unescape(text) : Encoding.UTF8.GetString(text);
            case (byte)'[' or (byte)'{':
                return "";
            default:
                var plain = Encoding.UTF8.GetString(raw);
                return raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                    ? JavaText(real)
                    : plain;
        }
    }

    public static string? Of(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.SafeString(),
        { } other => Of(Encoding.UTF8.GetBytes(other.GetRawText())),
    };

    /// <summary><c>Double.toString</c>: 2.5, 1.0E10, 1.0E-5.</summary>
    private static string JavaText(double value)
    {
        var size = Math.Abs(value);
        if (size is >= 1e-3 and < 1e7 or 0)
            return value.ToString("0.0################", CultureInfo.InvariantCulture);
        var digits = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision <= 16; precision++)
        {
            var shorter = value.ToString("E" + precision, CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) == value)
            {
                digits = shorter;
                break;
            }
        }

        var split = digits.Split('E');
        return (split[0].Contains('.', StringComparison.Ordinal) ? split[0] : split[0] + ".0") + "E" + int.Parse(split[1], CultureInfo.InvariantCulture);
    }
}
