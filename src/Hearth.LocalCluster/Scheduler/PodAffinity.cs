using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>One rule "near (or far from) pods like these, counted by this label of nodes".</summary>
internal sealed record AffinityTerm(string TopologyKey, JsonElement? Selector, IReadOnlyList<string> Namespaces, JsonElement? NamespaceSelector)
{
    /// <summary>A pod of a namespace that is listed, or whose labels fit; an empty namespace selector fits all.</summary>
    public bool Selects(SchedulingPod pod, SchedulingWorld world) =>
        Selectors.Matches(Selector, pod.Labels)
        && (Namespaces.Contains(pod.Key.Namespace, StringComparer.Ordinal) || Selectors.Matches(NamespaceSelector, world.LabelsOf(pod.Key.Namespace)));
}

/// <summary>The affinities of a pod, read once.</summary>
internal sealed record PodAffinity
{
    public static PodAffinity None { get; } = new();

    /// <summary>One of them must match; null: any node.</summary>
    public IReadOnlyList<JsonElement>? NodeTerms { get; init; }

    /// <summary>The only nodes that come into question, where all terms give names; null: any.</summary>
    public IReadOnlySet<string>? Named { get; init; }
    public IReadOnlyList<(int Weight, JsonElement Term)> PreferredNodes { get; init; } = [];
    public IReadOnlyList<AffinityTerm> Near { get; init; } = [];
    public IReadOnlyList<AffinityTerm> Far { get; init; } = [];
    public IReadOnlyList<(int Weight, AffinityTerm Term)> PreferredPods { get; init; } = [];

    public static PodAffinity Of(JsonElement? affinity, string ns)
    {
        if (affinity is not { ValueKind: JsonValueKind.Object } all)
            return None;
        var node = Selectors.Find(all, "nodeAffinity");
        var (near, far) = (Selectors.Find(all, "podAffinity"), Selectors.Find(all, "podAntiAffinity"));
        var required = node is null ? null : Selectors.Find(node.Value, "requiredDuringSchedulingIgnoredDuringExecution");
        List<JsonElement>? terms = required is null ? null : Items(required, "nodeSelectorTerms");
        return new()
        {
            NodeTerms = terms,
            Named = terms is null ? null : NamesIn(terms),
            PreferredNodes = [.. Items(node, "preferredDuringSchedulingIgnoredDuringExecution").Select(p => (Weight(p), p.GetProperty("preference")))],
            Near = [.. Items(near, "requiredDuringSchedulingIgnoredDuringExecution").Select(t => Term(t, ns))],
            Far = [.. Items(far, "requiredDuringSchedulingIgnoredDuringExecution").Select(t => Term(t, ns))],
            PreferredPods =
            [
                .. Items(near, "preferredDuringSchedulingIgnoredDuringExecution").Select(p => (Weight(p), Term(p.GetProperty("podAffinityTerm"), ns))),
                .. Items(far, "preferredDuringSchedulingIgnoredDuringExecution").Select(p => (-Weight(p), Term(p.GetProperty("podAffinityTerm"), ns))),
            ],
        };
    }

    /// <summary>Names of one term must all hold, one of the terms is enough.</summary>
    private static HashSet<string>? NamesIn(List<JsonElement> terms)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            HashSet<string>? names = null;
            foreach (var field in Items(term, "matchFields").Where(f => Selectors.Find(f, "key")?.GetString() == "metadata.name" && Selectors.Find(f, "operator")?.GetString() == "In"))
            {
                var stated = Items(field, "values").Select(v => v.GetString() ?? "").ToHashSet(StringComparer.Ordinal);
                if (names is null)
                    names = stated;
                else
                    names.IntersectWith(stated);
            }

            if (names is null)
                return null;
            all.UnionWith(names);
        }

        return all;
    }

    private static List<JsonElement> Items(JsonElement? parent, string name) =>
        parent is { } element && Selectors.Find(element, name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static int Weight(JsonElement preferred) => Selectors.Find(preferred, "weight")?.GetInt32() ?? 1;

    private static AffinityTerm Term(JsonElement term, string ns)
    {
        List<string> namespaces = [.. Items(term, "namespaces").Select(n => n.GetString() ?? "")];
        var namespaceSelector = Selectors.Find(term, "namespaceSelector");
        return new(
            Selectors.Find(term, "topologyKey")?.GetString() ?? "",
            Selectors.Find(term, "labelSelector"),
            namespaces.Count > 0 || namespaceSelector is not null ? namespaces : [ns],
            namespaceSelector);
    }
}
