using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Values without structure, checked and brought into canonical form.</summary>
internal static class Scalars
{
    private static readonly System.Buffers.SearchValues<char> s_base64 = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The canonical value; null where <paramref name="value"/> is of another type.</summary>
    public static JsonNode? Decode(ValueKind kind, JsonNode value) => kind switch
    {
        ValueKind.String => value.Text is { } text ? JsonValue.Create(text) : null,
        ValueKind.Bytes => value.Text is { } text ? Base64(text) : null,
        ValueKind.Time => Time(value, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ValueKind.MicroTime => Time(value, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        ValueKind.Quantity => Quantity(value),
        ValueKind.IntOrString => value.Text is { } text ? JsonValue.Create(text) : Decode(ValueKind.Int32, value),
        ValueKind.Int32 => IsWhole(value) && value.Number is { } small and >= int.MinValue and <= int.MaxValue ? JsonValue.Create(small) : null,
        ValueKind.Int64 => IsWhole(value) ? JsonValue.Create(value.Number!.Value) : null,
        ValueKind.Double => value.Number is null ? null : value.DeepClone(),
        ValueKind.Bool => value.Flag is { } flag ? JsonValue.Create(flag) : null,
        _ => value.DeepClone(),
    };

    /// <summary>Without line ends and with the bits that belong to no byte cleared.</summary>
    private static JsonValue Base64(string text)
    {
        var plain = text.AsSpan().IndexOfAny('\n', '\r') < 0 ? text : text.ReplaceLineEndings("");
        var bytes = new byte[plain.Length];
        if (plain.AsSpan().IndexOfAny(' ', '\t') < 0 && Convert.TryFromBase64String(plain, bytes, out var length))
            return JsonValue.Create(plain.EndsWith('=') ? Convert.ToBase64String(bytes.AsSpan(0, length)) : plain);
        throw new DecodingException($"illegal base64 data at input byte {FirstWrong(plain).ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Where Go stops reading: a part of four that is not complete is wrong from its beginning.</summary>
    private static int FirstWrong(string text)
    {
        var wrong = text.AsSpan().IndexOfAnyExcept(s_base64);
        if (wrong < 0)
            return text.Length - text.Length % 4;
        if (text[wrong] != '=' || wrong % 4 < 2)
            return wrong;
        if (wrong % 4 == 3)
            return wrong + 1;
        return wrong + 1 == text.Length ? text.Length : text[wrong + 1] == '=' ? wrong + 2 : wrong;
    }

    private static bool IsWhole(JsonNode value) => value is JsonValue number
        && (number.TryGetValue<long>(out _) || number.TryGetValue<int>(out _));

    private static JsonValue? Time(JsonNode value, string format)
    {
        if (value.Text is not { } text)
            return null;
        if (format.Contains("ffffff", StringComparison.Ordinal) && text.IndexOf('.', StringComparison.Ordinal) is var dot && (dot < 0 || text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') < 6))
            throw new DecodingException($"parsing time \"{text}\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"{(dot < 0 ? text[^1..] : text[dot..])}\" as \".000000\"");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new DecodingException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
        return JsonValue.Create(time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    private static JsonValue Quantity(JsonNode value)
    {
        var text = value.Text ?? value.ToJsonString();
        if (!Quantities.TryCanonical(text, out var canonical))
            throw new DecodingException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        return JsonValue.Create(canonical);
    }
}
