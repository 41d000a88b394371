using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Kube.Core.Patching;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Reads one YAML document as JSON, as Kubernetes' reader does: anchors, aliases and merged keys too, as long as they do not explode.</summary>
internal sealed partial class YamlReader
{
    private const int MostAliased = 400_000;
    private readonly Parser _parser;
    private readonly List<string>? _duplicates;
    private readonly Dictionary<AnchorName, (JsonNode? Value, int Size, int Depth)> _anchors = [];
    private readonly HashSet<AnchorName> _open = [];
    private int _aliased;

    private YamlReader(string text, List<string>? duplicates) => (_parser, _duplicates) = (new Parser(new StringReader(text)), duplicates);

    /// <param name="duplicates">Receives what is said of each key that came twice.</param>
    /// <exception cref="JsonException">The text is no YAML, or says what JSON cannot say; its message is that of Go's parser.</exception>
    public static JsonNode? Read(string text, List<string>? duplicates = null)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0001', '\b') >= 0)
            throw new JsonException("yaml: control characters are not allowed");
        try
        {
            var reader = new YamlReader(text, duplicates);
            reader._parser.Consume<StreamStart>();
            var value = reader._parser.TryConsume<DocumentStart>(out _) ? reader.Value(0) : null;
            Untyped.Normalize(value, isRead: true);
            return value;
        }
        catch (YamlException exception)
        {
            throw new JsonException("yaml: " + InGo(exception), exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("yaml: did not find expected ',' or '}'", exception);
        }
    }

    /// <summary>All that is wrong, where that is an error: keys that came twice are one, other problems follow.</summary>
    public static string Listed(IReadOnlyList<string> problems)
    {
        var keys = problems.Where(problem => problem.StartsWith("line ", StringComparison.Ordinal)).ToList();
        var first = keys.Count == 0 ? [] : (string[])["yaml: unmarshal errors:\n  " + string.Join("\n  ", keys)];
        return string.Join(", ", first.Concat(problems.Except(keys, StringComparer.Ordinal)));
    }

    private JsonNode? Value(int depth)
    {
        if (depth > JsonDepth.Most)
            throw TooDeep();
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Aliased(alias.Value, depth);
        var node = (NodeEvent)_parser.Current!;
        if (!node.Anchor.IsEmpty)
            _open.Add(node.Anchor);
        JsonNode? value;
        if (_parser.TryConsume<Scalar>(out var scalar))
            value = Of(scalar);
        else if (_parser.TryConsume<SequenceStart>(out _))
            value = Sequence(depth);
        else
            value = Mapping(depth);
        if (!node.Anchor.IsEmpty)
        {
            _open.Remove(node.Anchor);
            _anchors[node.Anchor] = (value, Size(value), JsonDepth.Of(value));
        }

        return value;
    }

    private static JsonNode? Of(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
            return YamlScalars.Tagged(scalar.Value, scalar.Tag.Value);
        return scalar.Style == ScalarStyle.Plain ? YamlScalars.Plain(scalar.Value) : JsonValue.Create(scalar.Value);
    }

    private JsonNode? Aliased(AnchorName name, int depth)
    {
        if (_open.Contains(name))
            throw new JsonException($"yaml: anchor '{name.Value}' value contains itself");
        if (!_anchors.TryGetValue(name, out var known))
            throw new JsonException($"yaml: unknown anchor '{name.Value}' referenced");
        _aliased += known.Size;
        if (_aliased > MostAliased)
            throw new JsonException("yaml: document contains excessive aliasing");
        return depth + known.Depth <= JsonDepth.Most ? known.Value?.DeepClone() : throw TooDeep();
    }

    private static JsonException TooDeep() => new("yaml: exceeded max depth of 10000");

    private static int Size(JsonNode? value) => value switch
    {
        JsonObject map => 1 + map.Sum(entry => 1 + Size(entry.Value)),
        JsonArray list => 1 + list.Sum(Size),
        _ => 1,
    };

