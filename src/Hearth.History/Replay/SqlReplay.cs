using System.Runtime.InteropServices;
using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>
/// SQL executions and their metrics: what Spark's <c>SQLAppStatusListener</c> does. Values of a metric are kept per task index while
/// the execution runs, and become a sum and three quantiles when it ends.
/// </summary>
/// <param name="draft">Where the plans of executions that are over go; null: they stay in memory.</param>
internal sealed class SqlReplay(Application application, Snapshots.SnapshotDraft? draft = null)
{
    private readonly Dictionary<long, LiveExecution> _live = [];
    private readonly Dictionary<int, StageMetrics> _stages = [];
    private StageMetrics? _lastStage;

    public void Apply(LogEvent logEvent)
    {
        switch (logEvent)
        {
            case SqlExecutionStart e: OnStart(e); break;
            case SqlPlanUpdate e: OnPlanUpdate(e); break;
            case SqlMetricsAdded e: GetOrAdd(e.Id).AddMetrics(e.Metrics); break;
            case SqlExecutionEnd e: OnEnd(e); break;
            case DriverAccumulators e when _live.TryGetValue(e.ExecutionId, out var live):
                live.DriverUpdates.AddRange(e.Updates);
                break;
            default: break;
        }
    }

    public void OnJobStart(JobStart e)
    {
        if (e.Properties.SqlExecutionId is not { } id)
            return;
        var live = GetOrResume(id);
        if (live.Types.Count > 0)
        {
            foreach (var stage in e.Stages)
                SetStage(stage.Id, new StageMetrics(stage.Id, 0, stage.Tasks, live.Types));
        }

        var execution = live.Execution;
        if (execution.Jobs.TryAdd(e.Id, JobStatus.Running))
            execution.JobOrder.Add(e.Id);
        else
            execution.Jobs[e.Id] = JobStatus.Running;
        execution.Stages.UnionWith(e.StageIds);
        RemoveIfOver(live);
    }

    public void OnJobEnd(JobEnd e)
    {
        foreach (var live in _live.Values.Where(l => l.Execution.Jobs.ContainsKey(e.Id)).ToList())
        {
            live.Execution.Jobs[e.Id] = e.Succeeded ? JobStatus.Succeeded : JobStatus.Failed;
            live.EndEvents++;
            RemoveIfOver(live);
        }
    }

