using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>The part of JSONPath that printer columns use: fields, indices, ranges, <c>[*]</c>, <c>..a</c> and <c>[?(@.a=="b")]</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps = [];

    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var at = 0;
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith(".."))
                at = path.ReadAnywhere(text, at + 2);
            else if (text[at] == '.')
                at = path.ReadField(text, at + 1);
            else if (text[at] == '[')
                at = path.ReadBracket(text, at);
            else
                at = path.ReadField(text, at);
        }

        return path;
    }

    public IEnumerable<JsonNode?> Find(JsonNode root)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (var step in _steps)
            found = found.SelectMany(step);
        return found;
    }

    private int ReadAnywhere(string text, int start)
    {
        _steps.Add(Below);
        return ReadField(text, start);
    }

    /// <summary>A node and all in it.</summary>
    private static IEnumerable<JsonNode?> Below(JsonNode? node) => All(node).SelectMany(Below).Prepend(node);

    private int ReadField(string text, int start)
    {
        var end = start;
        var name = new System.Text.StringBuilder();
        while (end < text.Length && text[end] is not ('.' or '['))
        {
            if (text[end] == '\\' && end + 1 < text.Length)
                end++;
            name.Append(text[end++]);
        }

        if (name.Length > 0)
            Field(name.ToString());
        return Math.Max(end, start);
    }

    private void Field(string name) =>
        _steps.Add(name == "*" ? All : node => node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? [value] : []);

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonArray list => list,
        JsonObject map => map.Select(pair => pair.Value),
        _ => [],
    };

    private int ReadBracket(string text, int start)
    {
        var end = text.IndexOf(']', start);
        if (text.AsSpan(start).StartsWith("[?("))
            end = text.IndexOf(")]", start, StringComparison.Ordinal) + 1;
        if (end <= start)
            return text.Length;
        var inside = text[(start + 1)..end];
        if (inside == "*")
            _steps.Add(All);
        else if (inside.StartsWith("?(", StringComparison.Ordinal))
            Filter(inside[2..^1]);
        else if (int.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            _steps.Add(node => node is JsonArray list && index >= -list.Count && (index < 0 ? list.Count + index : index) is var i && i < list.Count ? [list[i]] : []);
        else if (inside.Split(':') is [var from, var to] && (from.Length == 0 || int.TryParse(from, out _)) && (to.Length == 0 || int.TryParse(to, out _)))
            Range(from.Length == 0 ? 0 : int.Parse(from, CultureInfo.InvariantCulture), to.Length == 0 ? int.MaxValue : int.Parse(to, CultureInfo.InvariantCulture));
        else
            Field(inside.Trim('\'', '"'));
        return end + 1;
    }

    private void Range(int from, int to) => _steps.Add(node =>
    {
        if (node is not JsonArray list)
            return [];
        var (first, last) = (from < 0 ? from + list.Count : from, to < 0 ? to + list.Count : to);
        return list.Take(last).Skip(first);
    });

    private void Filter(string condition)
    {
        var equals = condition.IndexOf("==", StringComparison.Ordinal);
        var path = Parse((equals < 0 ? condition : condition[..equals]).Trim().TrimStart('@'));
        var wanted = equals < 0 ? null : condition[(equals + 2)..].Trim().Trim('\'', '"');
        _steps.Add(node => All(node).Where(item => item is not null && path.Find(item).Any(value => wanted is null || (value.Text ?? value?.ToJsonString()) == wanted)));
    }
}
