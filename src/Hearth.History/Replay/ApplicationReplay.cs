using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>
/// Applies events, in order, to an application: what Spark's <c>AppStatusListener</c> does while it replays, without its retention
/// limits. One thread at a time.
/// </summary>
/// <param name="draft">Where tasks that have ended go; null: they stay in memory.</param>
internal sealed partial class ApplicationReplay(Application application, Snapshots.SnapshotDraft? draft = null)
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

    /// <summary>Numbers of strings, through a small cache by reference: texts are pooled, and few differ within a stage.</summary>
    private int Number(string text)
    {
        ref var slot = ref _numbers[System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(text) & (_numbers.Length - 1)];
        if (ReferenceEquals(slot.Text, text))
            return slot.Number;
        slot = (text, application.Strings.Number(text));
        return slot.Number;
    }
}
