using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>What a pod's containers ask for together, and what follows from that for the pod.</summary>
internal static class PodRequests
{
    /// <summary>The sum of the containers that run side by side, or the most that one start of the pod needs (<c>AggregateContainerRequests</c>).</summary>
    public static Dictionary<string, Quantity> OfContainers(JsonObject spec) => Together(spec, "requests");

    private static Dictionary<string, Quantity> Together(JsonObject spec, string which)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("containers"))
            Add(total, Amounts(container, which));
        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var starting = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("initContainers"))
        {
            var own = Amounts(container, which);
            if (container.Text("restartPolicy") == "Always")
            {
                Add(total, own);
                Add(sidecars, own);
                own = new(sidecars, StringComparer.Ordinal);
            }
            else
            {
                Add(own, sidecars);
            }

            Most(starting, own);
        }

        Most(total, starting);
        return total;
    }

    private static Dictionary<string, Quantity> Amounts(JsonObject container, string which) =>
        (container.Map("resources")?.Map(which) ?? []).ToDictionary(entry => entry.Key, entry => new Quantity(entry.Value.Text ?? "0"), StringComparer.Ordinal);

    private static void Add(Dictionary<string, Quantity> to, Dictionary<string, Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            to[name] = to.TryGetValue(name, out var present) ? present + amount : amount;
    }

    private static void Most(Dictionary<string, Quantity> to, Dictionary<string, Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
        {
            if (!to.TryGetValue(name, out var present) || amount.CompareTo(present) > 0)
                to[name] = amount;
        }
    }
}
