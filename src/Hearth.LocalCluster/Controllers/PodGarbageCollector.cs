using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Deletes pods that nobody else will: those of nodes that are gone, those marked for deletion before they got a node, and the oldest
/// ended ones where there are more than <see cref="KeptEnded"/>.
/// </summary>
internal sealed class PodGarbageCollector(KubeClient client, ControllerSettings settings)
{
    /// <summary>How many ended pods are kept.</summary>
    internal const int KeptEnded = 12_500;

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
        var nodes = (await client.ListAsync(ResourceTypes.Nodes, null, null, cancellationToken)).Items.Select(node => node.Metadata.Name ?? "").ToHashSet(StringComparer.Ordinal);
        var gone = GoneNodes(pods, nodes);
        foreach (var orphan in pods.Where(pod => pod.Spec?.NodeName is { Length: > 0 } node && gone.Contains(node)))
            await EndAsync(orphan, cancellationToken);
        foreach (var unscheduled in pods.Where(pod => pod.Metadata.DeletionTimestamp is not null && string.IsNullOrEmpty(pod.Spec?.NodeName)))
            await DeleteAsync(unscheduled, cancellationToken);
        var ended = pods.Where(pod => pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed).OrderBy(pod => pod.Metadata.CreationTimestamp).ToList();
        foreach (var old in ended.Take(Math.Max(0, ended.Count - KeptEnded)))
            await DeleteAsync(old, cancellationToken);
    }

    private HashSet<string> GoneNodes(IEnumerable<Pod> pods, HashSet<string> nodes)
    {
        var now = settings.Time.GetUtcNow();
        var missing = pods.Select(pod => pod.Spec?.NodeName ?? "").Where(name => name.Length > 0 && !nodes.Contains(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _missingSince.Keys.Where(name => !missing.Contains(name)).ToArray())
            _missingSince.Remove(back);
        foreach (var name in missing)
            _missingSince.TryAdd(name, now);
        return [.. missing.Where(name => now - _missingSince[name] >= s_quarantine)];
    }

    /// <summary>Nobody can report the end of a pod whose node is gone, so it is told here.</summary>
    private async Task EndAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (pod.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed))
        {
            var now = settings.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            var condition = new JsonObject
            {
                ["type"] = "DisruptionTarget",
                ["status"] = "True",
                ["reason"] = "DeletionByPodGC",
                ["message"] = "PodGC: node no longer exists",
                ["lastTransitionTime"] = now,
            };
            var status = new JsonObject { ["phase"] = "Failed", ["conditions"] = new JsonArray(condition) };
            await client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(new JsonObject { ["status"] = status }), "status", cancellationToken);
        }

        await DeleteAsync(pod, cancellationToken);
    }

    private Task DeleteAsync(Pod pod, CancellationToken cancellationToken) =>
        client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken);
}
