using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The pods of a DaemonSet: each asks for its node by name, and tolerates what ails nodes; the scheduler binds it. Pure.</summary>
internal static class DaemonPods
{
    public const string HashLabel = "controller-revision-hash";
    private const string GenerationLabel = "pod-template-generation";
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";

    private static readonly Toleration[] s_tolerations =
    [
        Tolerating("not-ready", "NoExecute"), Tolerating("unreachable", "NoExecute"), Tolerating("disk-pressure", "NoSchedule"),
        Tolerating("memory-pressure", "NoSchedule"), Tolerating("pid-pressure", "NoSchedule"), Tolerating("unschedulable", "NoSchedule"),
    ];

    /// <summary>Where a pod runs, or is to run.</summary>
    public static string NodeOf(Pod pod)
    {
        if (pod.Spec?.NodeName is { Length: > 0 } bound)
            return bound;
        var terms = pod.Spec?.Affinity is { } affinity ? JsonObject.Create(affinity)?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"] as JsonArray : null;
        return (terms ?? []).SelectMany(t => t?["matchFields"] as JsonArray ?? [])
            .Where(f => (string?)f?["key"] == "metadata.name" && (string?)f["operator"] == "In").Select(f => (string?)f?["values"]?[0]).FirstOrDefault() ?? "";
    }

    public static bool IsUpdated(KubeObject set, Pod pod, string hash) =>
        pod.Metadata.Labels?.GetValueOrDefault(HashLabel) == hash
        || (Generation(set) is { } generation && pod.Metadata.Labels?.GetValueOrDefault(GenerationLabel) == generation);

    /// <summary>The spec that all pods of the set share.</summary>
    public static PodSpec SpecOf(KubeObject set) => Tolerant(Template(set).Spec ?? new());

    public static Pod New(KubeObject set, string hash, string node)
    {
        var pod = Template(set);
        var labels = new Dictionary<string, string>(pod.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [HashLabel] = hash };
        if (Generation(set) is { } generation)
            labels[GenerationLabel] = generation;
        var spec = Tolerant(pod.Spec ?? new());
        return pod with { Metadata = pod.Metadata with { Labels = labels }, Spec = spec with { Affinity = For(node, spec.Affinity) } };
    }

    private static Pod Template(KubeObject set) => Kinds.PodOf(Kinds.DaemonSets, set, set.Spec()["template"] as JsonObject);

    private static string? Generation(KubeObject set) => set.Metadata.Annotations?.GetValueOrDefault(GenerationAnnotation);

    private static PodSpec Tolerant(PodSpec spec)
    {
        var wanted = spec.HostNetwork == true ? [.. s_tolerations, Tolerating("network-unavailable", "NoSchedule")] : s_tolerations;
        var kept = (spec.Tolerations ?? []).Select(own => wanted.FirstOrDefault(w => w == own with { TolerationSeconds = null }) ?? own).ToList();
        return spec with { Tolerations = [.. kept, .. wanted.Where(w => !kept.Contains(w))] };
    }

    private static Toleration Tolerating(string trouble, string effect) => new() { Key = "node.kubernetes.io/" + trouble, Operator = "Exists", Effect = effect };

    /// <summary>The pod's affinity, with the name of the node in place of what it requires of nodes.</summary>
    private static JsonElement For(string node, JsonElement? affinity)
    {
        var changed = affinity is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given.Clone())! : [];
        var nodes = changed["nodeAffinity"] as JsonObject ?? [];
        var field = new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) };
        nodes["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject { ["nodeSelectorTerms"] = new JsonArray(new JsonObject { ["matchFields"] = new JsonArray(field) }) };
        if (nodes.Parent is null)
            changed["nodeAffinity"] = nodes;
        using var document = JsonDocument.Parse(changed.ToJsonString());
        return document.RootElement.Clone();
    }
}
