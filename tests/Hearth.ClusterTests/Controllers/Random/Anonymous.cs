using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>A look at a namespace in which objects of generated names are a bag, and pods have no addresses.</summary>
internal static partial class Anonymous
{
    [GeneratedRegex(@"#\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"10\.244\.\d+\.\d+")]
    private static partial Regex Address();

    public static string Text(string text) => Address().Replace(Number().Replace(text, "#"), "<address>");

    public static JsonObject Of(JsonObject look) =>
        new(look.Select(kind => KeyValuePair.Create<string, JsonNode?>(kind.Key, Kind(kind.Value!.AsObject()))));

    private static JsonObject Kind(JsonObject items)
    {
        var bag = new JsonObject();
        foreach (var same in items.GroupBy(item => Text(item.Key), StringComparer.Ordinal))
        {
            var looks = same.Select(item => Sorted(JsonNode.Parse(Text(item.Value!.ToJsonString()))!)).OrderBy(item => item.ToJsonString(), StringComparer.Ordinal).ToList();
            if (looks is [JsonObject single])
                bag[same.Key] = single;
            else if (looks[0] is JsonObject)
                bag[same.Key] = new JsonArray([.. looks]);
            else
                bag[same.Key] = 1;
        }

        return bag;
    }

    // Endpoints were in the order of their addresses.
    private static JsonNode Sorted(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    map[name] = null;
                    map[name] = value is null ? null
                        : name is "endpoints" or "addresses" or "notReadyAddresses" or "subsets" && value is JsonArray list
                            ? new JsonArray([.. list.Select(item => Sorted(item!.DeepClone())).OrderBy(item => item.ToJsonString(), StringComparer.Ordinal)])
                            : Sorted(value);
                }

                return map;
            default:
                return node;
        }
    }
}
