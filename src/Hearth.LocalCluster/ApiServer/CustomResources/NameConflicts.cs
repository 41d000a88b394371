using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Names that a definition asks for and others of its group have already: whoever came first keeps them.</summary>
internal static class NameConflicts
{
    private static readonly (string Name, string Reason, bool IsKind)[] s_names =
    [
        ("plural", "PluralConflict", false), ("singular", "SingularConflict", false), ("shortNames", "ShortNamesConflict", false), ("kind", "KindConflict", true), ("listKind", "ListKindConflict", true),
    ];

    /// <summary>The names that are accepted, and why not all are: the last conflict of those that there are.</summary>
    public static (JsonObject Accepted, (string Reason, string Message)? Conflict) Resolve(JsonObject definition, IEnumerable<JsonObject> others)
    {
        var wanted = definition.Map("spec")!.Map("names")!;
        var had = definition.Map("status")?.Map("acceptedNames") ?? [];
        var accepted = (JsonObject)had.DeepClone();
        var (resources, kinds) = Taken(others);
        (string, string)? conflict = null;
        foreach (var (name, reason, isKind) in s_names)
        {
            var held = Texts(had[name]).ToHashSet(StringComparer.Ordinal);
            var taken = Texts(wanted[name]).Where(text => !held.Contains(text) && (isKind ? kinds : resources).Contains(text)).Select(text => $"\"{text}\" is already in use").ToArray();
            if (taken.Length > 0)
                conflict = (reason, taken.Length == 1 ? taken[0] : $"[{string.Join(", ", taken)}]");
            else if (wanted[name] is { } free)
                accepted[name] = free.DeepClone();
            else
                accepted.Remove(name);
        }

        if (wanted["categories"] is { } categories)
            accepted["categories"] = categories.DeepClone();
        else
            accepted.Remove("categories");
        return (conflict is null ? (JsonObject)wanted.DeepClone() : accepted, conflict);
    }

    private static (HashSet<string> Resources, HashSet<string> Kinds) Taken(IEnumerable<JsonObject> others)
    {
        var (resources, kinds) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var names in others.Select(other => other.Map("status")?.Map("acceptedNames")).OfType<JsonObject>())
        {
            foreach (var (name, _, isKind) in s_names)
                (isKind ? kinds : resources).UnionWith(Texts(names[name]));
        }

        return (resources, kinds);
    }

    private static IEnumerable<string> Texts(JsonNode? value) => value is JsonArray list ? list.Select(item => item.Text ?? "") : value.Text is { Length: > 0 } text ? [text] : [];
}
