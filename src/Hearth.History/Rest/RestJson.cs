using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hearth.History.Rest;

/// <summary>Writes the JSON of answers as Spark's does: dates in GMT, absent instead of null, doubles with a fraction.</summary>
internal static class RestJson
{
    public static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 64,
        SkipValidation = true,
    };

    private const int FlushAt = 32 * 1024;

    /// <param name="time">Milliseconds since 1970, cut to the years 1 to 9999.</param>
    public static void Date(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long time)
    {
        const string Shape = "yyyy-MM-ddTHH:mm:ss.fff";
        Span<byte> text = stackalloc byte[32];
        var date = DateTime.UnixEpoch.AddTicks(Math.Clamp(time, -62135596800000, 253402300799999) * TimeSpan.TicksPerMillisecond);

        // The round trip format has a quick path of its own; its last digits give way to the zone.
        date.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        "GMT"u8.CopyTo(text[Shape.Length..]);
        json.WriteString(name, text[..(Shape.Length + 3)]);
    }

    public static void Date(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? time)
    {
        if (time is { } known)
            json.Date(name, known);
    }

    public static void Text(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    public static void Number(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
    }

    public static void Real(this Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number) && number == Math.Floor(number) && Math.Abs(number) < 1e15)
            json.WriteRawValue(number.ToString("0.0", CultureInfo.InvariantCulture), skipInputValidation: true);
        else if (double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    public static void Ints(this Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void Map(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    public static void Counts(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, int>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
            json.WriteNumber(key, count);
        json.WriteEndObject();
    }

    /// <summary>Sends what is written so far, so that long answers do not gather in memory.</summary>
    public static void Drain(this Utf8JsonWriter json)
    {
        if (json.BytesPending > FlushAt)
            json.Flush();
    }
}
