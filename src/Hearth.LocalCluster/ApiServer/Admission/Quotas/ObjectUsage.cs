using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Admission.Quotas;

/// <summary>What one object takes of a quota, by the names that <c>spec.hard</c> uses.</summary>
internal static class ObjectUsage
{
    private static readonly string[] s_counted =
        ["pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"];

    private static readonly Quantity s_one = Whole(1);

    public static Dictionary<string, Quantity> Of(ApiResource resource, JsonObject value)
    {
        var usage = new Dictionary<string, Quantity>(StringComparer.Ordinal) { ["count/" + resource.GroupResource] = s_one };
        if (resource.GroupResource == "pods" && value.Map("status")?.Text("phase") is "Succeeded" or "Failed")
            return usage;
        if (Array.IndexOf(s_counted, resource.GroupResource) >= 0)
            usage[resource.Plural] = s_one;
        switch (resource.GroupResource)
        {
            case "pods":
                AddPod(usage, value.Map("spec") ?? []);
                break;
            case "services":
                AddService(usage, value.Map("spec") ?? []);
                break;
            case "persistentvolumeclaims":
                AddClaim(usage, value);
                break;
        }

        return usage;
    }

    /// <summary>The containers together, or the largest of the init containers, whichever is more; and the overhead.</summary>
    public static Dictionary<string, Quantity> Resources(JsonObject spec, string which)
    {
        var sum = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("containers"))
            Add(sum, container, which);
        var most = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("initContainers"))
        {
            if (container.Text("restartPolicy") == "Always")
            {
                Add(sum, container, which);
                Add(sidecars, container, which);
                Raise(most, sidecars);
                continue;
            }

            var needed = new Dictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            Add(needed, container, which);
            Raise(most, needed);
        }

        Raise(sum, most);
        foreach (var (name, amount) in spec.Map("overhead") ?? [])
        {
            if (which == "requests" || sum.ContainsKey(name))
                sum[name] = sum.GetValueOrDefault(name, Quantity.Zero) + Value(amount.Text);
        }

        return sum;
    }

    public static Quantity Value(string? text) => new Quantity(text ?? "0") is { IsValid: true } valid ? valid : Quantity.Zero;

    private static Quantity Whole(int count) => Quantity.FromWhole(count, QuantityFormat.DecimalSI);

    private static void Add(Dictionary<string, Quantity> sum, JsonObject container, string which)
    {
        foreach (var (name, amount) in container.Map("resources")?.Map(which) ?? [])
            sum[name] = sum.GetValueOrDefault(name, Quantity.Zero) + Value(amount.Text);
    }

    private static void Raise(Dictionary<string, Quantity> sum, Dictionary<string, Quantity> least)
    {
        foreach (var (name, amount) in least)
        {
            if (!sum.TryGetValue(name, out var present) || present < amount)
                sum[name] = amount;
        }
    }

    private static void AddPod(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        foreach (var (name, amount) in Resources(spec, "requests"))
        {
            usage["requests." + name] = amount;
            if (name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal))
                usage[name] = amount;
        }

        foreach (var (name, amount) in Resources(spec, "limits"))
            usage["limits." + name] = amount;
    }

    private static void AddService(Dictionary<string, Quantity> usage, JsonObject spec)
    {
        var ports = spec.List("ports")?.Count ?? 0;
        var type = spec.Text("type");
        usage["services.nodeports"] = type == "NodePort" || type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"].Flag != false ? Whole(ports) : Quantity.Zero;
        usage["services.loadbalancers"] = type == "LoadBalancer" ? s_one : Quantity.Zero;
    }

    private static void AddClaim(Dictionary<string, Quantity> usage, JsonObject claim)
    {
        var storage = Value(claim.Map("spec")?.Map("resources")?.Map("requests")?.Text("storage"));
        usage["requests.storage"] = storage;
        if (claim.Map("spec")?.Text("storageClassName") is not { Length: > 0 } name)
            return;
        usage[$"{name}.storageclass.storage.k8s.io/requests.storage"] = storage;
        usage[$"{name}.storageclass.storage.k8s.io/persistentvolumeclaims"] = s_one;
    }
}
