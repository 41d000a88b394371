using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps a pod of a DaemonSet on each node that fits, and replaces those of an older template as its strategy says.</summary>
internal sealed class DaemonSetLook(WorkloadWorld world)
{
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMinutes(15);

    // Pods that fail again and again come back later each time.
    private readonly ConcurrentDictionary<(string? Uid, long? Generation, string Node), (TimeSpan Pause, DateTimeOffset Since)> _failed = new();

    public async Task<ReconcileResult> LookAsync(KubeObject set, CancellationToken cancellationToken)
    {
        if (set.Metadata.DeletionTimestamp is not null)
            return ReconcileResult.Done;
        var revisions = await Revisions.OfAsync(world, Kinds.DaemonSets, set, DaemonPods.HashLabel, cancellationToken);
        var pods = await world.Claims.OfAsync(ResourceTypes.Pods, Kinds.DaemonSets, set, _ => true, cancellationToken);
        var hash = HashOf(revisions.Update) ?? "";
        var nodes = new DaemonNodes(set, hash, (await world.Client.ListAsync(ResourceTypes.Nodes, null, null, cancellationToken)).Items, pods, world.Time.GetUtcNow());
        var steps = nodes.Fill(node => RestOf(set, node) > TimeSpan.Zero);
        if (steps.IsNone && (string?)set.Spec()["updateStrategy"]?["type"] != "OnDelete")
            steps = nodes.Replace();
        try
        {
            await TakeAsync(set, hash, steps, cancellationToken);
            await Revisions.ForgetAsync(world, Surplus(set, pods, revisions), cancellationToken);
        }
        finally
        {
            await world.WriteStatusAsync(Kinds.DaemonSets, set, nodes.Status(), cancellationToken);
        }

        return Next(set, pods) is { } next ? ReconcileResult.Again(next) : ReconcileResult.Done;
    }

    public Task ForgetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var now = world.Time.GetUtcNow();
        foreach (var (failed, rest) in _failed.Where(f => now - f.Value.Since > 2 * s_longestRest))
            _failed.TryRemove(KeyValuePair.Create(failed, rest));
        return Task.CompletedTask;
    }

    private async Task TakeAsync(KubeObject set, string hash, DaemonSteps steps, CancellationToken cancellationToken)
    {
        foreach (var node in steps.Create)
            await world.CreatePodAsync(set, DaemonPods.New(set, hash, node), world.DaemonSetEvents, cancellationToken);
        foreach (var pod in steps.Delete)
        {
            Explain(set, pod);
            await world.DeletePodAsync(pod, cancellationToken);
            world.DaemonSetEvents.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
        }
    }

    private void Explain(KubeObject set, Pod pod)
    {
        var place = $"daemon pod {pod.Metadata.Namespace}/{pod.Metadata.Name} on node {DaemonPods.NodeOf(pod)}";
        if (pod.Status?.Phase == PodPhase.Succeeded)
        {
            world.DaemonSetEvents.Normal(set, "SucceededDaemonPod", $"Found succeeded {place}, will try to delete it");
        }
        else if (pod.Status?.Phase == PodPhase.Failed)
        {
            world.DaemonSetEvents.Warning(set, "FailedDaemonPod", $"Found failed {place}, will try to kill it");
            var now = world.Time.GetUtcNow();
            _failed.AddOrUpdate(
                Key(set, DaemonPods.NodeOf(pod)),
                _ => (TimeSpan.FromSeconds(1), now),
                (_, before) => (now - before.Since > 2 * s_longestRest ? TimeSpan.FromSeconds(1) : before.Pause * 2 > s_longestRest ? s_longestRest : before.Pause * 2, now));
        }
    }

    /// <summary>How long a failed pod of a node still stays.</summary>
    private TimeSpan RestOf(KubeObject set, string node) =>
        _failed.TryGetValue(Key(set, node), out var failed) ? failed.Since + failed.Pause - world.Time.GetUtcNow() : TimeSpan.Zero;

    private static (string? Uid, long? Generation, string Node) Key(KubeObject set, string node) => (set.Metadata.Uid, set.Metadata.Generation, node);

    private TimeSpan? Next(KubeObject set, List<Pod> pods)
    {
        var rests = pods.Where(p => p.Status?.Phase == PodPhase.Failed).Select(p => RestOf(set, DaemonPods.NodeOf(p))).Where(rest => rest > TimeSpan.Zero).Select(rest => (TimeSpan?)rest);
        return rests.Append(Availability.Until(pods, set.Spec().Number("minReadySeconds", 0), world.Time.GetUtcNow())).Min();
    }

    private static string? HashOf(KubeObject revision) => revision.Metadata.Labels?.GetValueOrDefault(DaemonPods.HashLabel);

    /// <summary>Former revisions beyond <c>revisionHistoryLimit</c> that no pod has, the oldest first.</summary>
    private static IEnumerable<KubeObject> Surplus(KubeObject set, List<Pod> pods, Revisions revisions)
    {
        var live = pods.Select(p => p.Metadata.Labels?.GetValueOrDefault(DaemonPods.HashLabel)).ToHashSet(StringComparer.Ordinal);
        var former = revisions.All.Where(r => r.Metadata.Name != revisions.Update.Metadata.Name).ToList();
        return former.Where(r => !live.Contains(HashOf(r))).Take(Math.Max(0, former.Count - set.Spec().Number("revisionHistoryLimit", 10)));
    }
}
