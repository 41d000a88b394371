using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>How deep values are nested: whoever walks down one with a stack of frames must know first.</summary>
public static class JsonDepth
{
    /// <summary>What readers of JSON and YAML take, and patches make.</summary>
    public const int Most = 512;

    /// <summary>How many lists and maps the innermost value is in, itself with them. Without recursion.</summary>
    public static int Of(JsonNode? value)
    {
        var (deepest, open) = (0, new Stack<(JsonNode? Value, int Depth)>());
        open.Push((value, 0));
        while (open.TryPop(out var at))
        {
            if (at.Value is not (JsonObject or JsonArray))
                continue;
            deepest = Math.Max(deepest, at.Depth + 1);
            if (at.Value is JsonObject map)
            {
                foreach (var (_, child) in map)
                    open.Push((child, at.Depth + 1));
            }
            else
            {
                foreach (var child in (JsonArray)at.Value)
                    open.Push((child, at.Depth + 1));
            }
        }

        return deepest;
    }
}
