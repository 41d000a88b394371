using System.Text.Json;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary>Task metrics under the names that Spark's REST API gives them, wherever it lists them: of tasks, of quantiles, of stages.</summary>
internal static class TaskMetricNames
{
    public static readonly (JsonEncodedText Name, TaskColumn Column)[] Execution = Of(
        ("executorDeserializeTime", ExecutorDeserializeTime), ("executorDeserializeCpuTime", ExecutorDeserializeCpuTime), ("executorRunTime", ExecutorRunTime),
        ("executorCpuTime", ExecutorCpuTime), ("resultSize", ResultSize), ("jvmGcTime", JvmGcTime), ("resultSerializationTime", ResultSerializationTime));

    public static readonly (JsonEncodedText Name, TaskColumn Column)[] Memory = Of(
        ("memoryBytesSpilled", MemoryBytesSpilled), ("diskBytesSpilled", DiskBytesSpilled), ("peakExecutionMemory", PeakExecutionMemory));

    public static readonly (JsonEncodedText Name, TaskColumn Column)[] Input = Of(("bytesRead", InputBytes), ("recordsRead", InputRecords));

    public static readonly (JsonEncodedText Name, TaskColumn Column)[] Output = Of(("bytesWritten", OutputBytes), ("recordsWritten", OutputRecords));

    public static readonly (JsonEncodedText Name, TaskColumn Column)[] ShuffleRead = Of(
        ("remoteBlocksFetched", ShuffleRemoteBlocksFetched), ("localBlocksFetched", ShuffleLocalBlocksFetched), ("fetchWaitTime", ShuffleFetchWaitTime),
        ("remoteBytesRead", ShuffleRemoteBytesRead), ("remoteBytesReadToDisk", ShuffleRemoteBytesReadToDisk));

    /// <summary>Of push-based shuffle.</summary>
    public static readonly (JsonEncodedText Name, TaskColumn Column)[] PushRead = Of(
        ("corruptMergedBlockChunks", ShuffleCorruptMergedBlockChunks), ("mergedFetchFallbackCount", ShuffleMergedFetchFallbackCount),
        ("remoteMergedBlocksFetched", ShuffleMergedRemoteBlocksFetched), ("localMergedBlocksFetched", ShuffleMergedLocalBlocksFetched),
        ("remoteMergedChunksFetched", ShuffleMergedRemoteChunksFetched), ("localMergedChunksFetched", ShuffleMergedLocalChunksFetched),
        ("remoteMergedBytesRead", ShuffleMergedRemoteBytesRead), ("localMergedBytesRead", ShuffleMergedLocalBytesRead),
        ("remoteMergedReqsDuration", ShuffleMergedRemoteReqsDuration));

    private static (JsonEncodedText Name, TaskColumn Column)[] Of(params (string Name, TaskColumn Column)[] metrics) =>
        Array.ConvertAll(metrics, m => (JsonEncodedText.Encode(m.Name), m.Column));
}
