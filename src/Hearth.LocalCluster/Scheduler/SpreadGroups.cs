using System.Text.Json;
using Hearth.Kube.Client;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>Which pods are of one kind to a cluster that says nothing about it: those of the same services and of the same set. Pure.</summary>
/// <param name="services">The selectors of the services of a namespace.</param>
/// <param name="sets">The selector of a ReplicaSet or StatefulSet, by its kind and key.</param>
internal sealed class SpreadGroups(Func<string, IEnumerable<IReadOnlyDictionary<string, string>>> services, Func<string, ObjectKey, JsonElement?> sets)
{
    /// <summary>Whether another pod is of a pod's kind; null: it has none.</summary>
    public Func<SchedulingPod, bool>? Of(SchedulingPod pod)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var selector in services(pod.Key.Namespace).Where(s => s.Count > 0 && Has(pod, s)))
        {
            foreach (var (label, value) in selector)
                labels[label] = value;
        }

        var set = pod.Owner is { } owner ? sets(owner.Kind, new(pod.Key.Namespace, owner.Name)) : null;
        return labels.Count == 0 && set is null ? null : other => other.Key.Namespace == pod.Key.Namespace && Has(other, labels) && (set is null || Selectors.Matches(set, other.Labels));
    }

    private static bool Has(SchedulingPod pod, IReadOnlyDictionary<string, string> labels) =>
        labels.All(l => pod.Labels.TryGetValue(l.Key, out var value) && value == l.Value);
}
