using System.Globalization;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.Simulator.Driver;

/// <summary>
/// The executors' pods: as many as are wanted, replaced when they die, deleted at the end. Spark's <c>ExecutorPodsAllocator</c> and
/// <c>ExecutorPodsLifecycleManager</c> in one.
/// </summary>
internal sealed class ExecutorPods(KubeClient client, ExecutorPodContext context, StageScheduler scheduler, DriverLog log, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_idleCheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _allocating = new(1, 1);
    private readonly HashSet<int> _live = [];
    private readonly Dictionary<int, DateTimeOffset> _idleSince = [];
    private Task _watching = Task.CompletedTask;
    private Task _scaling = Task.CompletedTask;
    private int _target;
    private int _lastId;
    private int _failures;

    private DriverConfiguration Configuration => context.Configuration;

    private string Selector => $"spark-app-selector={Configuration.AppId},spark-role=executor";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _target = Configuration.Executors.Initial;
        _watching = WatchAsync(_stopping.Token);
        await AllocateAsync(cancellationToken);
        if (Configuration.DynamicAllocation)
            _scaling = ScaleAsync(_stopping.Token);
    }

    /// <summary>Lets the cluster tell why executors were lost, for a while: a short application may be over before that.</summary>
    public async Task WaitForReasonsAsync(CancellationToken cancellationToken)
    {
        for (var begin = time.GetTimestamp(); scheduler.AwaitsReasons && time.GetElapsedTime(begin) < s_patience;)
            await Task.Delay(s_look, time, cancellationToken);
    }

    /// <summary>Deletes the executors and what was made for them.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _allocating.WaitAsync(cancellationToken);
        var ns = Configuration.Namespace;
        await TryAsync("executor pods", client.DeleteCollectionAsync(ResourceTypes.Pods, ns, new ListOptions { LabelSelector = Selector }, null, cancellationToken));
        if (context.ConfigMap is not null)
            await TryAsync("config maps", client.DeleteCollectionAsync(ResourceTypes.ConfigMaps, ns, new ListOptions { LabelSelector = Selector }, null, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_watching, _scaling);
        _stopping.Dispose();
        _allocating.Dispose();
    }

    private async Task AllocateAsync(CancellationToken cancellationToken)
    {
        await _allocating.WaitAsync(cancellationToken);
        try
        {
            var missing = _target - _live.Count;
            if (missing <= 0)
                return;
            log.Info("ExecutorPodsAllocator", $"Going to request {missing} executors from Kubernetes for ResourceProfile Id: 0, target: {_target}, known: {_live.Count}");
            await Task.WhenAll(Enumerable.Range(_lastId + 1, missing).Select(id => CreateAsync(id, cancellationToken)));
            _lastId += missing;
        }
        finally
        {
            _allocating.Release();
        }
    }

    private async Task CreateAsync(int id, CancellationToken cancellationToken)
    {
        lock (_live)
            _live.Add(id);
        await client.CreateAsync(ResourceTypes.Pods, Configuration.Namespace, ExecutorPodSpec.Build(context, id), cancellationToken);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in client.WatchAsync(ResourceTypes.Pods, Configuration.Namespace, new WatchOptions { LabelSelector = Selector }, cancellationToken))
                    await ObserveAsync(change, cancellationToken);
            }
            catch (KubeException e)
            {
                log.Warn("ExecutorPodsWatchSnapshotSource", $"Kubernetes client has been closed: {e.Message}");
                await Task.Delay(s_idleCheck, time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ObserveAsync(WatchEvent<Pod> change, CancellationToken cancellationToken)
    {
        if (change.Type is WatchEventType.Bookmark
            || !int.TryParse(change.Object.Metadata.Labels?.GetValueOrDefault("spark-exec-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        var gone = change.Type is WatchEventType.Deleted;
        if (!gone && change.Object.Status?.Phase is not ("Failed" or "Succeeded"))
            return;
        lock (_live)
        {
            if (!_live.Remove(id))
                return;
        }

        await HandleEndAsync(id, change.Object, gone, cancellationToken);
    }

    private async Task HandleEndAsync(int id, Pod pod, bool gone, CancellationToken cancellationToken)
    {
        var exit = pod.Status?.ContainerStatuses?.Select(c => c.State?.Terminated).FirstOrDefault(t => t is not null);
        var reason = Reason(id, exit, gone);
        // The connection may have told the loss before; the reason is known only now.
        if (!scheduler.Lose(id.ToString(CultureInfo.InvariantCulture), reason) && exit is { ExitCode: not 0 })
            log.Warn("ExecutorPodsLifecycleManager", reason.TrimStart());
        scheduler.Explain(id.ToString(CultureInfo.InvariantCulture));
        if (exit is { ExitCode: not 0 } && ++_failures > Configuration.MaxExecutorFailures)
        {
            scheduler.Abort($"Max number of executor failures ({Configuration.MaxExecutorFailures}) reached");
            return;
        }

        try
        {
            if (!gone && Configuration.Flag("spark.kubernetes.executor.deleteOnTermination", true))
                await client.DeleteAsync(ResourceTypes.Pods, Configuration.Namespace, pod.Metadata.Name!, null, cancellationToken);
            await AllocateAsync(cancellationToken);
        }
        catch (KubeException e)
        {
            log.Warn("ExecutorPodsAllocator", $"Could not replace executor {id}: {e.Message}");
        }
    }

    private static string Reason(int id, ContainerStateTerminated? exit, bool gone) => exit switch
    {
        { ExitCode: 52 } => $"\nThe executor with id {id} exited with exit code 52(JVM OOM).",
        { Reason: "OOMKilled" } => $"\nThe executor with id {id} exited with exit code {exit.ExitCode}(OOMKilled).",
        { ExitCode: 137 } => $"\nThe executor with id {id} exited with exit code 137(SIGKILL, possible container OOM).",
        { } => $"\nThe executor with id {id} exited with exit code {exit.ExitCode}(unexpected).",
        null when gone => $"The executor with id {id} was deleted by a user or the framework.",
        null => $"The executor with id {id} ended.",
    };

    /// <summary>Dynamic allocation: as many executors as tasks need, none idle for long.</summary>
    private async Task ScaleAsync(CancellationToken cancellationToken)
    {
        var (_, least, most) = Configuration.Executors;
        var patience = Seconds(Configuration.Get("spark.dynamicAllocation.executorIdleTimeout", "60s"));
        using var timer = new PeriodicTimer(s_idleCheck, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var needed = (int)Math.Ceiling(scheduler.PendingTasks * (double)Configuration.TaskCpus / Configuration.ExecutorCores);
                _target = Math.Clamp(Math.Max(needed, _live.Count), least, most);
                await AllocateAsync(cancellationToken);
                foreach (var id in Expired(patience).Take(Math.Max(0, _live.Count - Math.Max(needed, least))).ToList())
                    await RemoveAsync(id, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
        catch (KubeException e)
        {
            log.Warn("ExecutorAllocationManager", $"Dynamic allocation stops: {e.Message}");
        }
    }

    private List<int> Expired(TimeSpan patience)
    {
        var idle = scheduler.IdleExecutors.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToHashSet();
        foreach (var busy in _idleSince.Keys.Except(idle).ToList())
            _idleSince.Remove(busy);
        foreach (var id in idle)
            _idleSince.TryAdd(id, time.GetUtcNow());
        return [.. _idleSince.Where(e => time.GetUtcNow() - e.Value >= patience).Select(e => e.Key).Order()];
    }

    private async Task RemoveAsync(int id, CancellationToken cancellationToken)
    {
        lock (_live)
            _live.Remove(id);
        _idleSince.Remove(id);
        _target = _live.Count;
        log.Info("ExecutorAllocationManager", $"Executors {id} removed due to idle timeout.");
        scheduler.Lose(id.ToString(CultureInfo.InvariantCulture), "Executor killed by driver.");
        await client.DeleteAsync(ResourceTypes.Pods, Configuration.Namespace, $"{context.NamePrefix}-exec-{id}", null, cancellationToken);
    }

    private async Task TryAsync(string what, Task deletion)
    {
        try
        {
            await deletion;
        }
        catch (KubeException e)
        {
            log.Warn("KubernetesClusterSchedulerBackend", $"Could not delete {what}: {e.Message}");
        }
    }

    private static TimeSpan Seconds(string text) =>
        double.TryParse(text.TrimEnd('s', 'm', ' '), CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(text.EndsWith("ms", StringComparison.Ordinal) ? number / 1000 : text.EndsWith('m') ? number * 60 : number) : TimeSpan.FromSeconds(60);
}
