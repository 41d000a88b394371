using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

// How a pod and its containers end.
internal sealed partial class PodWorker
{
    // An object that vanished was deleted without grace: its processes get a moment all the same.
    private static readonly TimeSpan s_graceOfTheVanished = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_graceOfTheEvicted = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortestGrace = TimeSpan.FromSeconds(2);

    /// <summary>When the grace of the whole pod is over; null: it does not end yet.</summary>
    private DateTimeOffset? _endBy;

    private TimeSpan Grace() => _isGone
        ? s_graceOfTheVanished
        : _verdict?.Reason == "Evicted"
        ? s_graceOfTheEvicted
        : LongTimes.OfSeconds(_pod.Metadata.DeletionGracePeriodSeconds ?? _pod.Spec?.TerminationGracePeriodSeconds ?? 30);

    private DateTimeOffset? Terminate(DateTimeOffset now)
    {
        var running = _records.Where(r => _runs.ContainsKey(r.Name)).ToList();
        if (running.Count == 0)
        {
            _isOver = true;
            return null;
        }

        Shorten(now);
        return StopAll(running, now);
    }

    // Who deletes once more may give less grace; the time of the deletion is cut to whole seconds.
    private void Shorten(DateTimeOffset now)
    {
        if (_pod.Metadata.DeletionTimestamp is not { } deletion)
            return;
        _endBy ??= now + Grace();
        if (deletion.AddSeconds(1) < _endBy)
            _endBy = Later(deletion, now);
        foreach (var run in _runs.Values.Where(r => r.StopBy is not null))
            run.StopBy = Earlier(run.StopBy, _endBy + s_shortestGrace);
    }

    /// <summary>
    /// Asks containers to end: their hooks run at once, then main containers get their signal, then sidecars one after the other, the
    /// last first. All of it shares one grace.
    /// </summary>
    private DateTimeOffset? StopAll(IReadOnlyList<ContainerRecord> containers, DateTimeOffset now)
    {
        _endBy ??= now + Grace();
        List<Task> before = [.. containers.Where(r => r.Kind != ContainerKind.Sidecar).Select(r => _runs[r.Name].Exited)];
        var order = containers.Where(r => r.Kind == ContainerKind.Sidecar).OrderByDescending(r => _records.FindIndex(known => known.Name == r.Name)).ToList();
        foreach (var record in containers.Except(order))
            Stop(record, now, Left(now), Task.CompletedTask);
        foreach (var record in order)
        {
            Stop(record, now, Left(now), Task.WhenAll(before));
            before.Add(_runs[record.Name].Exited);
        }

        return KillOverdue(now);
    }

    private TimeSpan Left(DateTimeOffset now) => _endBy is { } end && end > now ? end - now : TimeSpan.Zero;

    /// <summary>Asks a container to end, once.</summary>
    private void Stop(ContainerRecord record, DateTimeOffset now, TimeSpan grace, Task turn, string? why = null)
    {
        var run = _runs[record.Name];
        if (run.StopBy is not null)
            return;
        run.StopBy = now + grace + s_shortestGrace;
        Event("Normal", "Killing", why ?? $"Stopping container {record.Name}", record);
        _ = EndAsync(record, run, now + grace, turn);
    }

    // Whatever hooks and others took of the grace, a container gets a moment between the signal and its end.
    private async Task EndAsync(ContainerRecord record, ContainerRun run, DateTimeOffset end, Task turn)
    {
        await PreStopAsync(record, run, end);
        if (!turn.IsCompleted && end - _node.Time.GetUtcNow() is var patience && patience > TimeSpan.Zero)
            await Task.WhenAny(turn, run.Exited, Task.Delay(patience.ForTimer(), _node.Time));
        Post(() => run.StopBy = Earlier(run.StopBy, Later(end, _node.Time.GetUtcNow() + s_shortestGrace)));
        run.Terminate();
    }

    private async Task PreStopAsync(ContainerRecord record, ContainerRun run, DateTimeOffset end)
    {
        if (record.Spec.Lifecycle?.PreStop is not { } hook || end - _node.Time.GetUtcNow() is var grace && grace <= TimeSpan.Zero)
            return;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Lifetime);
            limit.CancelAfter(grace.ForTimer());
            if (await Probes.RunAsync(_node, run, record.Spec, PodIP ?? "", hook, limit.Token) is not null)
                Event("Warning", "FailedPreStopHook", "PreStopHook failed", record);
        }
        catch (OperationCanceledException)
        {
            // The container ended or the grace is over: what follows is the same.
        }
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
        var how = new ContainerStateTerminated
        {
            ExitCode = exit.OutOfMemory && exit.ExitCode == 0 ? 137 : exit.ExitCode,
            Reason = reason,
            Message = TerminationMessage.Read(TerminationLog(record), spec.TerminationMessagePolicy, exit.ExitCode, run.Log.Path, _records.Count),
            StartedAt = run.StartedAt,
            FinishedAt = exit.At,
            ContainerID = record.ContainerId,
        };
        record = record.Ended(how, exit.At - run.StartedAt, exit.At, _node.Options.RestartBackoff);
        Set(run.HookFailure is { } failure ? WaitsAfter(record, "PostStartHookError", failure, exit.At) : record);
    }

    // A failure to start that is not the program's own: shown as such until the next attempt.
    private ContainerRecord WaitsAfter(ContainerRecord record, string reason, string message, DateTimeOffset now) =>
        PodDecision.MayRestart(_pod.Spec!, record) && _pod.Metadata.DeletionTimestamp is null
            ? record.Waiting(reason, message) with { NotBefore = record.NotBefore ?? now + _node.Options.RestartBackoff }
            : record;

    private void ShowBackOff(ContainerRecord record)
    {
        var pod = $"{_pod.Metadata.Name}_{_pod.Metadata.Namespace}({_pod.Metadata.Uid})";
        var wait = record.NotBefore - record.Terminated?.FinishedAt ?? TimeSpan.Zero;
        Event("Warning", "BackOff", $"Back-off restarting failed container {record.Name} in pod {pod}", record);
        Set(record.Waiting("CrashLoopBackOff", $"back-off {GoDuration(wait)} restarting failed container={record.Name} pod={pod}"));
    }

    private DateTimeOffset? DeadlineAt() => _verdict is null && !_isOver && _pod.Spec?.ActiveDeadlineSeconds is { } seconds ? _startTime + LongTimes.OfSeconds(seconds) : null;

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