    private JsonArray Sequence(int depth)
    {
        var list = new JsonArray();
        while (!IsEnd<SequenceEnd>(depth))
            list.Add(Value(depth + 1));
        return list;
    }

    private JsonObject Mapping(int depth)
    {
        _parser.Consume<MappingStart>();
        var map = new JsonObject();
        var stated = new HashSet<string>(StringComparer.Ordinal);
        while (!IsEnd<MappingEnd>(depth))
        {
            var isMerge = _parser.Current is Scalar { Style: ScalarStyle.Plain, Value: "<<" };
            var key = Value(depth + 1);
            if (isMerge)
            {
                Merge(map, stated, Value(depth + 1));
                continue;
            }

            var line = _parser.Current!.Start.Line;
            var value = Value(depth + 1);
            var name = Name(key, value);
            if (!stated.Add(name))
                _duplicates?.Add($"line {line.ToString(CultureInfo.InvariantCulture)}: key \"{name}\" already set in map");
            map[name] = value;
        }

        return map;
    }

    /// <summary>Nobody looks at what follows the first document.</summary>
    private bool IsEnd<T>(int depth) where T : ParsingEvent => depth == 0 ? _parser.Accept<T>(out _) : _parser.TryConsume<T>(out _);

    /// <summary>JSON knows only texts as keys.</summary>
    private static string Name(JsonNode? key, JsonNode? value) => key switch
    {
        null => throw new JsonException($"unsupported map key of type: %!s(<nil>), key: <nil>, value: {value?.ToJsonString() ?? "interface {}(nil)"}"),
        JsonValue when key.Text is { } text => text,
        JsonValue => key.ToJsonString(),
        JsonArray list => throw new JsonException($"yaml: invalid map key: []interface {{}}{{{string.Join(", ", list.Select(item => item?.ToJsonString() ?? "interface {}(nil)"))}}}"),
        _ => throw new JsonException("yaml: invalid map key: map[interface {}]interface {}{...}"),
    };

    /// <summary>What is stated in the map itself stays.</summary>
    private static void Merge(JsonObject map, HashSet<string> stated, JsonNode? value)
    {
        foreach (var merged in value as JsonArray ?? [value])
        {
            if (merged is not JsonObject fields)
                throw new JsonException("yaml: map merge requires map or sequence of maps as the value");
            foreach (var (name, field) in fields)
            {
                if (!stated.Contains(name))
                    map.TryAdd(name, field?.DeepClone());
            }
        }
    }

    [GeneratedRegex("^While [^,]*, ")]
    private static partial Regex Context();

    /// <summary>The same parser in another language: what it says first is left out there, and lines count from others.</summary>
    private static string InGo(YamlException exception)
    {
        var isScanner = exception is SyntaxErrorException || !exception.Message.StartsWith("While parsing", StringComparison.Ordinal);
        var text = Context().Replace(exception.Message, "").TrimEnd('.').Trim();
        text = exception.Message switch
        {
            "While scanning a plain scalar value, found invalid mapping." => "mapping values are not allowed in this context",
            "While scanning a multiline plain scalar, found invalid mapping." => "could not find expected ':'",
            _ when text.EndsWith("that violate indentation", StringComparison.Ordinal) => "found a tab character that violates indentation",
            _ when text.EndsWith("wrong indentation", StringComparison.Ordinal) => "found unexpected end of stream",
            _ when text.EndsWith("hexadecimal number", StringComparison.Ordinal) => "did not find expected hexdecimal number",
            _ when text.EndsWith("Unicode surrogates", StringComparison.Ordinal) => "found invalid Unicode character escape code",
            _ => char.ToLowerInvariant(text[0]) + text[1..],
        };
        var line = (int)(isScanner ? exception.End.Line : exception.Start.Line) - 1;
        return line <= 0 ? text : $"line {(isScanner ? line + 1 : line).ToString(CultureInfo.InvariantCulture)}: {text}";
    }
}
