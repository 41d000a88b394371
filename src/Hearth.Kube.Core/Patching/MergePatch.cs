using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>
/// JSON merge patch, RFC 7386: objects merge, null removes, everything else replaces. As in API servers, objects in lists that come with it
/// lose what is null in them too.
/// </summary>
public static class MergePatch
{
    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/> in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject changes)
                ApplyObject(target, name, changes);
            else
                target[name] = Added(value);
        }
    }

    /// <summary>A copy of what a patch brings, without fields that are null.</summary>
    public static JsonNode? Added(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, Added(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Added)]),
        _ => value?.DeepClone(),
    };

    private static void ApplyObject(JsonObject target, string name, JsonObject changes)
    {
        if (target[name] is not JsonObject nested)
            target[name] = nested = [];
        Apply(nested, changes);
    }
}
