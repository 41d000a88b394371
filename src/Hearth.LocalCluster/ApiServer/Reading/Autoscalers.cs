using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>HorizontalPodAutoscalers are stored as <c>autoscaling/v2</c>; version 1 knows a target for the CPU alone and says the rest in annotations.</summary>
internal static class Autoscalers
{
    public static JsonObject ToVersion1(JsonObject stored)
    {
        var value = (JsonObject)stored.DeepClone();
        value["apiVersion"] = "autoscaling/v1";
        AutoscalerAnnotations.Write(
            value,
            stored.Map("spec")?.Objects("metrics").Where(metric => !IsTarget(metric)) ?? [],
            stored.Map("status")?.Objects("currentMetrics") ?? [],
            stored.Map("status")?.List("conditions"),
            stored.Map("spec")?.Map("behavior"));
        if (value.Map("spec") is { } spec)
        {
            if (CpuOf(spec.Objects("metrics").Where(IsTarget))?.Map("target")?["averageUtilization"] is { } target)
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
        if (value.Map("spec") is { } spec)
            ToStoredSpec(version1, spec);
        AutoscalerAnnotations.Remove(value);
        if (value.Map("status") is not { } status)
            return value;
        if (status["currentReplicas"].Number == 0)
            status.Remove("currentReplicas");
        if (AutoscalerAnnotations.Conditions(version1) is { } conditions)
            status["conditions"] = conditions;
        var utilization = status["currentCPUUtilizationPercentage"];
        status.Remove("currentCPUUtilizationPercentage");
        if (AutoscalerAnnotations.Metrics(version1, "current") is { } metrics)
            status["currentMetrics"] = new JsonArray([.. metrics]);
        else if (utilization is not null)
            status["currentMetrics"] = Cpu("current", new JsonObject { ["averageUtilization"] = utilization.DeepClone() });
        else
            status.TryAdd("currentMetrics", null);
        return value;
    }

    private static void ToStoredSpec(JsonObject version1, JsonObject spec)
    {
        var target = spec["targetCPUUtilizationPercentage"];
        spec.Remove("targetCPUUtilizationPercentage");
        var metrics = new JsonArray([.. AutoscalerAnnotations.Metrics(version1, "target") ?? []]);
        if (target is not null)
            metrics.Add((JsonNode)Cpu("target", new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target.DeepClone() })[0]!.DeepClone());
        if (metrics.Count > 0)
            spec["metrics"] = metrics;
        if (AutoscalerAnnotations.Behavior(version1) is not { } behavior)
            return;
        Defaults.AutoscalerDefaults.Behaviour(behavior);
        spec["behavior"] = behavior;
    }

    /// <summary>What version 1 has a field for.</summary>
    private static bool IsTarget(JsonObject metric) => metric.Map("resource") is { } resource && resource.Text("name") == "cpu" && resource.Map("target")?["averageUtilization"] is not null;

    private static JsonArray Cpu(string field, JsonObject amount) =>
        new(new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [field] = amount } });

    private static JsonObject? CpuOf(IEnumerable<JsonObject> metrics) =>
        metrics.Select(metric => metric.Map("resource")).FirstOrDefault(resource => resource?.Text("name") == "cpu");
}
