using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>HorizontalPodAutoscalers are stored as <c>autoscaling/v2</c>; version 1 knows a target for the CPU alone.</summary>
internal static class Autoscalers
{
    public static JsonObject ToVersion1(JsonObject stored)
    {
        var value = (JsonObject)stored.DeepClone();
        value["apiVersion"] = "autoscaling/v1";
        if (value.Map("spec") is { } spec)
        {
            if (CpuOf(spec.Objects("metrics"))?.Map("target")?["averageUtilization"] is { } target)
                spec["targetCPUUtilizationPercentage"] = target.DeepClone();
            spec.Remove("metrics");
            spec.Remove("behavior");
        }

        var status = value.Ensure("status");
        status.TryAdd("currentReplicas", 0L);
        status.TryAdd("desiredReplicas", 0L);
        if (CpuOf(status.Objects("currentMetrics"))?.Map("current")?["averageUtilization"] is { } current)
            status["currentCPUUtilizationPercentage"] = current.DeepClone();
        status.Remove("currentMetrics");
        status.Remove("conditions");
        return value;
    }

    public static JsonObject ToStored(JsonObject version1)
    {
        var value = (JsonObject)version1.DeepClone();
        value["apiVersion"] = "autoscaling/v2";
        if (value.Map("spec") is { } spec && spec["targetCPUUtilizationPercentage"] is { } target)
        {
            spec.Remove("targetCPUUtilizationPercentage");
            spec["metrics"] = Cpu("target", new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target.DeepClone() });
        }

        if (value.Map("status") is not { } status)
            return value;
        if (status["currentReplicas"].Number == 0)
            status.Remove("currentReplicas");
        if (status["currentCPUUtilizationPercentage"] is { } current)
        {
            status.Remove("currentCPUUtilizationPercentage");
            status["currentMetrics"] = Cpu("current", new JsonObject { ["averageUtilization"] = current.DeepClone() });
        }
        else
        {
            status.TryAdd("currentMetrics", null);
        }

        return value;
    }

    private static JsonArray Cpu(string field, JsonObject amount) =>
        new(new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [field] = amount } });

    private static JsonObject? CpuOf(IEnumerable<JsonObject> metrics) =>
        metrics.Select(metric => metric.Map("resource")).FirstOrDefault(resource => resource?.Text("name") == "cpu");
}
