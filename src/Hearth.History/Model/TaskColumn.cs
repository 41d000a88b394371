using System.Runtime.CompilerServices;

namespace Hearth.History.Model;

/// <summary>The columns of a task. Metrics come last and in one run, so that sums are loops. Times are ms since 1970, sizes bytes.</summary>
internal enum TaskColumn
{
    TaskId,
    Index,
    Attempt,
    PartitionId,
    LaunchTime,

    /// <summary>0 while the task runs.</summary>
    FinishTime,

    /// <summary>0 when the result came inline.</summary>
    GettingResultTime,

    /// <summary>Number in the application's string table, as are host, locality and error.</summary>
    Executor,
    Host,
    Locality,
    Status,
    Speculative,
    HasMetrics,

    /// <summary>0: none; else string number + 1.</summary>
    Error,

    /// <summary>0: none; else where the stage's <see cref="TaskAccumulables"/> has them.</summary>
    Accumulables,

    ExecutorDeserializeTime,
    ExecutorDeserializeCpuTime,
    ExecutorRunTime,
    ExecutorCpuTime,
    ResultSize,
    JvmGcTime,
    ResultSerializationTime,
    MemoryBytesSpilled,
    DiskBytesSpilled,
    PeakExecutionMemory,
    PeakOnHeapExecutionMemory,
    PeakOffHeapExecutionMemory,
    InputBytes,
    InputRecords,
    OutputBytes,
    OutputRecords,
    ShuffleRemoteBlocksFetched,
    ShuffleLocalBlocksFetched,
    ShuffleFetchWaitTime,
    ShuffleRemoteBytesRead,
    ShuffleRemoteBytesReadToDisk,
    ShuffleLocalBytesRead,
    ShuffleRecordsRead,
    ShuffleRemoteReqsDuration,
    ShuffleCorruptMergedBlockChunks,
    ShuffleMergedFetchFallbackCount,
    ShuffleMergedRemoteBlocksFetched,
    ShuffleMergedLocalBlocksFetched,
    ShuffleMergedRemoteChunksFetched,
    ShuffleMergedLocalChunksFetched,
    ShuffleMergedRemoteBytesRead,
    ShuffleMergedLocalBytesRead,
    ShuffleMergedRemoteReqsDuration,
    ShuffleWriteBytes,
    ShuffleWriteTime,
    ShuffleWriteRecords,
}

internal static class TaskColumns
{
    public const int Count = (int)TaskColumn.ShuffleWriteRecords + 1;
    public const int FirstMetric = (int)TaskColumn.ExecutorDeserializeTime;
    public const int MetricCount = Count - FirstMetric;
}

/// <summary>One task's columns, by value: rows live in pooled batches and chunk tails, never as objects.</summary>
[InlineArray(TaskColumns.Count)]
internal struct TaskRow
{
    private long _first;

    public long this[TaskColumn column]
    {
        readonly get => this[(int)column];
        set => this[(int)column] = value;
    }
}

/// <summary><c>TaskInfo.status</c> of Spark.</summary>
internal enum TaskState
{
    Running,
    GetResult,
    Success,
    Failed,
    Killed,
}
