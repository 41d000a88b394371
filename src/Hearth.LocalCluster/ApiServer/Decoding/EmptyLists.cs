using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>A list that is always there and empty is stored as null, however it was stated; whoever stated it owns it nevertheless.</summary>
internal static class EmptyLists
{
    public static void Clear(TypeSchema schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map when schema.Kind == ValueKind.Struct:
                ClearFields(schema, map);
                break;
            case JsonObject map when schema.Kind == ValueKind.Map && IsDeep(schema.Element):
                foreach (var (_, child) in map)
                    Clear(schema.Element, child);
                break;
            case JsonArray list when schema.Kind == ValueKind.List && IsDeep(schema.Element):
                foreach (var item in list)
                    Clear(schema.Element, item);
                break;
        }
    }

    private static void ClearFields(TypeSchema schema, JsonObject map)
    {
        List<string>? empty = null;
        foreach (var (name, child) in map)
        {
            if (child is not (JsonObject or JsonArray) || !schema.Fields.TryGetValue(name, out var field))
                continue;
            if (child is JsonArray { Count: 0 } && field.IsAlwaysPresent && !field.IsPointer)
                (empty ??= []).Add(name);
            else
                Clear(field.Type, child);
        }

        foreach (var name in empty ?? [])
            map[name] = null;
    }

    private static bool IsDeep(TypeSchema schema) => schema.Kind is ValueKind.Struct or ValueKind.Map or ValueKind.List;
}
