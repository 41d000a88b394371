using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers;

/// <summary>The kinds whose objects are compared, and what of them is not.</summary>
internal static class WatchedKinds
{
    public static IReadOnlyList<(string Kind, string Path)> Paths { get; } =
    [
        ("replicasets", "/apis/apps/v1/namespaces/{ns}/replicasets"),
        ("controllerrevisions", "/apis/apps/v1/namespaces/{ns}/controllerrevisions"),
        ("jobs", "/apis/batch/v1/namespaces/{ns}/jobs"),
        ("pods", "/api/v1/namespaces/{ns}/pods"),
        ("endpointslices", "/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices"),
        ("deployments", "/apis/apps/v1/namespaces/{ns}/deployments"),
        ("statefulsets", "/apis/apps/v1/namespaces/{ns}/statefulsets"),
        ("daemonsets", "/apis/apps/v1/namespaces/{ns}/daemonsets"),
        ("cronjobs", "/apis/batch/v1/namespaces/{ns}/cronjobs"),
        ("secrets", "/api/v1/namespaces/{ns}/secrets"),
        ("services", "/api/v1/namespaces/{ns}/services"),
        ("endpoints", "/api/v1/namespaces/{ns}/endpoints"),
        ("configmaps", "/api/v1/namespaces/{ns}/configmaps"),
        ("serviceaccounts", "/api/v1/namespaces/{ns}/serviceaccounts"),
        ("resourcequotas", "/api/v1/namespaces/{ns}/resourcequotas"),
        ("persistentvolumeclaims", "/api/v1/namespaces/{ns}/persistentvolumeclaims"),
        ("persistentvolumes", "/api/v1/persistentvolumes?labelSelector=story={ns}"),
        ("poddisruptionbudgets", "/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets"),
        ("horizontalpodautoscalers", "/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers"),
        ("nodes", "/api/v1/nodes?labelSelector=story={ns}"),
        ("certificatesigningrequests", "/apis/certificates.k8s.io/v1/certificatesigningrequests?labelSelector=story={ns}"),
        ("namespaces", "/api/v1/namespaces?fieldSelector=metadata.name={ns}"),
        ("events", "/api/v1/namespaces/{ns}/events"),
    ];

    /// <summary>
    /// Events of nodes have no namespace of their own. That a write met another one and came again is chance; so is what a cache that lags makes
    /// controllers say: that a Job is missing which they have deleted, that a pod is not found which is gone already. A taint that evicts makes two
    /// controllers delete a DaemonSet's pod: who is first tells. The two controllers of a service's endpoints tell what they will do again a moment
    /// later: that a slice changed meanwhile, or that a pod's node is not in the cache yet. The real API server looks after its own allocations in
    /// two looks, at Services and at what is allocated: where the first is ahead it warns of what is allocated (the address of 7 of 800 Services made
    /// on a busy machine).
    /// </summary>
    public static bool IsPromised(JsonObject e) =>
        (string?)e["involvedObject"]?["kind"] != "Node"
        && ((string?)(e["source"]?["component"] ?? e["reportingComponent"]))?.EndsWith("allocator-repair-controller", StringComparison.Ordinal) != true
        && (string?)e["reason"] is not ("MissingJob" or "FailedToUpdateEndpointSlices" or "FailedToUpdateEndpoint")
        && !((string?)e["reason"] == "SuccessfulDelete" && (string?)e["involvedObject"]?["kind"] == "DaemonSet")
        && (string?)e["message"] is var message && message?.Contains("the object has been modified", StringComparison.Ordinal) != true
        && !((string?)e["reason"] == "FailedDelete" && message?.EndsWith("not found", StringComparison.Ordinal) == true);

    /// <summary>Without what tells who wrote when; the order of endpoints is nobody's promise.</summary>
    public static JsonObject Trim(string kind, JsonObject item, string ns)
    {
        var trimmed = item.DeepClone().AsObject();
        var metadata = trimmed["metadata"]!.AsObject();
        metadata.Remove("managedFields");
        metadata.Remove("resourceVersion");
        if (kind == "configmaps")
            trimmed.Remove("data");
        // How many changes were written at once is chance.
        if (kind == "endpointslices")
            metadata.Remove("generation");
        if (kind == "endpointslices" && trimmed["endpoints"] is JsonArray endpoints)
            trimmed["endpoints"] = Sorted(endpoints);
        // Two loops of the real controller mark nodes.
        if (kind == "nodes" && trimmed["spec"]?["taints"] is JsonArray taints)
            trimmed["spec"]!["taints"] = Sorted(new JsonArray([.. taints.Select(Timeless)]));
        if (kind == "endpoints")
        {
            // The time of the last change as an annotation of old: both have it or lack it by chance of batching.
            (metadata["annotations"] as JsonObject)?.Remove("endpoints.kubernetes.io/last-change-trigger-time");
            foreach (var subset in (trimmed["subsets"] as JsonArray ?? []).OfType<JsonObject>())
            {
                foreach (var list in new[] { "addresses", "notReadyAddresses", "ports" })
                {
                    if (subset[list] is JsonArray addresses)
                        subset[list] = Sorted(addresses);
                }
            }
        }

        if (kind == "deployments" && trimmed["status"]?["conditions"] is JsonArray conditions)
            trimmed["status"]!["conditions"] = Sorted(new JsonArray([.. conditions.Select(c => Blurred(c!.AsObject()))]));
        (metadata["annotations"] as JsonObject)?.Remove("endpoints.kubernetes.io/last-change-trigger-time");
        if (metadata["annotations"] is JsonObject { Count: 0 })
            metadata.Remove("annotations");
        if (kind is "namespaces")
            return JsonNode.Parse(trimmed.ToJsonString().Replace(ns, "{ns}", StringComparison.Ordinal))!.AsObject();
        return trimmed;
    }

    /// <summary>Whether a rollout has begun or already moves depends on whose change a controller sees first; the order of conditions too.</summary>
    private static JsonObject Blurred(JsonObject condition)
    {
        var blurred = condition.DeepClone();
        if ((string?)condition["reason"] is "NewReplicaSetCreated" or "FoundNewReplicaSet" or "ReplicaSetUpdated")
            (blurred["reason"], blurred["message"]) = ("<under way>", "<under way>");
        return new JsonObject { ["type"] = condition["type"]?.DeepClone(), ["rest"] = blurred };
    }

    private static JsonNode Timeless(JsonNode? taint)
    {
        var timeless = taint!.DeepClone().AsObject();
        if (timeless.ContainsKey("timeAdded"))
            timeless["timeAdded"] = "<time>";
        return timeless;
    }

    private static JsonArray Sorted(JsonArray list) => new([.. list.Select(item => item!.DeepClone()).OrderBy(item => item.ToJsonString(), StringComparer.Ordinal)]);
}
