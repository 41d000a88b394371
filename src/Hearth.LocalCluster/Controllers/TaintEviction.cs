using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.Scheduling;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Deletes pods from nodes with a <c>NoExecute</c> taint that they do not tolerate, or no longer.</summary>
internal sealed class TaintEviction(KubeClient client, ControllerSettings settings) : IDisposable
{
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _since = new();
    private readonly ConcurrentDictionary<ObjectKey, string> _told = new();
    private readonly EventRecorder _events = new(client, "taint-eviction-controller", "", settings.Logger, settings.Time);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var nodes = new Store<Node, Node>(client, ResourceTypes.Nodes, node => node.Spec?.Taints?.Any(t => t.Effect == "NoExecute") == true ? node : null, logger: settings.Logger);
        var pods = new Store<Pod, Pod>(client, ResourceTypes.Pods, pod => pod.Spec?.NodeName is { Length: > 0 } && pod.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed) ? pod : null, logger: settings.Logger);
        var byNode = pods.AddIndex(pod => pod.Spec!.NodeName);
        nodes.Changed += change =>
        {
            foreach (var pod in byNode.Find(change.Key.Name))
                _queue.Add(ObjectKey.Of(pod));
        };
        pods.Changed += change => _queue.Add(change.Key);
        return Task.WhenAll(
            nodes.RunAsync(cancellationToken),
            pods.RunAsync(cancellationToken),
            _events.RunAsync(cancellationToken),
            new Controller<ObjectKey>("taint eviction", _queue, (key, token) => ReconcileAsync(key, pods, nodes, token), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>How long a pod may stay; null: as long as it likes. Pure.</summary>
    internal static TimeSpan? Stay(Pod pod, Node node)
    {
        var taints = (node.Spec?.Taints ?? []).Where(t => t.Effect == "NoExecute").ToList();
        TimeSpan? stay = null;
        foreach (var taint in taints)
        {
            var tolerating = (pod.Spec?.Tolerations ?? []).Where(t => Tolerations.Tolerate([t], taint)).ToList();
            if (tolerating.Count == 0)
                return TimeSpan.Zero;
            if (tolerating.Min(t => t.TolerationSeconds) is { } seconds && LongTimes.OfSeconds(seconds) is var tolerated && (stay is null || stay > tolerated))
                stay = tolerated;
        }

        return stay;
    }

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, Store<Pod, Pod> pods, Store<Node, Node> nodes, CancellationToken cancellationToken)
    {
        await nodes.WaitForSyncAsync(cancellationToken);
        if (pods.Find(key) is not { } pod)
        {
            Forget(key);
            return ReconcileResult.Done;
        }

        // Whoever else deletes it, it is told why it could not have stayed.
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            try
            {
                if (nodes.Find(new("", pod.Spec!.NodeName!)) is { } tainted && Stay(pod, tainted) == TimeSpan.Zero && Tell(pod, key))
                    await MarkAsync(pod, cancellationToken);
            }
            catch (KubeException error) when (error.IsNotFound || error.IsConflict)
            {
                // It is gone already.
            }

            return ReconcileResult.Done;
        }

        if (nodes.Find(new("", pod.Spec!.NodeName!)) is not { } node || Stay(pod, node) is not { } stay)
        {
            if (_since.TryRemove(key, out _))
                _events.Normal(pod, "TaintManagerEviction", $"Cancelling deletion of Pod {key}");
            return ReconcileResult.Done;
        }

        // People's taints do not say since when they are there.
        var since = _since.GetOrAdd(key, _ => node.Spec!.Taints!.Where(t => t.Effect == "NoExecute").Select(t => t.TimeAdded).Max() ?? settings.Time.GetUtcNow());
        var left = Started(pod, since) + stay - settings.Time.GetUtcNow();
        if (stay > TimeSpan.Zero && left > TimeSpan.Zero)
            return ReconcileResult.Again(left);
        Tell(pod, key);
        await MarkAsync(pod, cancellationToken);
        await client.DeleteAsync(ResourceTypes.Pods, key.Namespace, key.Name, new() { Uid = pod.Metadata.Uid }, cancellationToken);
        return ReconcileResult.Done;
    }

    private Task<Pod> MarkAsync(Pod pod, CancellationToken cancellationToken)
    {
        var target = PodConditions.Disruption(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", settings.Time.GetUtcNow());
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = PodConditions.Adding(pod, target) };
        return client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(patch), "status", cancellationToken);
    }

    /// <returns>False: it was told before.</returns>
    private bool Tell(Pod pod, ObjectKey key)
    {
        if (_told.GetValueOrDefault(key) == pod.Metadata.Uid)
            return false;
        _told[key] = pod.Metadata.Uid!;
        _events.Normal(pod, "TaintManagerEviction", $"Marking for deletion Pod {key}");
        return true;
    }

    private void Forget(ObjectKey key)
    {
        _since.TryRemove(key, out _);
        _told.TryRemove(key, out _);
    }

    // A pod that came after the taint has its time too.
    private static DateTimeOffset Started(Pod pod, DateTimeOffset since) => pod.Metadata.CreationTimestamp is { } created && created > since ? created : since;
}
