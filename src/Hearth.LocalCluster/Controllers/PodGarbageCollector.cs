using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Deletes pods that nobody else will: those of nodes that are gone, those that end on a node out of service, those marked for deletion
/// before they got a node, and the oldest ended ones where there are more than <see cref="ControllerSettings.KeptEndedPods"/>.
/// </summary>
internal sealed class PodGarbageCollector(KubeClient client, ControllerSettings settings)
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(20);

    // A node may only have been registered late, or be back in a moment.
    private static readonly TimeSpan s_quarantine = TimeSpan.FromSeconds(40);
    private readonly Dictionary<string, DateTimeOffset> _missingSince = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_period, settings.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await CollectAsync(cancellationToken);
            }
            catch (Exception error) when (error is KubeException or HttpRequestException)
            {
                Log.Failed(settings.Logger, error, "collecting pods");
            }
        }
    }

    /// <summary>One round.</summary>
    internal async Task CollectAsync(CancellationToken cancellationToken)
    {
        var pods = (await client.ListAsync(ResourceTypes.Pods, null, null, cancellationToken)).Items;
        var nodes = (await client.ListAsync(ResourceTypes.Nodes, null, null, cancellationToken)).Items.ToDictionary(node => node.Metadata.Name ?? "", StringComparer.Ordinal);
        foreach (var old in Surplus(pods))
            await EndAsync(old, null, cancellationToken);
        foreach (var stuck in pods.Where(pod => pod.Metadata.DeletionTimestamp is not null && nodes.TryGetValue(pod.Spec?.NodeName ?? "", out var node) && IsOutOfService(node)))
            await EndAsync(stuck, null, cancellationToken);
        var gone = GoneNodes(pods, nodes);
        foreach (var orphan in pods.Where(pod => gone.Contains(pod.Spec?.NodeName ?? "")))
            await EndAsync(orphan, "PodGC: node no longer exists", cancellationToken);
        foreach (var unscheduled in pods.Where(pod => pod.Metadata.DeletionTimestamp is not null && string.IsNullOrEmpty(pod.Spec?.NodeName)))
            await EndAsync(unscheduled, null, cancellationToken);
    }

    /// <summary>Evicted ones first, then the oldest.</summary>
    private IEnumerable<Pod> Surplus(IEnumerable<Pod> pods)
    {
        var ended = pods.Where(HasEnded).OrderByDescending(pod => pod.Status?.Reason == "Evicted").ThenBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).ToList();
        return ended.Take(ended.Count - settings.KeptEndedPods);
    }

    private static bool HasEnded(Pod pod) => pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed;

    private static bool IsOutOfService(Node node) =>
        node.Spec?.Taints?.Any(t => t.Key == OutOfService) == true && node.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) != true;

    private HashSet<string> GoneNodes(IEnumerable<Pod> pods, Dictionary<string, Node> nodes)
    {
        var now = settings.Time.GetUtcNow();
        var missing = pods.Select(pod => pod.Spec?.NodeName ?? "").Where(name => name.Length > 0 && !nodes.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _missingSince.Keys.Where(name => !missing.Contains(name)).ToArray())
            _missingSince.Remove(back);
        foreach (var name in missing)
            _missingSince.TryAdd(name, now);
        return [.. missing.Where(name => now - _missingSince[name] >= s_quarantine)];
    }

    /// <summary>Nobody can report the end of such a pod, so it is told here.</summary>
    private async Task EndAsync(Pod pod, string? disruption, CancellationToken cancellationToken)
    {
        if (!HasEnded(pod))
        {
            var status = disruption is null ? [] : PodConditions.Adding(pod, PodConditions.Disruption(pod, "DeletionByPodGC", disruption, settings.Time.GetUtcNow()));
            status["phase"] = "Failed";
            await client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(new JsonObject { ["status"] = status }), "status", cancellationToken);
        }

        await client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken);
    }
}
