using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

// How a pod and its containers end.
internal sealed partial class PodWorker
{
    // An object that vanished was deleted without grace: its processes get a moment all the same.
    private static readonly TimeSpan s_graceOfTheVanished = TimeSpan.FromSeconds(1);

    private TimeSpan Grace() => _isGone
        ? s_graceOfTheVanished
        : TimeSpan.FromSeconds(_pod.Metadata.DeletionGracePeriodSeconds ?? _pod.Spec?.TerminationGracePeriodSeconds ?? 30);

    /// <summary>Ends main containers first, all at once, then sidecars, the last first.</summary>
    private DateTimeOffset? Terminate(DateTimeOffset now)
    {
        var running = _records.Where(r => _runs.ContainsKey(r.Name)).ToList();
        if (running.Count == 0)
        {
            _isOver = true;
            return null;
        }

        var first = running.Where(r => r.Kind != ContainerKind.Sidecar).ToList();
        foreach (var record in first.Count > 0 ? first : running[^1..])
            Stop(record, now, Grace());
        return KillOverdue(now);
    }

    /// <summary>Asks a container to end, once; a shorter grace later shortens the wait.</summary>
    private DateTimeOffset? Stop(ContainerRecord record, DateTimeOffset now, TimeSpan grace)
    {
        var run = _runs[record.Name];
        var by = now + grace;
        if (run.StopBy is { } already)
        {
            // The grace counts from the first request.
            if (_pod.Metadata.DeletionTimestamp is { } deletion && deletion < already)
                run.StopBy = deletion;
            return run.StopBy;
        }

        run.StopBy = by;
        Event("Normal", "Killing", $"Stopping container {record.Name}", record);
        _ = HookThenTerminateAsync(record, run, grace);
        return by;
    }

    private async Task HookThenTerminateAsync(ContainerRecord record, ContainerRun run, TimeSpan grace)
    {
        if (record.Spec.Lifecycle?.PreStop is { } hook && grace > TimeSpan.Zero)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Lifetime);
                limit.CancelAfter(grace);
                if (hook.SleepTime() is { } sleep)
                    await Task.Delay(sleep, _node.Time, limit.Token);
                else if (await Probes.RunAsync(_node, run, record.Spec, PodIP ?? "", hook, limit.Token) is { } failure)
                    Event("Warning", "FailedPreStopHook", $"PreStopHook failed: {failure}", record);
            }
            catch (OperationCanceledException)
            {
                // The container ended or the grace is over: what follows is the same.
            }
        }

        run.Terminate();
    }

    private DateTimeOffset? KillOverdue(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var run in _runs.Values.Where(r => r.StopBy is not null))
        {
            if (run.StopBy <= now)
                run.Kill();
            else
                next = Earlier(next, run.StopBy);
        }

        return next;
    }

    private void OnExited(string name, ContainerRun run, ContainerExit exit)
    {
        lock (_runs)
            _runs.Remove(name);
        var record = Get(name);
        var spec = record.Spec;
        var reason = exit.OutOfMemory ? "OOMKilled" : exit.ExitCode == 0 ? "Completed" : "Error";
        var quick = exit.At - run.StartedAt < TimeSpan.FromMinutes(10);
        Set(record with
        {
            State = new()
            {
                Terminated = new()
                {
                    ExitCode = exit.OutOfMemory && exit.ExitCode == 0 ? 137 : exit.ExitCode,
                    Reason = reason,
                    Message = TerminationMessage.Read(TerminationLog(record), spec.TerminationMessagePolicy, exit.ExitCode, run.Log.Path, _records.Count),
                    StartedAt = run.StartedAt,
                    FinishedAt = exit.At,
                    ContainerID = record.ContainerId,
                },
            },
            Ready = false,
            Started = false,
            NotBefore = quick && record.Backoff is { } wait ? exit.At + wait : null,
            Backoff = NextBackoff(quick ? record.Backoff : null),
        });
    }

    private TimeSpan NextBackoff(TimeSpan? present)
    {
        var next = present is { } wait ? wait * 2 : _node.Options.RestartBackoff;
        return next < TimeSpan.FromMinutes(5) ? next : TimeSpan.FromMinutes(5);
    }

    private void ShowBackOff(ContainerRecord record)
    {
        var pod = $"{_pod.Metadata.Name}_{_pod.Metadata.Namespace}({_pod.Metadata.Uid})";
        var wait = record.NotBefore - record.Terminated?.FinishedAt ?? TimeSpan.Zero;
        Event("Warning", "BackOff", $"Back-off restarting failed container {record.Name} in pod {pod}", record);
        Set(record.Waiting("CrashLoopBackOff", $"back-off {GoDuration(wait)} restarting failed container={record.Name} pod={pod}"));
    }

    private DateTimeOffset? DeadlineAt() => _verdict is null && !_isOver && _pod.Spec?.ActiveDeadlineSeconds is { } seconds ? _startTime.AddSeconds(seconds) : null;

    private void CheckDeadline(DateTimeOffset now)
    {
        if (DeadlineAt() is not { } deadline || now < deadline)
            return;
        _verdict = new("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        Event("Normal", "DeadlineExceeded", _verdict.Message);
    }

    /// <summary>Ends the pod for using what it may not; it fails with the reason <c>Evicted</c>.</summary>
    private void Evict(string message) => Post(() =>
    {
        if (_isOver || _verdict is not null)
            return;
        _verdict = new("Evicted", message);
        Event("Warning", "Evicted", message);
    });

    private async Task CleanUpAsync()
    {
        await _over.CancelAsync();
        foreach (var run in _runs.Values)
        {
            run.Kill();
            await run.Exited;
            run.Dispose();
        }

        if (_address is not null && _pod.Spec?.HostNetwork != true)
            _node.Network.Return(_address);
        _node.Hosts.Remove(_pod);
        try
        {
            var folder = _node.PodFolder(_pod);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NodeLog.PodFailed(_node.Logger, error, $"{_pod.Metadata.Namespace}/{_pod.Metadata.Name}", "removing its folder");
        }
    }

    private static string GoDuration(TimeSpan wait) =>
        wait.TotalMinutes >= 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)wait.TotalMinutes}m{wait.Seconds}s") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###}s");
}

internal static class LifecycleHandlerFields
{
    /// <summary>The wait of a <c>sleep</c> hook; null for other hooks.</summary>
    public static TimeSpan? SleepTime(this LifecycleHandler hook) =>
        hook.Extra?.TryGetValue("sleep", out var sleep) == true && sleep.TryGetProperty("seconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetInt64()) : null;
}
