using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.Cli.Manifests;

/// <summary>
/// What a YAML scalar means to Kubernetes: the rules of <c>sigs.k8s.io/yaml</c> (YAML 1.1 booleans except y and n, 0-octal
/// numbers), so that a manifest reads here as it reads in kubectl.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>The JSON value; null for YAML's null. False with a reason where there is none.</summary>
    public static bool TryRead(Scalar scalar, out JsonNode? value, out string reason)
    {
        reason = "";
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
            return TryReadTagged(scalar, out value, out reason);
        value = scalar.Style is ScalarStyle.Plain && !scalar.IsQuotedImplicit ? Plain(scalar.Value, ref reason) : JsonValue.Create(scalar.Value);
        return reason.Length == 0;
    }

    private static bool TryReadTagged(Scalar scalar, out JsonNode? value, out string reason)
    {
        reason = "";
        value = scalar.Tag.Value switch
        {
            "tag:yaml.org,2002:str" or "tag:yaml.org,2002:binary" or "tag:yaml.org,2002:timestamp" => JsonValue.Create(scalar.Value),
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" => Plain(scalar.Value, ref reason),
            _ => Fail($"the tag {scalar.Tag.Value} has no meaning in a manifest", ref reason),
        };
        return reason.Length == 0;
    }

    private static JsonNode? Plain(string text, ref string reason)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "-.inf" or "-.Inf" or "-.INF" or "+.Inf" or "+.INF":
                return Fail($"{text} is no number that Kubernetes can hold", ref reason);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
            return JsonValue.Create(text);
        return Number(text.Replace("_", "", StringComparison.Ordinal)) ?? JsonValue.Create(text);
    }

    private static JsonValue? Number(string text)
    {
        if (Integer().IsMatch(text))
            return Whole(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        if (Based().Match(text) is { Success: true } match)
            return Whole(InBase(match));
        if (Fraction().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return JsonValue.Create(number);
        return null;
    }

    private static JsonValue Whole(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create((double)number);

    private static BigInteger InBase(Match match)
    {
        var @base = match.Groups["b"].Value switch { "x" => 16, "b" => 2, _ => 8 };
        var number = match.Groups["d"].Value.Aggregate(BigInteger.Zero, (sum, digit) => sum * @base + Convert.ToInt32(digit.ToString(), 16));
        return match.Groups["s"].Value == "-" ? -number : number;
    }

    private static JsonNode? Fail(string why, ref string reason)
    {
        reason = why;
        return null;
    }

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]{0,400})$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^(?<s>[-+]?)0((?<b>x)(?<d>[0-9a-fA-F]{1,40})|(?<b>b)(?<d>[01]{1,128})|(?<b>o?)(?<d>[0-7]{1,40}))$")]
    private static partial Regex Based();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Fraction();
}
