using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.ApiServer;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster;

/// <summary>Loses pods and nodes now and then. When, and which of those that are there, follows from the seed.</summary>
internal sealed class Sabotage(KubeClient client, FaultOptions faults, TimeProvider time, ILogger logger)
{
    private const string Lost = "node.kubernetes.io/unreachable";

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        EveryAsync(faults.PodsPerMinute, new Random(faults.Seed), LosePodAsync, cancellationToken),
        EveryAsync(faults.NodesPerMinute, new Random(faults.Seed + 1), LoseNodeAsync, cancellationToken));

    private async Task EveryAsync(double perMinute, Random random, Func<Random, CancellationToken, Task> strike, CancellationToken cancellationToken)
    {
        while (perMinute > 0)
        {
            // Between a half and one and a half of the mean.
            await Task.Delay(TimeSpan.FromMinutes((0.5 + random.NextDouble()) / perMinute), time, cancellationToken);
            try
            {
                await strike(random, cancellationToken);
            }
            catch (KubeException error)
            {
                // The other faults hit this one too.
                Controllers.Log.Failed(logger, error, "a fault on demand");
            }
        }
    }

    private async Task LosePodAsync(Random random, CancellationToken cancellationToken)
    {
        var pods = (await client.ListAsync(ResourceTypes.Pods, null, null, cancellationToken)).Items
            .Where(p => p.Status?.Phase == PodPhase.Running && p.Metadata.DeletionTimestamp is null).OrderBy(p => p.Metadata.Namespace, StringComparer.Ordinal).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal).ToList();
        var chosen = random.NextDouble();
        if (pods.Count > 0)
            await DeleteAsync(pods[(int)(chosen * pods.Count)], cancellationToken);
    }

    private async Task LoseNodeAsync(Random random, CancellationToken cancellationToken)
    {
        var nodes = (await client.ListAsync(ResourceTypes.Nodes, null, null, cancellationToken)).Items.Select(n => n.Metadata.Name!).Order(StringComparer.Ordinal).ToList();
        var chosen = random.NextDouble();
        if (nodes.Count == 0)
            return;
        var name = nodes[(int)(chosen * nodes.Count)];
        var node = await client.GetAsync(ResourceTypes.Nodes, null, name, cancellationToken);
        var kept = new JsonArray([.. (node.Spec?.Taints ?? []).Where(t => t.Key != Lost).Select(Taint)]);
        var lost = kept.DeepClone().AsArray();
        lost.Add(Taint(new() { Key = Lost, Effect = "NoSchedule" }));
        try
        {
            await WriteAsync(name, lost, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", cancellationToken);
            foreach (var pod in (await client.ListAsync(ResourceTypes.Pods, null, new() { FieldSelector = "spec.nodeName=" + name }, cancellationToken)).Items)
                await DeleteAsync(pod, cancellationToken);
            await Task.Delay(faults.NodeLoss, time, cancellationToken);
        }
        finally
        {
            await RestoreAsync(name, kept, cancellationToken);
        }
    }

    // A node must come back, whatever other faults there are.
    private async Task RestoreAsync(string name, JsonArray taints, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WriteAsync(name, taints, "True", "KubeletReady", "kubelet is posting ready status", cancellationToken);
                return;
            }
            catch (KubeException error)
            {
                Controllers.Log.Failed(logger, error, $"bringing node {name} back");
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(string name, JsonArray taints, string ready, string reason, string message, CancellationToken cancellationToken)
    {
        await client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["taints"] = taints.DeepClone() } }), cancellationToken);
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var condition = new JsonObject { ["type"] = "Ready", ["status"] = ready, ["reason"] = reason, ["message"] = message, ["lastHeartbeatTime"] = now, ["lastTransitionTime"] = now };
        await client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Strategic(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } }), "status", cancellationToken);
    }

    private Task DeleteAsync(Pod pod, CancellationToken cancellationToken) =>
        client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken);

    private static JsonNode Taint(Taint taint)
    {
        var node = new JsonObject { ["key"] = taint.Key, ["effect"] = taint.Effect };
        if (taint.Value is { } value)
            node["value"] = value;
        return node;
    }
}
