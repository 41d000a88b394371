using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>What the server fills into pods.</summary>
internal static class PodRules
{
    public static void PrepareForCreate(JsonObject pod)
    {
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(pod.Ensure("spec")) };
    }

    public static void PrepareForUpdate(JsonObject pod, JsonObject old)
    {
        // A list cannot lose the node that the scheduler chose.
        if (old.Map("spec")?.Text("nodeName") is { Length: > 0 } node && string.IsNullOrEmpty(pod.Map("spec")?.Text("nodeName")))
            pod.Ensure("spec")["nodeName"] = node;
    }

    /// <summary><c>Guaranteed</c> when every container limits CPU and memory and requests as much, <c>BestEffort</c> when none asks for anything.</summary>
    public static string QualityOfService(JsonObject spec)
    {
        var any = false;
        var guaranteed = true;
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            var requests = container.Map("resources")?.Map("requests");
            var limits = container.Map("resources")?.Map("limits");
            foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var request = Amount(requests, name);
                var limit = Amount(limits, name);
                any |= request is not null || limit is not null;
                guaranteed &= limit is not null && (request ?? limit) == limit;
            }
        }

        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    private static string? Amount(JsonObject? amounts, string name) => amounts?.Text(name) is { } text && text != "0" ? text : null;
}