    public void OnStageSubmitted(StageInfo info)
    {
        if (_stages.TryGetValue(info.Id, out var metrics) && metrics.Attempt != info.Attempt && IsSqlStage(info.Id))
            SetStage(info.Id, new StageMetrics(info.Id, info.Attempt, metrics.Tasks, metrics.Types));
    }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<(long Id, long Value)> updates)
    {
        if (_stages.Count == 0)
            return;
        var stage = _lastStage;
        if (stage is null || stage.StageId != e.StageId)
        {
            if (!_stages.TryGetValue(e.StageId, out stage))
                return;
            _lastStage = stage;
        }

        if (stage.Attempt == e.StageAttempt)
            stage.Update(e.Row[TaskColumn.TaskId], (int)e.Row[TaskColumn.Index], e.Successful, updates);
    }

    public void OnTaskProgress(TaskProgress task, int index)
    {
        if (_stages.TryGetValue(task.StageId, out var stage) && stage.Attempt == task.StageAttempt)
            stage.Update(task.TaskId, index, finished: false, task.Accumulators);
    }

    /// <summary>Executions without an end show what is known of their metrics so far.</summary>
    public void Flush()
    {
        foreach (var live in _live.Values)
            live.Execution.Body.Metrics = Aggregate(live);
    }

    private void OnStart(SqlExecutionStart e)
    {
        var live = GetOrAdd(e.Id);
        var execution = live.Execution;
        execution.IsStarted = true;
        execution.RootId = e.RootId ?? e.Id;
        execution.Description = e.Description;
        execution.Body.Details = e.Details;
        execution.Body.PhysicalPlan = e.PhysicalPlan;
        execution.Body.Graph = e.Graph;
        execution.SubmissionTime = e.Time;
        execution.Body.ModifiedConfigs = e.ModifiedConfigs;
        execution.QueryId = e.QueryId;
        live.AddMetrics(e.Graph.Nodes.SelectMany(n => n.Metrics));
    }

    private void OnPlanUpdate(SqlPlanUpdate e)
    {
        var live = GetOrAdd(e.Id);
        var body = live.Execution.Body;
        body.InitialGraph ??= body.Graph;
        body.PhysicalPlan = e.PhysicalPlan;
        body.Graph = e.Graph;
        live.AddMetrics(e.Graph.Nodes.SelectMany(n => n.Metrics));
    }

    private void OnEnd(SqlExecutionEnd e)
    {
        if (!_live.TryGetValue(e.Id, out var live))
            return;
        live.Execution.CompletionTime = e.Time;
        live.Execution.ErrorMessage = e.ErrorMessage;
        live.Final = Aggregate(live);
        RemoveStale(live);
        live.EndEvents++;
        RemoveIfOver(live);
    }

    private LiveExecution GetOrAdd(long id)
    {
        ref var live = ref CollectionsMarshal.GetValueRefOrAddDefault(_live, id, out var exists);
        if (exists)
            return live!;

        // News of an execution that is over begin another one, as in Spark, which keeps plan graphs apart.
        var execution = new SqlExecution(id);
        if (application.SqlExecutions.TryGetValue(id, out var before))
            execution.Body.Graph = before.Graph;
        application.SqlExecutions[id] = execution;
        return live = new LiveExecution(execution);
    }

    /// <summary>A job may come after its execution's end; the execution goes on where it was, and Spark forgets how it had ended.</summary>
    private LiveExecution GetOrResume(long id)
    {
        if (_live.ContainsKey(id) || !application.SqlExecutions.TryGetValue(id, out var execution))
            return GetOrAdd(id);
        execution.Take();
        execution.ErrorMessage = null;
        var live = new LiveExecution(execution) { EndEvents = execution.Jobs.Count + 1, Final = execution.Metrics };
        live.AddMetrics(execution.Graph.Nodes.SelectMany(n => n.Metrics));
        return _live[id] = live;
    }

    private void RemoveIfOver(LiveExecution live)
    {
        if (live.EndEvents < live.Execution.Jobs.Count + 1)
            return;
        live.Execution.Body.Metrics = live.Final;
        RemoveStale(live);
        _live.Remove(live.Execution.Id);
        if (draft is not null)
            live.Execution.Put(draft);
    }

    private void RemoveStale(LiveExecution over)
    {
        if (_stages.Count == 0)
            return;
        var needed = _live.Values.Where(l => l != over).SelectMany(l => l.Execution.Stages).ToHashSet();
        foreach (var id in _stages.Keys.Where(id => !needed.Contains(id)).ToList())
            _stages.Remove(id);
        _lastStage = null;
    }

    private bool IsSqlStage(int id) => _live.Values.Any(l => l.Execution.Stages.Contains(id));

    private void SetStage(int id, StageMetrics metrics)
    {
        _stages[id] = metrics;
        _lastStage = null;
    }

    private Dictionary<long, SqlMetricValue> Aggregate(LiveExecution live)
    {
        if (live.Final is { } known)
            return known;
        var all = new Dictionary<long, MetricValues>();
        foreach (var id in ScalaOrder.Of(live.Execution.Stages))
        {
            if (_stages.TryGetValue(id, out var stage))
                stage.AddTo(all, live.Types);
        }

        foreach (var (id, value) in live.DriverUpdates)
        {
            if (!live.Types.ContainsKey(id))
                continue;
            ref var values = ref CollectionsMarshal.GetValueRefOrAddDefault(all, id, out var exists);
            values ??= new MetricValues();
            if (exists && values.Max is { } max && value > max.Value)
                values.Max = null;
            values.Add(value);
        }

        return all.ToDictionary(v => v.Key, v => v.Value.Summarize(live.Types[v.Key]));
    }

    private sealed class LiveExecution(SqlExecution execution)
    {
        public SqlExecution Execution { get; } = execution;

        /// <summary>Metric types by accumulator. Its stages look into the same: what a later plan adds counts in jobs that run already.</summary>
        public Dictionary<long, string> Types { get; } = [];

        public List<(long Id, long Value)> DriverUpdates { get; } = [];

        /// <summary>Ends of jobs and of the execution so far; they may come in any order.</summary>
        public int EndEvents { get; set; }

        /// <summary>The metrics as the execution's end found them; what comes later does not count. Those shown before are only the last that were known.</summary>
        public Dictionary<long, SqlMetricValue>? Final { get; set; }

        public void AddMetrics(IEnumerable<PlanMetric> metrics)
        {
            foreach (var metric in metrics)
                Types[metric.AccumulatorId] = metric.Type;
        }
    }

    /// <summary>The metric values of a stage attempt's tasks.</summary>
    private sealed class StageMetrics(int stageId, int attempt, int tasks, Dictionary<long, string> types)
    {
        private readonly Dictionary<long, PerTask> _values = [];
        private readonly IndexSet _completed = new();

        public int StageId => stageId;
        public int Attempt => attempt;
        public int Tasks => tasks;
        public Dictionary<long, string> Types => types;

        public void Update(long taskId, int index, bool finished, ReadOnlySpan<(long Id, long Value)> updates)
        {
            // The first success of an index counts.
            if (_completed.Contains(index))
                return;
            var isDamaged = index < 0 || index >= tasks;
            foreach (var (id, value) in updates)
            {
                if (!types.TryGetValue(id, out var type))
                    continue;
                if (isDamaged)
                {
                    // Spark stumbles over an index beyond the stage's tasks, after it made room for the first value.
                    _values.TryAdd(id, new PerTask());
                    return;
                }

                ref var values = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, id, out _);
                (values ??= new PerTask()).Set(index, value, taskId, needsMax: type != "sum");
            }

            if (finished && !isDamaged)
                _completed.Add(index);
        }

        public void AddTo(Dictionary<long, MetricValues> all, Dictionary<long, string> wanted)
        {
            foreach (var (id, perTask) in _values)
            {
                if (!wanted.ContainsKey(id))
                    continue;
                ref var values = ref CollectionsMarshal.GetValueRefOrAddDefault(all, id, out _);
                values ??= new MetricValues();
                values.Add(perTask.Values, zeros: tasks - perTask.Values.Length);
                if (perTask.Max is { } max && (values.Max is null || max.Value > values.Max.Value.Value))
                    values.Max = (max.Value, stageId, attempt, max.Task);
            }
        }
    }

    private sealed class PerTask
    {
        private long[] _values = [];
        private int _count;

        /// <summary>Values by task index, as far as any task has reported.</summary>
        public ReadOnlySpan<long> Values => _values.AsSpan(0, _count);

        public (long Value, long Task)? Max { get; private set; }

        public void Set(int index, long value, long task, bool needsMax)
        {
            if (index >= _values.Length)
                Array.Resize(ref _values, Math.Max(index + 1, Math.Max(16, _values.Length * 2)));
            _count = Math.Max(_count, index + 1);
            _values[index] = value;
            if (needsMax && (Max is null || value > Max.Value.Value))
                Max = (value, task);
        }
    }

    /// <summary>All values of one metric. Tasks without a report count as zeros.</summary>
    private sealed class MetricValues
    {
        private readonly List<long> _values = [];
        private long _zeros;

        public (long Value, int Stage, int Attempt, long Task)? Max { get; set; }

        public void Add(long value) => _values.Add(value);

        public void Add(ReadOnlySpan<long> values, int zeros)
        {
            _values.AddRange(values);
            _zeros += zeros;
        }

        /// <summary>Wraps around like Java's sums; damaged logs hold absurd values.</summary>
        private static long Total(IEnumerable<long> values) => values.Aggregate(0L, (sum, value) => unchecked(sum + value));

        public SqlMetricValue Summarize(string type)
        {
            var sum = Total(_values);
            var least = type == "average" ? 1 : 0;
            if (type == "sum")
                return new SqlMetricValue(type, (int)Math.Min(int.MaxValue, _values.Count + _zeros), sum, 0, 0, 0, null);
            var valid = _values.Where(v => v >= least).ToArray();
            Array.Sort(valid);
            var zeros = least == 0 ? _zeros : 0;
            var count = valid.Length + zeros;
            if (count == 0)
                return new SqlMetricValue(type, 0, 0, 0, 0, 0, null);

            // The zeros of silent tasks stand before all valid values.
            long At(long index) => index < zeros ? 0 : valid[index - zeros];
            return new SqlMetricValue(
                type, (int)Math.Min(int.MaxValue, count), Total(valid), At(0), At(count / 2), At(count - 1),
                Max is { } max ? (max.Stage, max.Attempt, max.Task) : null);
        }
    }
}
