using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Replay;

/// <content>Tasks, and how they count in their stage, job and executor.</content>
internal sealed partial class ApplicationReplay
{
    private void OnTaskStart(ref TaskStartEvent e)
    {
        var live = Find(e.StageId, e.StageAttempt);
        StoreStart(ref e, live);
        if (live is not null)
        {
            var stage = live.Stage;
            stage.ActiveTasks++;
            live.Summary(e.Executor).ActiveTasks++;
            stage.FirstLaunchTime = Math.Min(stage.FirstLaunchTime ?? long.MaxValue, e.LaunchTime);
            stage.Localities[e.Locality] = stage.Localities.GetValueOrDefault(e.Locality) + 1;
            if (e.Speculative)
            {
                stage.Speculation.Tasks++;
                stage.Speculation.Active++;
            }

            foreach (var job in live.Jobs)
                job.ActiveTasks++;
        }

        if (_liveExecutors.TryGetValue(e.Executor, out var executor))
        {
            executor.ActiveTasks++;
            executor.TotalTasks++;
        }
    }

    private void StoreStart(ref TaskStartEvent e, LiveStage? live)
    {
        // A task belongs to its stage also when that is over, or not known yet.
        var key = new StageKey(e.StageId, e.StageAttempt);
        var stage = live?.Stage ?? application.Stages.GetValueOrDefault(key) ?? Unlisted(key);
        if (e.TaskId <= _highestTask && _liveTasks.GetValueOrDefault(e.TaskId) is { } before)
            before.RunningTasks.Remove(e.TaskId);
        _liveTasks[e.TaskId] = stage;
        stage.RunningTasks[e.TaskId] = RunningRow(in e);
        if (e.TaskId > _highestTask)
        {
            _highestTask = e.TaskId;
            return;
        }

        // If it has ended before, its row is only history.
        ref var restarted = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_restarted, key, out _);
        (restarted ??= [])[e.TaskId] = stage.Tasks.Count;
    }

    private Stage Unlisted(StageKey key)
    {
        if (!_unlisted.TryGetValue(key, out var stage))
            _unlisted.Add(key, stage = new Stage(StageInfo.Unknown(key)) { Tasks = new TaskTable(draft) });
        return stage;
    }

    private TaskRow RunningRow(in TaskStartEvent e)
    {
        var row = new TaskRow();
        row[TaskId] = e.TaskId;
        row[TaskColumn.Index] = e.Index;
        row[Attempt] = e.Attempt;
        row[PartitionId] = e.PartitionId;
        row[LaunchTime] = e.LaunchTime;
        row[GettingResultTime] = e.GettingResultTime;
        row[TaskColumn.Executor] = Number(e.Executor);
        row[Host] = Number(e.Host);
        row[Locality] = Number(e.Locality);
        row[FinishTime] = e.FinishTime;
        row[Status] = (long)TaskParser.StatusOf(e.FinishTime, e.GettingResultTime, e.Failed, e.Killed);
        row[Speculative] = e.Speculative ? 1 : 0;
        return row;
    }

    private void OnTaskEnd(ref TaskEndEvent e)
    {
        ref var row = ref e.Row;
        var started = _liveTasks.Remove(row[TaskId], out var startedIn);
        if (started)
            Store(ref e, startedIn!);
        var counted = started && row[HasMetrics] != 0;
        var (completed, failed, killed, active) = e.Reason switch
        {
            EndReason.Success => (1, 0, 0, 1),
            EndReason.Killed or EndReason.CommitDenied => (0, 0, 1, 1),
            EndReason.Resubmitted => (0, 1, 0, 0),
            _ => (0, 1, 0, 1),
        };

        if (Find(e.StageId, e.StageAttempt) is { } live)
        {
            CountInStage(live, ref e, counted, completed, failed, killed, active);
            if (live.Stage.ActiveTasks == 0 && live.Stage.Status is StageStatus.Complete or StageStatus.Failed)
            {
                RemoveLive(live);
                foreach (var job in live.Jobs.Where(j => j.Status != JobStatus.Running))
                    application.Jobs[job.Id] = job.Copy();
            }
        }

        if (_liveExecutors.TryGetValue(e.Executor, out var executor))
            CountInExecutor(executor, ref e, completed, failed, active);
    }

    /// <summary>A task belongs to the stage that its start names.</summary>
    private void Store(ref TaskEndEvent e, Stage stage)
    {
        ref var row = ref e.Row;
        if (stage.RunningTasks.Remove(row[TaskId], out var running))
            row[HasMetrics] |= running[HasMetrics];
        row[TaskColumn.Executor] = Number(e.Executor);
        row[Host] = Number(e.Host);
        row[Locality] = Number(e.Locality);
        row[Error] = e.Error is null ? 0 : Number(e.Error) + 1;
        if (e.Accumulables is { } accumulables)
            row[Accumulables] = stage.Tasks.Accumulables.Add(accumulables);

        stage.Tasks.Add(in row);
    }

    private static void CountInStage(LiveStage live, ref TaskEndEvent e, bool counted, int completed, int failed, int killed, int active)
    {
        ref var row = ref e.Row;
        var stage = live.Stage;
        if (counted)
        {
            var totals = stage.Totals;
            for (var i = 0; i < totals.Length; i++)
                totals[i] += row[TaskColumns.FirstMetric + i];
        }

        var index = (int)row[TaskColumn.Index];
        stage.ActiveTasks -= active;
        stage.CompletedTasks += completed;
        if (completed > 0)
            stage.CompletedIndices.Add(index);
        stage.FailedTasks += failed;
        stage.KilledTasks += killed;
        if (killed > 0)
            stage.Killed.Add(e.Error ?? "");
        if (row[Speculative] != 0)
        {
            stage.Speculation.Active -= active;
            stage.Speculation.Completed += completed;
            stage.Speculation.Failed += failed;
            stage.Speculation.Killed += killed;
        }

        foreach (var job in live.Jobs)
            CountInJob(job, stage.Info.Id, index, e.Error, completed, failed, killed, active);

        var liveSummary = live.Summary(e.Executor);
        var summary = liveSummary.Change();
        summary.TaskTime += e.CountedDuration;
        summary.SucceededTasks += completed;
        summary.FailedTasks += failed;
        summary.KilledTasks += killed;
        if (counted)
            AddMetrics(summary, in row);
        RaisePeaks(stage.Peaks, ref e);
        RaisePeaks(summary.Peaks, ref e);
        liveSummary.ActiveTasks -= active;
        if (liveSummary.ActiveTasks == 0)
            liveSummary.Write();
    }

    private static void AddMetrics(ExecutorStageSummary summary, in TaskRow row)
    {
        summary.InputBytes += row[InputBytes];
        summary.InputRecords += row[InputRecords];
        summary.OutputBytes += row[OutputBytes];
        summary.OutputRecords += row[OutputRecords];
        summary.ShuffleRead += row[ShuffleRemoteBytesRead] + row[ShuffleLocalBytesRead];
        summary.ShuffleReadRecords += row[ShuffleRecordsRead];
        summary.ShuffleWrite += row[ShuffleWriteBytes];
        summary.ShuffleWriteRecords += row[ShuffleWriteRecords];
        summary.MemoryBytesSpilled += row[MemoryBytesSpilled];
        summary.DiskBytesSpilled += row[DiskBytesSpilled];
    }
}
