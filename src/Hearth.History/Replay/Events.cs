using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>An event other than the tasks' own, as the log has it. Names follow Spark's <c>SparkListenerEvent</c> classes.</summary>
internal abstract record LogEvent;

internal sealed record LogStart(string SparkVersion) : LogEvent;

internal sealed record ApplicationStart(
    string? Id, string Name, string? AttemptId, long Time, string User,
    IReadOnlyDictionary<string, string>? DriverLogs, IReadOnlyDictionary<string, string>? DriverAttributes) : LogEvent;

internal sealed record ApplicationEnd(long Time, int? ExitCode) : LogEvent;

internal sealed record EnvironmentUpdate(Model.ApplicationEnvironment Environment) : LogEvent;

internal sealed record ResourceProfileAdded(ResourceProfile Profile) : LogEvent;

internal sealed record ExecutorAdded(
    string Id, long Time, string Host, int TotalCores, IReadOnlyDictionary<string, string> Logs,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, ResourceInformation> Resources,
    int ResourceProfileId) : LogEvent;

internal sealed record ExecutorRemoved(string Id, long Time, string Reason) : LogEvent;

internal sealed record BlockManagerAdded(
    string ExecutorId, string HostPort, long Time, long MaxMemory, long? MaxOnHeap, long? MaxOffHeap) : LogEvent;

internal sealed record JobStart(int Id, long Time, StageInfo[] Stages, int[] StageIds, JobProperties Properties) : LogEvent;

internal sealed record JobEnd(int Id, long Time, bool Succeeded, string? Error) : LogEvent;

internal sealed record StageSubmitted(StageInfo Stage, JobProperties Properties) : LogEvent;

internal sealed record StageCompleted(StageInfo Stage) : LogEvent;

internal sealed record UnpersistRdd(int RddId) : LogEvent;

internal sealed record BlockUpdated(
    string ExecutorId, string HostPort, string BlockId, StorageLevel Level, long MemorySize, long DiskSize) : LogEvent;

/// <summary>Peaks of one executor in one stage.</summary>
internal sealed record ExecutorPeaksReported(string ExecutorId, int StageId, int StageAttempt, long[] Peaks) : LogEvent;

/// <summary>The driver's heartbeat: peaks by stage, -1 for none, and what its own tasks have added up so far, which only local mode has.</summary>
internal sealed record Heartbeat(string ExecutorId, (int StageId, int StageAttempt, long[] Peaks)[] Updates, TaskProgress[] Tasks) : LogEvent;

internal sealed record TaskProgress(long TaskId, int StageId, int StageAttempt, (long Id, long Value)[] Accumulators);

/// <summary>Executors or nodes excluded, for the application or (with a stage) for one stage; or allowed again.</summary>
internal sealed record ExclusionChanged(string? ExecutorId, string? Host, bool Excluded, int? StageId, int StageAttempt) : LogEvent;

internal sealed record MiscellaneousProcessAdded(
    long Time, string Id, string HostPort, int Cores, IReadOnlyDictionary<string, string> Logs) : LogEvent;

internal sealed record SqlExecutionStart(
    long Id, long? RootId, string Description, string Details, string PhysicalPlan, PlanGraph Graph, long Time,
    IReadOnlyDictionary<string, string> ModifiedConfigs, string? QueryId) : LogEvent;

internal sealed record SqlPlanUpdate(long Id, string PhysicalPlan, PlanGraph Graph) : LogEvent;

internal sealed record SqlMetricsAdded(long Id, PlanMetric[] Metrics) : LogEvent;

internal sealed record SqlExecutionEnd(long Id, long Time, string? ErrorMessage) : LogEvent;

internal sealed record DriverAccumulators(long ExecutionId, (long Id, long Value)[] Updates) : LogEvent;

/// <summary>The few job properties that the server shows or uses.</summary>
internal sealed record JobProperties(
    string? Description, string? Group, string? Tags, long? SqlExecutionId, string? Pool)
{
    public static JobProperties None { get; } = new(null, null, null, null, null);
}

internal struct TaskStartEvent
{
    public int StageId;
    public int StageAttempt;
    public long TaskId;
    public int Index;
    public int Attempt;
    public int PartitionId;
    public long LaunchTime;
    public long GettingResultTime;

    /// <summary>Not zero when the task had ended before its start was written: Spark writes an object that goes on changing.</summary>
    public long FinishTime;
    public string Executor;
    public string Host;
    public string Locality;
    public bool Speculative;
    public bool Failed;
    public bool Killed;
}

internal enum EndReason : byte
{
    Success,
    Killed,
    CommitDenied,
    Resubmitted,
    OtherFailure,
}

internal struct TaskEndEvent
{
    public int StageId;
    public int StageAttempt;
    public EndReason Reason;
    public string? Error;
    public string Executor;
    public string Host;
    public string Locality;
    public bool Failed;
    public bool Killed;
    public Accumulable[]? Accumulables;

    /// <summary>The task's SQL metric updates, in the batch's list.</summary>
    public int SqlStart;
    public int SqlCount;

    public bool HasPeaks;
    public PeakValues Peaks;
    public TaskRow Row;

    public readonly bool Finished => Row[TaskColumn.FinishTime] != 0;
    public readonly bool Successful => Finished && !Failed && !Killed;
    /// <summary>What sums of time count: a task that has ended and is run again counts once.</summary>
    public readonly long CountedDuration => Reason == EndReason.Resubmitted ? 0 : Duration;

    public readonly long Duration => Finished ? Row[TaskColumn.FinishTime] - Row[TaskColumn.LaunchTime] : 0;
}

[System.Runtime.CompilerServices.InlineArray(ExecutorMetric.Count)]
internal struct PeakValues
{
    private long _first;
}
