using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Replay;

/// <content>Executors: when they come and go, what they do, their peaks and exclusions.</content>
internal sealed partial class ApplicationReplay
{
    private void OnExecutorAdded(ExecutorAdded e)
    {
        var executor = GetOrAddExecutor(e.Id, e.Time);
        executor.Host = e.Host;
        executor.IsActive = true;
        executor.TotalCores = e.TotalCores;
        executor.MaxTasks = MaxTasks(e);
        executor.Logs = e.Logs;
        executor.Resources = e.Resources;
        executor.Attributes = e.Attributes;
        executor.ResourceProfileId = e.ResourceProfileId;
    }

    /// <summary>
    /// Tasks at once: cores by a task's cpus. Profiles may have scarcer resources, but a replayed profile does not know its limits
    /// and Spark falls back to cores.
    /// </summary>
    private int MaxTasks(ExecutorAdded e)
    {
        var profile = application.ResourceProfiles.GetValueOrDefault(e.ResourceProfileId);
        var cpus = profile?.Task.TryGetValue("cpus", out var request) == true ? (int)request.Amount : _cpusPerTask;
        return e.TotalCores / Math.Max(1, cpus);
    }

    private void OnExecutorRemoved(ExecutorRemoved e)
    {
        if (!_liveExecutors.Remove(e.Id, out var executor))
            return;
        executor.IsActive = false;
        executor.RemoveTime = e.Time;
        executor.RemoveReason = e.Reason;
        _storage.OnExecutorRemoved(executor);
        if (OverlapsLiveStages(executor))
            _deadExecutors[executor.Id] = executor;
    }

    private bool OverlapsLiveStages(Executor executor)
    {
        foreach (var stage in _liveStages.Values)
        {
            if ((stage.Stage.Info.SubmissionTime ?? 0) < executor.RemoveTime)
                return true;
        }

        return false;
    }

    private void OnBlockManagerAdded(BlockManagerAdded e)
    {
        var executor = GetOrAddExecutor(e.ExecutorId, e.Time);
        executor.HostPort = e.HostPort;
        if (e.MaxOnHeap is { } onHeap)
        {
            executor.TotalOnHeap = onHeap;
            executor.TotalOffHeap = e.MaxOffHeap ?? 0;

            // Its blocks will be reported again.
            executor.UsedOnHeap = 0;
            executor.UsedOffHeap = 0;
        }

        executor.IsActive = true;
        executor.MaxMemory = e.MaxMemory;
    }

    private Executor GetOrAddExecutor(string id, long time)
    {
        if (_liveExecutors.TryGetValue(id, out var executor))
            return executor;
        executor = new Executor(id, time);
        _liveExecutors.Add(id, executor);
        application.Executors[id] = executor;
        return executor;
    }

    private static void CountInExecutor(Executor executor, ref TaskEndEvent e, int completed, int failed, int active)
    {
        executor.ActiveTasks -= active;
        executor.CompletedTasks += completed;
        executor.FailedTasks += failed;
        executor.TotalDuration += e.CountedDuration;
        RaisePeaks(executor.Peaks, ref e);
        if (e.Reason == EndReason.Resubmitted || e.Row[HasMetrics] == 0)
            return;
        executor.TotalGcTime += e.Row[JvmGcTime];
        executor.TotalInputBytes += e.Row[InputBytes];
        executor.TotalShuffleRead += e.Row[ShuffleRemoteBytesRead] + e.Row[ShuffleLocalBytesRead];
        executor.TotalShuffleWrite += e.Row[ShuffleWriteBytes];
    }

    private static void RaisePeaks(ExecutorPeaks peaks, ref TaskEndEvent e)
    {
        // Zeros only matter the first time: they say that something was reported.
        if (e.HasPeaks || !peaks.IsSet)
            peaks.Raise(e.Peaks);
    }

    private void OnExecutorPeaks(ExecutorPeaksReported e)
    {
        if (_liveExecutors.TryGetValue(e.ExecutorId, out var executor) || _deadExecutors.TryGetValue(e.ExecutorId, out executor))
            executor.Peaks.Raise(e.Peaks);
        RaiseStagePeaks(e.ExecutorId, e.StageId, e.StageAttempt, e.Peaks);
    }

    private void OnHeartbeat(Heartbeat e)
    {
        foreach (var (stage, attempt, peaks) in e.Updates)
        {
            if (_liveExecutors.TryGetValue(e.ExecutorId, out var executor))
                executor.Peaks.Raise(peaks);
            RaiseStagePeaks(e.ExecutorId, stage, attempt, peaks);
        }

        foreach (var task in e.Tasks)
        {
            if (!_liveTasks.TryGetValue(task.TaskId, out var stage) || !stage.RunningTasks.TryGetValue(task.TaskId, out var row))
                continue;

            // The log names no metrics of Spark itself here: the task has them now, and they are zeros.
            row[HasMetrics] = 1;
            stage.RunningTasks[task.TaskId] = row;
            _sql.OnTaskProgress(task, (int)row[TaskColumn.Index]);
        }
    }

    private void RaiseStagePeaks(string executor, int stage, int attempt, long[] peaks)
    {
        if (Find(stage, attempt) is not { } live)
            return;
        live.Stage.Peaks.Raise(peaks);
        var summary = live.Summary(executor);
        if (summary.Change().Peaks.Raise(peaks))
            summary.Write();
    }

    private void OnExclusionChanged(ExclusionChanged e)
    {
        var affected = e.ExecutorId is { } id
            ? _liveExecutors.TryGetValue(id, out var executor) ? [executor] : []
            : _liveExecutors.Values.Where(x => x.HostName == e.Host && (e.StageId is not null || x.Id != Driver)).ToArray();
        if (e.StageId is not { } stageId)
        {
            foreach (var x in affected)
                x.IsExcluded = e.Excluded;
            return;
        }

        if (Find(stageId, e.StageAttempt) is { } live)
        {
            var ids = e.ExecutorId is { } one ? [one] : affected.Where(x => x.Id != Driver).Select(x => x.Id);
            foreach (var excluded in ids)
            {
                live.Summary(excluded).Change().IsExcluded = true;
                live.ExcludedExecutors.Add(excluded);
            }
        }

        foreach (var x in affected.Where(x => e.ExecutorId is not null || x.Id != Driver))
            x.ExcludedInStages.Add(stageId);
    }
}
