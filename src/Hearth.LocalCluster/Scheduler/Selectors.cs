using System.Globalization;
using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>Label selectors and node selector terms, straight from the JSON of an affinity. Pure.</summary>
internal static class Selectors
{
    /// <summary>A <c>LabelSelector</c>; a missing one selects nothing.</summary>
    public static bool Matches(JsonElement? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not { ValueKind: JsonValueKind.Object } fields)
            return false;
        if (fields.TryGetProperty("matchLabels", out var wanted))
        {
            foreach (var label in wanted.EnumerateObject())
            {
                if (!labels.TryGetValue(label.Name, out var value) || value != label.Value.GetString())
                    return false;
            }
        }

        return AllMatch(Find(fields, "matchExpressions"), labels);
    }

    /// <summary>A <c>NodeSelectorTerm</c>; an empty one matches nothing.</summary>
    public static bool MatchesTerm(JsonElement term, IReadOnlyDictionary<string, string> labels, string nodeName)
    {
        var (expressions, fields) = (Find(term, "matchExpressions"), Find(term, "matchFields"));
        if ((expressions?.GetArrayLength() ?? 0) + (fields?.GetArrayLength() ?? 0) == 0)
            return false;
        return AllMatch(expressions, labels) && AllMatch(fields, new Dictionary<string, string>(StringComparer.Ordinal) { ["metadata.name"] = nodeName });
    }

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool AllMatch(JsonElement? requirements, IReadOnlyDictionary<string, string> labels)
    {
        if (requirements is not { ValueKind: JsonValueKind.Array } all)
            return true;
        foreach (var requirement in all.EnumerateArray())
        {
            if (!MatchesRequirement(requirement, labels))
                return false;
        }

        return true;
    }

    private static bool MatchesRequirement(JsonElement requirement, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Find(requirement, "key")?.GetString() ?? "", out var value);
        return Find(requirement, "operator")?.GetString() switch
        {
            "In" => has && Values(requirement).Contains(value, StringComparer.Ordinal),
            "NotIn" => !has || !Values(requirement).Contains(value, StringComparer.Ordinal),
            "Exists" => has,
            "DoesNotExist" => !has,
            "Gt" => has && Compare(value!, requirement) > 0,
            "Lt" => has && Compare(value!, requirement) < 0,
            _ => false,
        };
    }

    private static IEnumerable<string?> Values(JsonElement requirement) =>
        Find(requirement, "values") is { ValueKind: JsonValueKind.Array } values ? values.EnumerateArray().Select(v => v.GetString()) : [];

    private static int Compare(string value, JsonElement requirement) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(Values(requirement).FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
            ? number.CompareTo(bound)
            : 0;
}
