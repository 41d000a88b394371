using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>What a plain scalar of YAML 1.1 means to Kubernetes' reader: <c>yes</c>, <c>0x1F</c>, <c>017</c> and <c>1_000</c> are no texts.</summary>
internal static partial class YamlScalars
{
    [GeneratedRegex(@"^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Real();

    [GeneratedRegex(@"^(?<sign>[-+]?)(?<base>0[xX]|0[bB]|0[oO]?|)(?<digits>[0-9a-fA-F]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    /// <summary>The value of a scalar without a tag and without quotes.</summary>
    /// <exception cref="JsonException">JSON has no such number.</exception>
    public static JsonValue? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "y" or "Y" or "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "n" or "N" or "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
            case ".nan" or ".NaN" or ".NAN":
                throw new JsonException("json: unsupported value: NaN");
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                throw new JsonException("json: unsupported value: +Inf");
            case "-.inf" or "-.Inf" or "-.INF":
                throw new JsonException("json: unsupported value: -Inf");
        }

        if (text[0] is not ('+' or '-' or '.') && !char.IsAsciiDigit(text[0]))
            return JsonValue.Create(text);
        var plain = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        return Number(plain) ?? JsonValue.Create(text);
    }

    /// <summary>A scalar that states its type.</summary>
    /// <exception cref="JsonException">It is not of that type.</exception>
    public static JsonNode? Tagged(string text, string tag)
    {
        const string Prefix = "tag:yaml.org,2002:";
        if (!tag.StartsWith(Prefix, StringComparison.Ordinal))
            return JsonValue.Create(text);
        switch (tag[Prefix.Length..])
        {
            case "binary":
                try
                {
                    return JsonValue.Create(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text)));
                }
                catch (FormatException exception)
                {
                    throw new JsonException("yaml: !!binary value contains invalid base64 data", exception);
                }

            case "int" or "float" or "bool" or "null":
                var value = Plain(text);
                var found = value is null ? "null" : value.GetValueKind() switch
                {
                    JsonValueKind.String => "str",
                    JsonValueKind.Number => value.TryGetValue<long>(out _) ? "int" : "float",
                    _ => "bool",
                };
                var wanted = tag[Prefix.Length..];
                return found == wanted || found == "int" && wanted == "float" ? value : throw new JsonException($"yaml: cannot decode !!{found} `{text}` as a !!{wanted}");
            default:
                return JsonValue.Create(text);
        }
    }

    private static JsonValue? Number(string text)
    {
        if (text[0] != '.' && Whole().Match(text) is { Success: true } whole && Integer(whole) is { } value)
            return long.CreateSaturating(value) == value ? JsonValue.Create((long)value) : JsonValue.Create(double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        return Real().IsMatch(text) && double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) ? JsonValue.Create(real) : null;
    }

    /// <summary>Null where a digit does not belong to the base, or the number to 64 bits.</summary>
    private static BigInteger? Integer(Match match)
    {
        var radix = match.Groups["base"].Value.ToUpperInvariant() switch { "0X" => 16, "0B" => 2, "0" or "0O" => 8, _ => 10 };
        var value = BigInteger.Zero;
        foreach (var digit in match.Groups["digits"].ValueSpan)
        {
            var number = Convert.ToInt32(digit.ToString(), 16);
            if (number >= radix)
                return null;
            value = value * radix + number;
            if (value > ulong.MaxValue)
                return null;
        }

        return match.Groups["sign"].Value == "-" ? value <= -(BigInteger)long.MinValue ? -value : null : value;
    }
}
