namespace Hearth.History.Model;

internal enum StageStatus
{
    Active,
    Complete,
    Failed,
    Pending,
    Skipped,
}

/// <summary>One attempt of a stage.</summary>
internal sealed class Stage(StageInfo info)
{
    public StageInfo Info { get; set; } = info;
    public StageKey Key => new(Info.Id, Info.Attempt);
    public StageStatus Status { get; set; } = StageStatus.Pending;
    public string? Description { get; set; }
    public string Pool { get; set; } = "default";
    public SortedSet<int> JobIds { get; set; } = [];
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int FailedTasks { get; set; }
    public int KilledTasks { get; set; }
    public IndexSet CompletedIndices { get; set; } = new();
    public KilledSummary Killed { get; } = new();
    public long? FirstLaunchTime { get; set; }

    /// <summary>Tasks started, by locality.</summary>
    public SortedDictionary<string, long> Localities { get; } = new(StringComparer.Ordinal);

    /// <summary>Sums over ended tasks with metrics, indexed from <see cref="TaskColumns.FirstMetric"/>.</summary>
    public long[] Totals { get; } = new long[TaskColumns.MetricCount];

    public ExecutorPeaks Peaks { get; } = new();
    public Dictionary<string, ExecutorStageSummary> Executors { get; private init; } = new(StringComparer.Ordinal);
    public Speculation Speculation { get; } = new();
    public TaskTable Tasks { get; set; } = new();

    /// <summary>Started tasks without an end, by id.</summary>
    public SortedDictionary<long, TaskRow> RunningTasks { get; private init; } = [];

    public long Total(TaskColumn metric) => Totals[(int)metric - TaskColumns.FirstMetric];

    /// <summary>A later job lists the stage again: Spark begins a new record, while tasks and executors stay stored under the same key.</summary>
    public Stage Again(StageInfo info) => new(info) { Tasks = Tasks, Executors = Executors, RunningTasks = RunningTasks };
}

internal sealed class Speculation
{
    public int Tasks { get; set; }
    public int Active { get; set; }
    public int Completed { get; set; }
    public int Failed { get; set; }
    public int Killed { get; set; }

    public bool Any => (Tasks | Active | Completed | Failed | Killed) != 0;
}

internal sealed class ExecutorStageSummary
{
    public long TaskTime { get; set; }
    public int FailedTasks { get; set; }
    public int SucceededTasks { get; set; }
    public int KilledTasks { get; set; }
    public long InputBytes { get; set; }
    public long InputRecords { get; set; }
    public long OutputBytes { get; set; }
    public long OutputRecords { get; set; }
    public long ShuffleRead { get; set; }
    public long ShuffleReadRecords { get; set; }
    public long ShuffleWrite { get; set; }
    public long ShuffleWriteRecords { get; set; }
    public long MemoryBytesSpilled { get; set; }
    public long DiskBytesSpilled { get; set; }
    public bool IsExcluded { get; set; }

    /// <summary>The sums as they are now; peaks stay shared.</summary>
    public ExecutorStageSummary Copy() => (ExecutorStageSummary)MemberwiseClone();

    public ExecutorPeaks Peaks { get; } = new();
}
