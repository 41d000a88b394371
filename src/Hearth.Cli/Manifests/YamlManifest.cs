using System.Text.Json.Nodes;
using Hearth.Cli.Output;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hearth.Cli.Manifests;

/// <summary>
/// Reads the documents of a YAML file into JSON, keeping the place of each field. Composes from parser events itself: anchors are
/// expanded within a budget, depth is bounded, duplicate keys are told, and no .NET type is ever instantiated by a tag.
/// </summary>
internal sealed class YamlManifest
{
    /// <summary>Values in all documents of a file, aliases expanded; a CRD of 256 KiB has some 20,000.</summary>
    private const int MostNodes = 500_000;

    private const int DeepestNesting = 100;

    private readonly string _file;
    private readonly string _text;
    private readonly List<Problem> _problems;
    private readonly Dictionary<AnchorName, (JsonNode? Node, int Size, int Height)> _anchors = [];
    private SourceMap _source;
    private int _nodes;
    private Mark _last = new(1, 1);

    private YamlManifest(string text, string file, List<Problem> problems)
    {
        (_text, _file, _problems) = (text, file, problems);
        _source = new SourceMap(file);
    }

    /// <summary>All documents up to the first mistake that makes the rest unreadable; mistakes are added to <paramref name="problems"/>.</summary>
    public static List<(JsonNode? Node, SourceMap Source)> Read(string text, string file, List<Problem> problems) =>
        new YamlManifest(text, file, problems).Documents();

    private List<(JsonNode? Node, SourceMap Source)> Documents()
    {
        var documents = new List<(JsonNode?, SourceMap)>();
        try
        {
            var parser = new Parser(new StringReader(_text));
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                _source = new SourceMap(_file);
                _anchors.Clear();
                documents.Add((Compose(parser, "", 0), _source));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (ManifestStop)
        {
        }
        catch (YamlException e)
        {
            var (what, mark) = Explain(e);
            Report(what, mark);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own defects on hostile input; what was read last says where.
            Report("not YAML: cannot be read beyond this point", _last);
        }

        return documents;
    }

    private JsonNode? Compose(IParser parser, string path, int depth)
    {
        var next = parser.Current ?? throw new ManifestStop();
        if (depth > DeepestNesting)
            throw Stop($"nested deeper than {DeepestNesting} levels", ToMark(next.Start));
        Spend(1, next);
        _last = ToMark(next.Start);
        _source.AddValue(path, _last);
        switch (next)
        {
            case AnchorAlias:
                return Expand(parser.Consume<AnchorAlias>(), depth);
            case Scalar:
                return Remember(parser.Consume<Scalar>(), scalar => Read(scalar, path));
            case SequenceStart:
                return Remember(parser.Consume<SequenceStart>(), _ => Sequence(parser, path, depth));
            case MappingStart:
                return Remember(parser.Consume<MappingStart>(), _ => Mapping(parser, path, depth));
            default:
                throw Stop("unexpected " + next.GetType().Name, ToMark(next.Start));
        }
    }

    /// <summary>An anchor is known only once its node is complete, so none can contain itself.</summary>
    private JsonNode? Remember<T>(T start, Func<T, JsonNode?> compose)
        where T : NodeEvent
    {
        var before = _nodes;
        var node = compose(start);
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = (node, _nodes - before + 1, Height(node));
        return node;
    }

    private JsonNode? Expand(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchored))
            throw Stop($"the alias *{alias.Value} has no anchor before it", ToMark(alias.Start));
        if (depth + anchored.Height > DeepestNesting)
            throw Stop($"nested deeper than {DeepestNesting} levels", ToMark(alias.Start));
        Spend(anchored.Size, alias);
        return anchored.Node?.DeepClone();
    }

    private static int Height(JsonNode? node) => node switch
    {
        JsonObject mapping => 1 + mapping.Select(field => Height(field.Value)).DefaultIfEmpty().Max(),
        JsonArray list => 1 + list.Select(Height).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private void Spend(int nodes, ParsingEvent at)
    {
        if ((_nodes += nodes) > MostNodes)
            throw Stop($"more than {MostNodes} values once its anchors are expanded", ToMark(at.Start));
    }

    private JsonNode? Read(Scalar scalar, string path)
    {
        if (!YamlScalar.TryRead(scalar, out var value, out var reason))
            Report(reason, ToMark(scalar.Start), path);
        return value;
    }

    private JsonArray Sequence(IParser parser, string path, int depth)
    {
        var array = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
            array.Add(Compose(parser, FieldPath.Item(path, array.Count), depth + 1));
        return array;
    }

    private JsonObject Mapping(IParser parser, string path, int depth)
    {
        var mapping = new JsonObject();
        var merged = new List<JsonNode?>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar)
                throw Stop("a key must be a plain word", ToMark(parser.Current!.Start));
            var key = parser.Consume<Scalar>();
            Spend(1, key);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(Compose(parser, FieldPath.Field(path, "<<"), depth + 1));
                continue;
            }

            var field = FieldPath.Field(path, key.Value);
            var value = Known(mapping, key, field) ? Compose(parser, field + " (second)", depth + 1) : Compose(parser, field, depth + 1);
            mapping[key.Value] = value;
        }

        Merge(mapping, merged, path);
        return mapping;
    }

    private bool Known(JsonObject mapping, Scalar key, string field)
    {
        var known = mapping.ContainsKey(key.Value);
        if (known)
            Report($"\"{key.Value}\" is given twice", ToMark(key.Start), field, "keep one of the two");
        else
            _source.AddKey(field, ToMark(key.Start));
        return known;
    }

    /// <summary>Merge keys: what the mapping says itself wins, then earlier merges over later ones.</summary>
    private void Merge(JsonObject mapping, List<JsonNode?> merged, string path)
    {
        foreach (var source in merged.SelectMany(m => m is JsonArray several ? several.ToList() : [m]))
        {
            if (source is not JsonObject fields)
            {
                _problems.Add(new Problem("a merge key (<<) needs a mapping", _source.OfValue(FieldPath.Field(path, "<<"))));
                continue;
            }

            foreach (var (name, value) in fields)
            {
                if (!mapping.ContainsKey(name))
                    mapping[name] = value?.DeepClone();
            }
        }
    }

    private (string What, Mark Mark) Explain(YamlException e)
    {
        // The parser finds a tab either on its line or at the end of the line before.
        var lines = _text.Split('\n');
        for (var line = (int)e.Start.Line - 1; line <= (int)e.Start.Line && line < lines.Length; line++)
        {
            if (line >= 0 && lines[line].TakeWhile(char.IsWhiteSpace).Contains('\t'))
                return ("not YAML: this line is indented with a tab; YAML knows spaces only", new Mark(line + 1, lines[line].IndexOf('\t', StringComparison.Ordinal) + 1));
        }

        var message = (e.InnerException?.Message ?? e.Message).Trim().TrimEnd('.');
        return ("not YAML: " + (message.Length == 0 ? "cannot be read" : char.ToLowerInvariant(message[0]) + message[1..]), ToMark(e.Start));
    }

    private ManifestStop Stop(string what, Mark mark)
    {
        Report(what, mark);
        return new ManifestStop();
    }

    private void Report(string what, Mark mark, string path = "", string? fix = null) =>
        _problems.Add(new Problem(what, $"{_file}:{mark.Line}:{mark.Column}" + (path.Length == 0 ? "" : ": " + path), fix));

    private static Mark ToMark(YamlDotNet.Core.Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>The rest of the file cannot be read; the reason is already told.</summary>
    private sealed class ManifestStop : Exception;
}
