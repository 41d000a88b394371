using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>What the server fills into pods.</summary>
internal static class PodRules
{
    public static void PrepareForCreate(ApiContext context, JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        var status = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
        if (spec.List("schedulingGates") is { Count: > 0 })
        {
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled", ["status"] = "False", ["lastProbeTime"] = null, ["lastTransitionTime"] = context.Now(),
                ["reason"] = "SchedulingGated", ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
            });
        }

        pod["status"] = status;
        PodLabelKeys.Apply(pod);
    }

    public static void PrepareForUpdate(JsonObject pod, JsonObject old)
    {
        // A list cannot lose the node that the scheduler chose.
        if (old.Map("spec")?.Text("nodeName") is { Length: > 0 } node && string.IsNullOrEmpty(pod.Map("spec")?.Text("nodeName")))
            pod.Ensure("spec")["nodeName"] = node;
        // Priorities are given once, at admission: who leaves them out keeps them.
        foreach (var name in (ReadOnlySpan<string>)["priority", "preemptionPolicy"])
        {
            if (pod.Ensure("spec")[name] is null && old.Map("spec")?[name] is { } given)
                pod.Ensure("spec")[name] = given.DeepClone();
        }
    }

    /// <summary>Who adds containers to look at the others changes nothing else.</summary>
    public static void KeepAllButEphemeralContainers(JsonObject pod, JsonObject old)
    {
        var added = pod.Map("spec")?["ephemeralContainers"]?.DeepClone();
        KeepAll(pod, old);
        pod.Map("spec")!.Remove("ephemeralContainers");
        if (added is not null)
            pod.Map("spec")!["ephemeralContainers"] = added;
        Count(pod, old);
    }

    /// <summary>Who resizes containers changes nothing else.</summary>
    public static void KeepAllButSizes(JsonObject pod, JsonObject old)
    {
        var stated = pod.Map("spec") ?? [];
        KeepAll(pod, old);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var container in stated.Objects(list))
            {
                if (pod.Map("spec")!.Objects(list).LastOrDefault(kept => kept.Text("name") == container.Text("name")) is not { } kept)
                    continue;
                foreach (var name in (ReadOnlySpan<string>)["resources", "resizePolicy"])
                {
                    kept.Remove(name);
                    if (container[name] is { } size)
                        kept[name] = size.DeepClone();
                }
            }
        }

        Count(pod, old);
    }

    private static void Count(JsonObject pod, JsonObject old)
    {
        if (!JsonNode.DeepEquals(pod["spec"], old["spec"]))
            pod.Map("metadata")!["generation"] = (old.Map("metadata")?["generation"].Number ?? 0) + 1;
    }

    private static void KeepAll(JsonObject pod, JsonObject old)
    {
        var managed = pod.Map("metadata")?["managedFields"]?.DeepClone();
        foreach (var name in pod.Select(field => field.Key).Concat(old.Select(field => field.Key)).Distinct(StringComparer.Ordinal).ToArray())
        {
            pod.Remove(name);
            if (old[name] is { } kept)
                pod[name] = kept.DeepClone();
        }

        pod.Map("metadata")!.Remove("managedFields");
        if (managed is not null)
            pod.Map("metadata")!["managedFields"] = managed;
    }

    /// <summary>Nodes neither change whose pod it is nor what it is promised, and tell one address by its old name or its new one.</summary>
    public static void PrepareStatus(JsonObject pod, JsonObject old)
    {
        var (metadata, status) = (pod.Ensure("metadata"), pod.Ensure("status"));
        foreach (var field in (ReadOnlySpan<string>)["ownerReferences", "deletionTimestamp"])
        {
            if (old.Map("metadata")?[field] is { } kept)
                metadata[field] = kept.DeepClone();
            else
                metadata.Remove(field);
        }

        if (string.IsNullOrEmpty(status.Text("qosClass")) && old.Map("status")?["qosClass"] is { } quality)
            status["qosClass"] = quality.DeepClone();
        var (address, first) = (status.Text("podIP") ?? "", status.Objects("podIPs").FirstOrDefault()?.Text("ip") ?? "");
        if (address.Length > 0 && address != first)
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        else if (address.Length == 0 && first.Length > 0)
            status["podIP"] = first;
    }

    /// <summary><c>Guaranteed</c> when every container limits CPU and memory and requests as much, <c>BestEffort</c> when none asks for anything.</summary>
    public static string QualityOfService(JsonObject spec)
    {
        // What the pod states as a whole counts more than what its containers state.
        var isWhole = spec.Map("resources") is not null;
        var owners = isWhole ? [spec] : spec.Objects("containers").Concat(spec.Objects("initContainers")).ToArray();
        var (requests, limits) = (Total(owners, "requests"), Total(owners, "limits"));
        if (requests.Count == 0 && limits.Count == 0)
            return "BestEffort";
        var limitsAll = owners.All(owner => isWhole && (owner.Map("resources")?.Map("limits")?.Count ?? 0) == 0 || Total([owner], "limits").Count == 2);
        return limitsAll && requests.Count == limits.Count && requests.All(request => limits.TryGetValue(request.Key, out var limit) && limit.CompareTo(request.Value) == 0) ? "Guaranteed" : "Burstable";
    }

    private static Dictionary<string, Quantity> Total(IEnumerable<JsonObject> owners, string which)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var amounts in owners.Select(owner => owner.Map("resources")?.Map(which) ?? []))
        {
            foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                if (amounts.Text(name) is { } text && new Quantity(text) is var amount && amount.CompareTo(Quantity.Zero) > 0)
                    total[name] = total.TryGetValue(name, out var sum) ? sum + amount : amount;
            }
        }

        return total;
    }
}
