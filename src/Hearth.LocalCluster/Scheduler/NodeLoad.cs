using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>A node and what is placed on it.</summary>
internal sealed class NodeLoad(Node node)
{
    private static readonly string[] s_weighed = ["cpu", "memory"];

    public Node Node => node;
    public string Name { get; } = node.Metadata.Name ?? "";
    public IReadOnlyDictionary<string, string> Labels { get; } = node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
    public Amounts Allocatable { get; } = Amounts.Of(node.Status?.Allocatable);
    public Amounts Requested { get; } = new();

    /// <summary>As <see cref="Requested"/>, with what containers without requests usually take.</summary>
    public Amounts Used { get; } = new();
    public List<SchedulingPod> Pods { get; } = [];

    public void Add(SchedulingPod pod)
    {
        Pods.Add(pod);
        Requested.Add(pod.Requests);
        Used.Add(pod.Usual);
    }

    public void Remove(SchedulingPod pod)
    {
        if (!Pods.Remove(pod))
            return;
        Requested.Subtract(pod.Requests);
        Used.Subtract(pod.Usual);
    }

    /// <summary>How much is left of cpu and memory with a pod, in hundredths; containers that say nothing count a little.</summary>
    public double Freedom(SchedulingPod pod)
    {
        var shares = s_weighed.Where(r => Allocatable[r] > 0).Select(r => (All: Allocatable[r], Used: Used[r] + pod.Usual[r])).ToList();
        return shares.Count == 0 ? 0 : Math.Floor(shares.Average(s => s.Used > s.All ? 0 : Math.Floor((s.All - s.Used) * 100.0 / s.All)));
    }

    /// <summary>How evenly cpu and memory would be taken with a pod, in hundredths.</summary>
    public double Balance(SchedulingPod pod)
    {
        if (s_weighed.All(r => pod.Requests[r] == 0))
            return 0;
        var shares = s_weighed.Where(r => Allocatable[r] > 0).Select(r => Math.Min(1, (double)(Requested[r] + pod.Requests[r]) / Allocatable[r])).ToList();
        return shares.Count < 2 ? 100 : (1 - (Math.Abs(shares[0] - shares[1]) / 2)) * 100;
    }
}
