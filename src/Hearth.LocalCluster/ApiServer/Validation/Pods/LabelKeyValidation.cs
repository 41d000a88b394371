using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Keys of labels whose values a selector takes from the pod itself.</summary>
internal static class LabelKeyValidation
{
    /// <summary>The keys are names, and there is a selector that they complete.</summary>
    public static void Names(ErrorList errors, JsonObject term, string list, string field)
    {
        if (term.List(list) is not { Count: > 0 } keys)
            return;
        if (term.Map("labelSelector") is null)
        {
            errors.Forbidden($"{field}.{list}", "must not be specified when labelSelector is not set");
            return;
        }

        foreach (var (i, key) in keys.Index())
            errors.QualifiedName($"{field}.{list}[{i}]", key.Text ?? "");
    }

    /// <summary>No key is in the selector already. A pod's selector has got those of the list by now, after its own.</summary>
    public static void AgainstSelector(ErrorList errors, JsonObject term, string list, string field)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, key) in (term.List(list) ?? []).Index())
            places[key.Text ?? ""] = i;
        if (places.Count == 0 || term.Map("labelSelector") is not { } selector)
            return;
        var known = (selector.Map("matchLabels") ?? []).Select(label => label.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in selector.Objects("matchExpressions").Select(expression => expression.Text("key") ?? ""))
        {
            if (!known.Add(key) && places.TryGetValue(key, out var place))
                errors.Invalid($"{field}[{place}]", key, "exists in both matchLabelKeys and labelSelector");
        }
    }
}
