using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Replay;

/// <summary>
/// Applies events, in order, to an application: what Spark's <c>AppStatusListener</c> does while it replays, without its retention
/// limits. One thread at a time.
/// </summary>
/// <param name="draft">Where tasks that have ended go; null: they stay in memory.</param>
internal sealed class ApplicationReplay(Application application, Snapshots.SnapshotDraft? draft = null)
{
    private const string Driver = "driver";
    private readonly Dictionary<StageKey, LiveStage> _liveStages = [];
    private readonly SortedDictionary<int, Job> _liveJobs = [];
    private readonly Dictionary<string, Executor> _liveExecutors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Executor> _deadExecutors = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Stage> _liveTasks = [];

    /// <summary>Stages that only tasks have named so far.</summary>
    private readonly Dictionary<StageKey, Stage> _unlisted = [];

    /// <summary>Tasks that started though they were not newer than all others, with how many rows their stage had then.</summary>
    private readonly Dictionary<StageKey, Dictionary<long, int>> _restarted = [];
    private readonly StorageReplay _storage = new(application);
    private readonly SqlReplay _sql = new(application, draft);
    private readonly ListenerReplay _listeners = new(application);
    private int _cpusPerTask = 1;
    private long _highestTask = -1;
    private LiveStage? _lastStage;
    private readonly (string Text, int Number)[] _numbers = new (string, int)[64];

    public Application Application => application;

