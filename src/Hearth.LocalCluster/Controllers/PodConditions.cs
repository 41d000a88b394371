using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Conditions that controllers add to pods. Pure.</summary>
internal static class PodConditions
{
    /// <summary>Why a pod ends that did nothing to deserve it.</summary>
    public static JsonObject Disruption(Pod pod, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = "DisruptionTarget",
        ["status"] = "True",
        ["reason"] = reason,
        ["message"] = message,
        ["observedGeneration"] = pod.Metadata.Generation,
        ["lastTransitionTime"] = TimeConverter.Format(now),
    };

    /// <summary>A status for a strategic patch that puts a condition behind those that are there, or in the place of the one of its type.</summary>
    public static JsonObject Adding(Pod pod, JsonObject condition)
    {
        var order = (pod.Status?.Conditions ?? []).Select(c => c.Type).Append((string)condition["type"]!).Distinct(StringComparer.Ordinal);
        return new()
        {
            ["$setElementOrder/conditions"] = new JsonArray([.. order.Select(type => (JsonNode)new JsonObject { ["type"] = type })]),
            ["conditions"] = new JsonArray((JsonNode)condition),
        };
    }
}
