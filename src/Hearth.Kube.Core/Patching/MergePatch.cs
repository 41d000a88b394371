using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>JSON merge patch, RFC 7386: objects merge, null removes, everything else replaces.</summary>
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
                target[name] = value.DeepClone();
        }
    }

    private static void ApplyObject(JsonObject target, string name, JsonObject changes)
    {
        if (target[name] is not JsonObject nested)
            target[name] = nested = [];
        Apply(nested, changes);
    }
}
