using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Values as Go prints them in messages: <c>map[a:1 b:[x y]]</c>, <c>&lt;nil&gt;</c>.</summary>
public static class GoText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Of(field.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Of))}]",
        JsonValue known when known.TryGetValue<string>(out var text) => text,
        _ => value.ToJsonString(),
    };
}
