using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Kube.Core.Quantities;

/// <summary>
/// An amount as a user wrote it (<c>resource.Quantity</c>): <c>500m</c>, <c>1408Mi</c>, <c>1e3</c>. The text is kept as it is, so that
/// an object can be written back unchanged; <see cref="TryGetValue"/> gives the number.
/// </summary>
[JsonConverter(typeof(QuantityConverter))]
public readonly record struct Quantity(string Text)
{
    private static readonly Dictionary<string, BigInteger> s_binary = new(StringComparer.Ordinal)
    {
        ["Ki"] = BigInteger.Pow(2, 10),
        ["Mi"] = BigInteger.Pow(2, 20),
        ["Gi"] = BigInteger.Pow(2, 30),
        ["Ti"] = BigInteger.Pow(2, 40),
        ["Pi"] = BigInteger.Pow(2, 50),
        ["Ei"] = BigInteger.Pow(2, 60),
    };

    private static readonly Dictionary<string, int> s_decimal = new(StringComparer.Ordinal)
    {
        ["n"] = -9,
        ["u"] = -6,
        ["m"] = -3,
        [""] = 0,
        ["k"] = 3,
        ["M"] = 6,
        ["G"] = 9,
        ["T"] = 12,
        ["P"] = 15,
        ["E"] = 18,
    };

    public static implicit operator Quantity(string text) => new(text);

    public static Quantity FromString(string text) => new(text);

    /// <summary>The value in whole units (bytes, cores, pieces), rounded up; 0 where the text is no quantity.</summary>
    public long RoundedUp() => TryGetValue(out var value) ? (long)Math.Min(decimal.Ceiling(value), long.MaxValue) : 0;

    /// <summary>The value in thousandths, rounded up (CPU: 1000 = one core); 0 where the text is no quantity.</summary>
    public long Milli() => TryGetValue(out var value) ? (long)Math.Min(decimal.Ceiling(value * 1000), long.MaxValue) : 0;

    /// <summary>False where the text is not a quantity by Kubernetes' grammar or does not fit 28 digits.</summary>
    public bool TryGetValue(out decimal value)
    {
        value = 0;
        var text = Text;
        if (string.IsNullOrEmpty(text))
            return false;
        var end = NumberLength(text);
        return end > 0
            && decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && TryScale(number, text[end..], out value);
    }

    public override string ToString() => Text ?? "";

    private static int NumberLength(string text)
    {
        var i = text[0] is '+' or '-' ? 1 : 0;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
            i++;
        return i;
    }

    private static bool TryScale(decimal number, string suffix, out decimal value)
    {
        value = 0;
        try
        {
            if (s_binary.TryGetValue(suffix, out var factor))
                value = number * (decimal)factor;
            else if (TryExponent(suffix, out var exponent))
                value = exponent >= 0 ? number * Power(exponent) : number / Power(-exponent);
            else
                return false;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryExponent(string suffix, out int exponent) =>
        s_decimal.TryGetValue(suffix, out exponent)
        || (suffix is ['e' or 'E', .. var digits]
            && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is > -28 and < 28);

    private static decimal Power(int exponent)
    {
        var value = 1m;
        for (var i = 0; i < exponent; i++)
            value *= 10;
        return value;
    }
}

public sealed class QuantityConverter : JsonConverter<Quantity>
{
    // Kubernetes accepts bare numbers too and keeps their text.
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new(reader.GetString()!);
        using var number = JsonDocument.ParseValue(ref reader);
        return new(number.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);

    public override Quantity ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);
}
