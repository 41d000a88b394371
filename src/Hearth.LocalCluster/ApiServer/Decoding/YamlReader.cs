using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Reads one YAML document as JSON: the subset that Kubernetes accepts, without tags and without aliases that could explode.</summary>
internal static class YamlReader
{
    private const int MostDepth = 512;

    /// <exception cref="JsonException">The text is no YAML, or uses what JSON cannot say.</exception>
    public static JsonNode? Read(string text, List<string>? duplicates = null)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            return Value(parser, "", duplicates, 0);
        }
        catch (YamlException exception)
        {
            throw new JsonException("error converting YAML to JSON: yaml: line " + exception.Start.Line.ToString(CultureInfo.InvariantCulture) + ": " + exception.Message, exception);
        }
    }

    private static JsonNode? Value(Parser parser, string path, List<string>? duplicates, int depth)
    {
        if (depth > MostDepth)
            throw new JsonException("error converting YAML to JSON: too deep");
        if (parser.TryConsume<Scalar>(out var scalar))
            return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : JsonValue.Create(scalar.Value);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(Value(parser, $"{path}[{list.Count}]", duplicates, depth + 1));
            return list;
        }

        if (parser.TryConsume<MappingStart>(out _))
            return Mapping(parser, path, duplicates, depth);
        throw new JsonException("error converting YAML to JSON: aliases are not supported");
    }

    private static JsonObject Mapping(Parser parser, string path, List<string>? duplicates, int depth)
    {
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>().Value;
            var below = path.Length == 0 ? key : path + "." + key;
            if (map.ContainsKey(key))
                duplicates?.Add(below);
            map[key] = Value(parser, below, duplicates, depth + 1);
        }

        return map;
    }

    private static JsonValue? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        var looksNumeric = char.IsAsciiDigit(text[0]) || text.Length > 1 && text[0] is '-' or '+' or '.' && char.IsAsciiDigit(text[1]);
        if (looksNumeric && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            return JsonValue.Create(real);
        return JsonValue.Create(text);
    }
}