    public void Apply(EventBatch batch)
    {
        application.Lines += batch.Lines;
        application.Problems.Add(batch.Problems);
        var sqlUpdates = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch.SqlUpdates);
        foreach (var (kind, index) in batch.Order)
        {
            switch (kind)
            {
                case EventBatch.Kind.TaskStart:
                    OnTaskStart(ref batch.Start(index));
                    break;
                case EventBatch.Kind.TaskEnd:
                    ref var end = ref batch.End(index);
                    OnTaskEnd(ref end);
                    _sql.OnTaskEnd(in end, sqlUpdates.Slice(end.SqlStart, end.SqlCount));
                    break;
                default:
                    Apply(batch.Others[index]);
                    break;
            }
        }
    }

    /// <summary>The log ended (for now): metrics of running SQL executions are brought up to date.</summary>
    public void Flush()
    {
        _sql.Flush();
        foreach (var (key, tasks) in _restarted)
        {
            if (application.Stages.TryGetValue(key, out var stage) && stage.Tasks.Without(tasks) is { } rest)
                stage.Tasks = rest;
        }

        _restarted.Clear();
    }

    private void Apply(LogEvent logEvent)
    {
        switch (logEvent)
        {
            case LogStart e: application.SparkVersion = e.SparkVersion; break;
            case ApplicationStart e: OnApplicationStart(e); break;
            case ApplicationEnd e: OnApplicationEnd(e); break;
            case EnvironmentUpdate e: OnEnvironmentUpdate(e); break;
            case ResourceProfileAdded e: application.ResourceProfiles[e.Profile.Id] = e.Profile; break;
            case ExecutorAdded e: OnExecutorAdded(e); break;
            case ExecutorRemoved e: OnExecutorRemoved(e); break;
            case BlockManagerAdded e: OnBlockManagerAdded(e); break;
            case JobStart e:
                OnJobStart(e);
                _sql.OnJobStart(e);
                break;
            case JobEnd e:
                OnJobEnd(e);
                _sql.OnJobEnd(e);
                break;
            case StageSubmitted e:
                OnStageSubmitted(e);
                _sql.OnStageSubmitted(e.Stage);
                break;
            case StageCompleted e: OnStageCompleted(e); break;
            case UnpersistRdd e: _storage.OnUnpersist(e.RddId, _liveExecutors); break;
            case BlockUpdated e: _storage.OnBlockUpdated(e, _liveExecutors); break;
            case ExecutorPeaksReported e: OnExecutorPeaks(e); break;
            case Heartbeat e: OnHeartbeat(e); break;
            case ExclusionChanged e: OnExclusionChanged(e); break;
            case MiscellaneousProcessAdded e:
                application.Processes[e.Id] = new MiscellaneousProcess(e.Id, e.HostPort, e.Cores, e.Time, e.Logs);
                break;
            default:
                if (!_listeners.TryApply(logEvent))
                    _sql.Apply(logEvent);
                break;
        }
    }

    private void OnApplicationStart(ApplicationStart e)
    {
        application.Id = e.Id;
        application.Name = e.Name;
        application.AttemptId = e.AttemptId;
        application.User = e.User;
        application.StartTime = e.Time;
        if (e.DriverLogs is not { } logs || !_liveExecutors.TryGetValue(Driver, out var driver))
            return;
        driver.Logs = logs;
        driver.Attributes = e.DriverAttributes ?? System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
    }

    private void OnApplicationEnd(ApplicationEnd e)
    {
        application.EndTime = e.Time;
        application.ExitCode = e.ExitCode;
        application.Completed = true;
    }

    private void OnEnvironmentUpdate(EnvironmentUpdate e)
    {
        application.Environment = e.Environment;
        if (int.TryParse(e.Environment.Spark("spark.task.cpus"), out var cpus) && cpus > 0)
            _cpusPerTask = cpus;
    }

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

    private void OnJobStart(JobStart e)
    {
        var last = e.Stages.Length == 0 ? null : e.Stages.MaxBy(s => s.Id);
        var job = new Job
        {
            Id = e.Id,
            Name = last?.Name ?? "",
            Description = e.Properties.Description,
            SubmissionTime = e.Time > 0 ? e.Time : null,
            StageIds = e.StageIds,
            Group = e.Properties.Group,
            Tags = e.Properties.Tags is { Length: > 0 } tags ? [.. new SortedSet<string>(tags.Split(','), StringComparer.Ordinal)] : [],
            SqlExecutionId = e.Properties.SqlExecutionId,
            Tasks = (int)Math.Min(int.MaxValue, e.Stages.Where(s => s.CompletionTime is null).Sum(s => (long)s.Tasks)),
        };
        application.Jobs[e.Id] = job;
        _liveJobs[e.Id] = job;
        foreach (var info in e.Stages)
        {
            var stage = GetOrAddStage(info);
            stage.Jobs.Add(job);
            stage.Stage.JobIds.Add(job.Id);
        }
    }

    private void OnJobEnd(JobEnd e)
    {
        if (!_liveJobs.Remove(e.Id, out var job))
            return;
        foreach (var id in job.StageIds.ToHashSet())
        {
            // Attempts of a stage count up from 0; pending ones are rare, so looking is cheap.
            foreach (var stage in _liveStages.Values.Where(s => s.Stage.Info.Id == id && s.Stage.Status == StageStatus.Pending).ToList())
            {
                stage.Stage.Status = StageStatus.Skipped;
                job.SkippedStages.Add(id);
                job.SkippedTasks += stage.Stage.Info.Tasks;
                RemoveLive(stage);
            }
        }

        job.Status = e.Succeeded ? JobStatus.Succeeded : JobStatus.Failed;
        job.Error = e.Error;
        job.CompletionTime = e.Time > 0 ? e.Time : null;

        // What still happens in its stages is counted, and shown only when such a stage is over.
        if (_liveStages.Values.Any(s => s.Jobs.Contains(job)))
            application.Jobs[job.Id] = job.Copy();
    }

    private void OnStageSubmitted(StageSubmitted e)
    {
        var live = GetOrAddStage(e.Stage);
        var stage = live.Stage;
        stage.Status = StageStatus.Active;
        stage.Pool = e.Properties.Pool ?? "default";
        stage.Description = e.Properties.Description;
        live.Jobs = [.. _liveJobs.Values.Where(j => j.StageIds.Contains(e.Stage.Id))];
        stage.JobIds = [.. live.Jobs.Select(j => j.Id)];
        foreach (var job in live.Jobs)
        {
            job.CompletedStages.Remove(e.Stage.Id);
            job.ActiveStages++;
        }

        _storage.OnStageSubmitted(e.Stage);
    }

    private void OnStageCompleted(StageCompleted e)
    {
        if (!_liveStages.TryGetValue(new StageKey(e.Stage.Id, e.Stage.Attempt), out var live))
        {
            RetainOverlappingDead();
            return;
        }

        var stage = live.Stage;
        stage.Info = e.Stage;
        stage.Status = e.Stage.FailureReason is not null ? StageStatus.Failed
            : e.Stage.SubmissionTime is not null ? StageStatus.Complete
            : StageStatus.Skipped;
        foreach (var job in live.Jobs)
        {
            switch (stage.Status)
            {
                case StageStatus.Complete:
                    job.CompletedStages.Add(e.Stage.Id);
                    break;
                case StageStatus.Skipped:
                    job.SkippedStages.Add(e.Stage.Id);
                    job.SkippedTasks += e.Stage.Tasks;
                    break;
                default:
                    job.FailedStages++;
                    break;
            }

            job.ActiveStages--;
        }

        foreach (var id in live.ExcludedExecutors)
        {
            if (_liveExecutors.TryGetValue(id, out var executor))
                executor.ExcludedInStages.Remove(e.Stage.Id);
        }

        live.WriteSummaries();
        if (stage.ActiveTasks == 0)
            RemoveLive(live);
        RetainOverlappingDead();
    }

    private void RetainOverlappingDead()
    {
        if (_deadExecutors.Count == 0)
            return;
        foreach (var executor in _deadExecutors.Values.Where(x => !OverlapsLiveStages(x)).ToList())
            _deadExecutors.Remove(executor.Id);
    }

    private LiveStage GetOrAddStage(StageInfo info)
    {
        var key = new StageKey(info.Id, info.Attempt);
        if (_liveStages.TryGetValue(key, out var live))
        {
            live.Stage.Info = info;
            return live;
        }

        var stage = application.Stages.TryGetValue(key, out var before) || _unlisted.Remove(key, out before) ? before.Again(info) : new Stage(info) { Tasks = new TaskTable(draft) };
        live = new LiveStage(stage);
        _liveStages.Add(key, live);
        application.Stages[key] = stage;
        return live;
    }

    private void RemoveLive(LiveStage live)
    {
        _liveStages.Remove(live.Stage.Key);
        live.ForgetUnwritten();
        live.Stage.Tasks.Seal();
        if (ReferenceEquals(_lastStage, live))
            _lastStage = null;
    }

    private LiveStage? Find(int stage, int attempt)
    {
        // Tasks of one stage come in runs.
        if (_lastStage is { } last && last.Stage.Info.Id == stage && last.Stage.Info.Attempt == attempt)
            return last;
        if (!_liveStages.TryGetValue(new StageKey(stage, attempt), out var live))
            return null;
        return _lastStage = live;
    }

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

    private static void CountInJob(Job job, int stage, int index, string? error, int completed, int failed, int killed, int active)
    {
        job.ActiveTasks -= active;
        job.CompletedTasks += completed;
        if (completed > 0)
        {
            ref var indices = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(job.CompletedIndices, stage, out _);
            (indices ??= new IndexSet()).Add(index);
        }

        job.FailedTasks += failed;
        job.KilledTasks += killed;
        if (killed > 0)
            job.Killed.Add(error ?? "");
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

    /// <summary>Numbers of strings, through a small cache by reference: texts are pooled, and few differ within a stage.</summary>
    private int Number(string text)
    {
        ref var slot = ref _numbers[System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(text) & (_numbers.Length - 1)];
        if (ReferenceEquals(slot.Text, text))
            return slot.Number;
        slot = (text, application.Strings.Number(text));
        return slot.Number;
    }

    /// <summary>A stage that can still change, with what is only needed while it can.</summary>
    private sealed class LiveStage(Stage stage)
    {
        private readonly Dictionary<string, LiveSummary> _summaries = new(StringComparer.Ordinal);
        private string? _lastExecutor;
        private LiveSummary? _lastSummary;

        public Stage Stage { get; } = stage;
        public List<Job> Jobs { get; set; } = [];
        public HashSet<string> ExcludedExecutors { get; } = new(StringComparer.Ordinal);

        public LiveSummary Summary(string executor)
        {
            if (ReferenceEquals(_lastExecutor, executor))
                return _lastSummary!;
            _lastExecutor = executor;
            if (!_summaries.TryGetValue(executor, out _lastSummary))
                _summaries.Add(executor, _lastSummary = new LiveSummary(Stage, executor));
            return _lastSummary;
        }

        public void WriteSummaries()
        {
            foreach (var summary in _summaries.Values)
                summary.Write();
        }

        public void ForgetUnwritten()
        {
            foreach (var summary in _summaries.Values)
                summary.ForgetUnwritten();
        }
    }

    /// <summary>
    /// The sums of an executor in a stage. Spark stores them when the stage is over, a peak rises or the executor's last task has ended; what
    /// comes after that, because starts of tasks are missing, is lost with the stage.
    /// </summary>
    private sealed class LiveSummary(Stage stage, string executor)
    {
        private readonly ExecutorStageSummary _sums = new();
        private ExecutorStageSummary? _written;
        private bool _isShown;
        private bool _isUnwritten;

        public int ActiveTasks { get; set; }

        /// <summary>The sums, to be changed. A stage that comes again counts from zero, executor by executor.</summary>
        public ExecutorStageSummary Change()
        {
            if (_isUnwritten)
                return _sums;
            _isUnwritten = true;
            _written = _isShown ? _sums.Copy() : stage.Executors.GetValueOrDefault(executor);
            _isShown = true;
            return stage.Executors[executor] = _sums;
        }

        public void Write() => _isUnwritten = false;

        public void ForgetUnwritten()
        {
            if (!_isUnwritten)
                return;
            if (_written is null)
                stage.Executors.Remove(executor);
            else
                stage.Executors[executor] = _written;
        }
    }
}
