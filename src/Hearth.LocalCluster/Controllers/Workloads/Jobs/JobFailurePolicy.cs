using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <param name="Action"><c>FailJob</c>, <c>FailIndex</c>, <c>Count</c>, <c>Ignore</c>; null: no rule applies, and the failure counts.</param>
/// <param name="Message">Why, for <c>FailJob</c>.</param>
internal sealed record FailureVerdict(string? Action, string Message = "");

/// <summary>What the first fitting rule of a Job's <c>podFailurePolicy</c> says of a failed pod. Pure.</summary>
internal static class JobFailurePolicy
{
    public static FailureVerdict Judge(JsonNode? policy, Pod pod)
    {
        var rules = (policy?["rules"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            var action = (string?)rules[i]["action"];
            if (rules[i]["onExitCodes"] is JsonObject codes)
            {
                if (Fits(codes, pod) is { } container)
                    return new(action, $"Container {container.Name} for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} failed with exit code {container.State!.Terminated!.ExitCode} matching {action} rule at index {i}");
            }
            else if (Fits(rules[i]["onPodConditions"] as JsonArray ?? [], pod) is { } condition)
            {
                return new(action, $"Pod {pod.Metadata.Namespace}/{pod.Metadata.Name} has condition {condition} matching {action} rule at index {i}");
            }
        }

        return new((string?)null);
    }

    private static ContainerStatus? Fits(JsonObject codes, Pod pod)
    {
        var only = (string?)codes["containerName"];
        var values = (codes["values"] as JsonArray ?? []).Select(v => (int)v!).ToHashSet();
        return (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(c => (only is null || c.Name == only) && c.State?.Terminated is { ExitCode: not 0 } ended && values.Contains(ended.ExitCode) == ((string?)codes["operator"] == "In"));
    }

    private static string? Fits(JsonArray patterns, Pod pod) =>
        (string?)patterns.OfType<JsonObject>().FirstOrDefault(pattern =>
            pod.Status?.Conditions?.Any(c => c.Type == (string?)pattern["type"] && c.Status == ((string?)pattern["status"] ?? "True")) == true)?["type"];
}
