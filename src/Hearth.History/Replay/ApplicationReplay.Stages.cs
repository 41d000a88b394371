using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <content>Jobs and stages, and what is kept of a stage only while it can change.</content>
internal sealed partial class ApplicationReplay
{
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
