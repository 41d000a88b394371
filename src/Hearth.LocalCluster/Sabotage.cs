using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.ApiServer;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster;

/// <summary>Loses pods and nodes now and then. When, and which of those that are there, follows from the seed.</summary>
internal sealed class Sabotage(KubeClient client, FaultOptions faults, TimeProvider time, ILogger logger)
{
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
        try
        {
            await WriteAsync(name, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", cancellationToken);
            foreach (var pod in (await client.ListAsync(ResourceTypes.Pods, null, new() { FieldSelector = "spec.nodeName=" + name }, cancellationToken)).Items)
                await DeleteAsync(pod, cancellationToken);
            await Task.Delay(faults.NodeLoss, time, cancellationToken);
        }
        finally
        {
            await RestoreAsync(name, cancellationToken);
        }
    }

    // A node must come back, whatever other faults there are.
    private async Task RestoreAsync(string name, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WriteAsync(name, "True", "KubeletReady", "kubelet is posting ready status", cancellationToken);
                return;
            }
            catch (KubeException error)
            {
                Controllers.Log.Failed(logger, error, $"bringing node {name} back");
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(string name, string ready, string reason, string message, CancellationToken cancellationToken)
    {
        var now = TimeConverter.Format(time.GetUtcNow());
        var condition = new JsonObject { ["type"] = "Ready", ["status"] = ready, ["reason"] = reason, ["message"] = message, ["lastHeartbeatTime"] = now, ["lastTransitionTime"] = now };
        await client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Strategic(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } }), "status", cancellationToken);
    }

    private Task DeleteAsync(Pod pod, CancellationToken cancellationToken) =>
        client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken);
}
