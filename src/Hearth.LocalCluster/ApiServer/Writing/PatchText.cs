using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>The text that a merge patch makes of an object, as real servers show it: sorted where the patch went, in the order of the type elsewhere.</summary>
internal static class PatchText
{
    public static string Of(TypeSchema type, JsonObject current, JsonObject patch) => Json.ToText(Merge(GoValue.Wire(type, current)!, patch)!);

    /// <summary>What the patch adds: sorted, without anything that is null.</summary>
    private static JsonNode? Pruned(JsonNode? added) => added switch
    {
        JsonObject map => new JsonObject(map.Where(entry => entry.Value is not null).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Pruned(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Where(item => item is not null).Select(Pruned)]),
        _ => added?.DeepClone(),
    };

    private static JsonNode? Merge(JsonNode? current, JsonNode? patch)
    {
        if (current is not JsonObject map)
            return Pruned(patch);
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
            merged[name] = value?.DeepClone();
        foreach (var (name, change) in changes)
        {
            if (change is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged.GetValueOrDefault(name), change);
        }

        return new JsonObject(merged);
    }
}
