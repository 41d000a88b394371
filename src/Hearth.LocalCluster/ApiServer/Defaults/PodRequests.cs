using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>What a pod's containers ask for together, and what follows from that for the pod.</summary>
internal static class PodRequests
{
    /// <summary>The sum of the containers that run side by side, or the most that one start of the pod needs (<c>AggregateContainerRequests</c>).</summary>
    public static Dictionary<string, Quantity> OfContainers(JsonObject spec) => Together(spec, "requests");

    /// <summary>What the pod asks for, or is limited to, as a whole: what it states, else what its containers state.</summary>
    public static JsonObject Of(JsonObject spec, string which)
    {
        var total = new JsonObject(Together(spec, which).Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value.Canonical().Text)));
        foreach (var (name, stated) in spec.Map("resources")?.Map(which) ?? [])
            total[name] = stated?.DeepClone();
        return total;
    }

    /// <summary>A pod that limits itself as a whole asks for what its containers ask for, or for the limit.</summary>
    public static void Default(JsonObject spec)
    {
        if (spec.Map("resources") is not { } resources || (resources.Map("limits")?.Count ?? 0) + (resources.Map("requests")?.Count ?? 0) == 0)
            return;
        foreach (var (name, limit) in Together(spec, "limits").Where(limit => IsHugePage(limit.Key)))
            resources.Ensure("limits").TryAdd(name, limit.Text);
        if (resources.Map("limits") is not { Count: > 0 } limits)
            return;
        var requests = (JsonObject)(resources.Map("requests")?.DeepClone() ?? new JsonObject());
        foreach (var (name, request) in OfContainers(spec).Where(request => request.Key is "cpu" or "memory"))
            requests.TryAdd(name, request.Text);
        foreach (var (name, limit) in limits.Where(limit => limit.Key is "cpu" or "memory" || IsHugePage(limit.Key)))
            requests.TryAdd(name, limit?.DeepClone());
        if (requests.Count > 0)
            resources["requests"] = requests;
    }

    private static bool IsHugePage(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

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
