using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet wants.</summary>
internal sealed class ReplicaSetLook(WorkloadWorld world)
{
    public async Task<ReconcileResult> LookAsync(KubeObject set, CancellationToken cancellationToken)
    {
        var wanted = set.Spec().Number("replicas", 1);
        var pods = await world.Claims.OfAsync(ResourceTypes.Pods, Kinds.ReplicaSets, set, Kinds.IsActive, cancellationToken);
        Exception? trouble = null;
        if (set.Metadata.DeletionTimestamp is null)
        {
            try
            {
                await ScaleAsync(set, pods, wanted, cancellationToken);
            }
            catch (KubeException error)
            {
                trouble = error;
            }
        }

        await WriteStatusAsync(set, pods, trouble is null ? null : pods.Count < wanted ? "FailedCreate" : "FailedDelete", trouble?.Message, cancellationToken);
        // The next look comes later each time.
        if (trouble is not null)
            throw trouble;
        return Availability.Until(pods, set.Spec().Number("minReadySeconds", 0), world.Time.GetUtcNow()) is { } until ? ReconcileResult.Again(until) : ReconcileResult.Done;
    }

    private async Task ScaleAsync(KubeObject set, List<Pod> pods, int wanted, CancellationToken cancellationToken)
    {
        for (var i = pods.Count; i < wanted; i++)
            await world.CreatePodAsync(set, Kinds.PodOf(Kinds.ReplicaSets, set, set.Spec()["template"]?.AsObject()), world.ReplicaSetEvents, cancellationToken);
        foreach (var surplus in Surplus.Order(pods, world.Time.GetUtcNow()).Take(pods.Count - wanted))
        {
            await world.DeletePodAsync(surplus, cancellationToken);
            world.ReplicaSetEvents.Normal(set, "SuccessfulDelete", $"Deleted pod: {surplus.Metadata.Name}");
        }
    }

    private Task<KubeObject> WriteStatusAsync(KubeObject set, List<Pod> pods, string? trouble, string? message, CancellationToken cancellationToken)
    {
        var seconds = set.Spec().Number("minReadySeconds", 0);
        var template = (set.Spec()["template"]?["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => (string?)l.Value, StringComparer.Ordinal);
        var status = new JsonObject { ["replicas"] = pods.Count, ["observedGeneration"] = set.Metadata.Generation };
        status.Count("fullyLabeledReplicas", pods.Count(p => template.All(l => p.Metadata.Labels?.GetValueOrDefault(l.Key) == l.Value)));
        status.Count("readyReplicas", pods.Count(ServiceTable.IsReady));
        status.Count("availableReplicas", pods.Count(p => Availability.IsAvailable(p, seconds, world.Time.GetUtcNow())));
        var before = (set.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == "ReplicaFailure");
        if (trouble is not null)
        {
            status["conditions"] = before is not null ? new JsonArray(before.DeepClone()) : new JsonArray((JsonNode)new JsonObject
            {
                ["type"] = "ReplicaFailure", ["status"] = "True", ["reason"] = trouble, ["message"] = message, ["lastTransitionTime"] = world.Now(),
            });
        }

        return world.WriteStatusAsync(Kinds.ReplicaSets, set, status, cancellationToken);
    }
}

/// <summary>When a ready pod counts as available: after <c>minReadySeconds</c>.</summary>
internal static class Availability
{
    public static bool IsAvailable(Pod pod, int seconds, DateTimeOffset now) => ServiceTable.IsReady(pod) && (seconds == 0 || ReadySince(pod)?.AddSeconds(seconds) <= now);

    /// <summary>When the next of the pods becomes available; null: none will without a further change.</summary>
    public static TimeSpan? Until(IEnumerable<Pod> pods, int seconds, DateTimeOffset now) =>
        pods.Where(p => ServiceTable.IsReady(p) && !IsAvailable(p, seconds, now)).Select(p => ReadySince(p)?.AddSeconds(seconds) - now).Min();

    public static DateTimeOffset? ReadySince(Pod pod) => pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "True" })?.LastTransitionTime;
}

/// <summary>Which of too many pods go first: those that serve least.</summary>
internal static class Surplus
{
    public static IEnumerable<Pod> Order(IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var onNode = pods.GroupBy(p => p.Spec?.NodeName ?? "", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return pods.OrderByDescending(p => string.IsNullOrEmpty(p.Spec?.NodeName))
            .ThenBy(p => p.Status?.Phase switch { PodPhase.Running => 2, PodPhase.Unknown => 1, _ => 0 })
            .ThenBy(ServiceTable.IsReady)
            .ThenBy(Cost)
            .ThenByDescending(p => onNode[p.Spec?.NodeName ?? ""])
            .ThenBy(p => Age(Availability.ReadySince(p), now))
            .ThenByDescending(p => (p.Status?.ContainerStatuses ?? []).Select(c => c.RestartCount).DefaultIfEmpty().Max())
            .ThenBy(p => Age(p.Metadata.CreationTimestamp, now))
            .ThenBy(p => p.Metadata.Uid, StringComparer.Ordinal);
    }

    private static int Cost(Pod pod) =>
        int.TryParse(pod.Metadata.Annotations?.GetValueOrDefault("controller.kubernetes.io/pod-deletion-cost"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    /// <summary>On a scale of powers of two: pods of about the same age are alike.</summary>
    private static int Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at && now > at ? (int)Math.Log2((now - at).TotalNanoseconds) : -1;
}
