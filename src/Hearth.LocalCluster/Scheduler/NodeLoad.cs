using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>A node and what is placed on it.</summary>
internal sealed class NodeLoad(Node node)
{
    public Node Node => node;
    public string Name { get; } = node.Metadata.Name ?? "";
    public IReadOnlyDictionary<string, string> Labels { get; } = node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
    public Amounts Allocatable { get; } = Amounts.Of(node.Status?.Allocatable);
    public Amounts Requested { get; } = new();
    public List<SchedulingPod> Pods { get; } = [];

    public void Add(SchedulingPod pod)
    {
        Pods.Add(pod);
        Requested.Add(pod.Requests);
    }

    public void Remove(SchedulingPod pod)
    {
        if (Pods.Remove(pod))
            Requested.Subtract(pod.Requests);
    }

    /// <summary>How full the node would be with a pod, of cpu and memory; 0 to 1 and more.</summary>
    public double Fullness(Amounts more) => (Share("cpu", more) + Share("memory", more)) / 2;

    private double Share(string resource, Amounts more) =>
        Allocatable[resource] is var all && all > 0 ? (double)(Requested[resource] + more[resource]) / all : 1;
}
