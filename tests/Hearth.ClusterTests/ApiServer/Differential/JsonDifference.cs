using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>Where two JSON values differ, a line each.</summary>
internal static class JsonDifference
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Between(JsonNode? real, JsonNode? ours, string path = "")
    {
        if (real is JsonObject a && ours is JsonObject b)
        {
            foreach (var name in a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key)))
            {
                var below = path + "." + name;
                if (!a.ContainsKey(name))
                    yield return $"{below}: only ours: {Cut(Show(b[name]))}";
                else if (!b.ContainsKey(name))
                    yield return $"{below}: only real: {Cut(Show(a[name]))}";
                else
                {
                    foreach (var difference in Between(a[name], b[name], below))
                        yield return difference;
                }
            }
        }
        else if (real is JsonArray c && ours is JsonArray d)
        {
            if (c.Count != d.Count)
                yield return $"{path}: {c.Count} items in real, {d.Count} in ours";
            for (var i = 0; i < Math.Max(c.Count, d.Count); i++)
            {
                if (i >= c.Count)
                    yield return $"{path}[{i}]: only ours: {Cut(Show(d[i]))}";
                else if (i >= d.Count)
                    yield return $"{path}[{i}]: only real: {Cut(Show(c[i]))}";
                else
                {
                    foreach (var difference in Between(c[i], d[i], $"{path}[{i}]"))
                        yield return difference;
                }
            }
        }
        else if (!JsonNode.DeepEquals(real, ours))
        {
            var (first, second) = (Show(real), Show(ours));
            // Of long texts the part that differs is of interest.
            var same = Math.Max(0, first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count() - 150);
            yield return $"{path}: real {Cut(first[same..])} ours {Cut(second[same..])}";
        }
    }

    private static string Show(JsonNode? node) => node?.ToJsonString(s_plain) ?? "null";

    private static string Cut(string text) => text.Length > 400 ? text[..400] + "..." : text;
}
