using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Scheduling;

namespace Hearth.Tests.LocalCluster.Scheduling;

/// <summary>Pods and nodes from the JSON that people write.</summary>
internal static class SchedulingPods
{
    public static SchedulingPod Pod(string spec, string? labels = null, string ns = "n", string name = "p")
    {
        var metadata = new ObjectMeta
        {
            Name = name,
            Namespace = ns,
            Uid = Guid.NewGuid().ToString(),
            Labels = Labels(labels),
        };
        return SchedulingPod.Of(new() { Metadata = metadata, Spec = JsonSerializer.Deserialize(spec, KubeJson.Default.PodSpec) })!;
    }

    /// <param name="name">Its name.</param>
    /// <param name="labels"><c>zone=a,disk=ssd</c>.</param>
    /// <param name="spec">Taints, say.</param>
    /// <param name="allocatable">What it has.</param>
    public static NodeLoad Node(string name, string? labels = null, string spec = "{}", string allocatable = """{"cpu":"4","memory":"8Gi","pods":"110"}""") =>
        new(JsonSerializer.Deserialize($$$$$$"""{"metadata":{},"spec":{{{{{{spec}}}}}},"status":{"allocatable":{{{{{{allocatable}}}}}}}}""", KubeJson.Default.Node)! with { Metadata = new() { Name = name, Labels = Labels(labels) } });

    /// <summary>A node with pods.</summary>
    public static NodeLoad With(this NodeLoad node, params SchedulingPod[] pods)
    {
        foreach (var pod in pods)
            node.Add(pod);
        return node;
    }

    private static Dictionary<string, string> Labels(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
