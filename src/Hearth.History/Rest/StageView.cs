using System.Text.Json;
using Hearth.History.Model;
using Hearth.History.Replay;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary>The fields of <c>StageData</c> and of what is in it.</summary>
internal static class StageView
{
    public static void WriteFields(Stage stage, SparkDialect dialect, Utf8JsonWriter json)
    {
        var info = stage.Info;
        json.WriteString("status", stage.Status.ToString().ToUpperInvariant());
        json.WriteNumber("stageId", info.Id);
        json.WriteNumber("attemptId", info.Attempt);
        json.WriteNumber("numTasks", info.Tasks);
        json.WriteNumber("numActiveTasks", stage.ActiveTasks);
        json.WriteNumber("numCompleteTasks", stage.CompletedTasks);
        json.WriteNumber("numFailedTasks", stage.FailedTasks);
        json.WriteNumber("numKilledTasks", stage.KilledTasks);
        json.WriteNumber("numCompletedIndices", stage.CompletedIndices.Count);
        json.Date("submissionTime"u8, info.SubmissionTime);
        json.Date("firstTaskLaunchedTime"u8, stage.FirstLaunchTime);
        json.Date("completionTime"u8, info.CompletionTime);
        json.Text("failureReason", info.FailureReason);
        WriteMetrics(stage, dialect, json);
        json.WriteString("name", info.Name);
        json.Text("description", stage.Description);
        json.WriteString("details", info.Details);
        json.WriteString("schedulingPool", stage.Pool);
        json.Ints("rddIds", info.Rdds.Select(r => r.Id));
        TaskView.WriteAccumulables(InScalaOrder(info.Accumulables, dialect), json);
        json.Counts("killedTasksSummary", stage.Killed.Counts);
        if (dialect.HasResourceProfiles)
        {
            json.WriteNumber("resourceProfileId", info.ResourceProfileId);
            if (stage.Peaks.IsSet)
                WritePeaks("peakExecutorMetrics", stage.Peaks, dialect, json);
        }

        if (dialect.HasPushShuffle)
        {
            json.WriteBoolean("isShufflePushEnabled", info.ShufflePushEnabled);
            json.WriteNumber("shuffleMergersCount", info.ShuffleMergers);
        }
    }

    public static void WritePeaks(string name, ExecutorPeaks peaks, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < dialect.ExecutorMetricCount; i++)
            json.WriteNumber(ExecutorMetric.Names[i], peaks[i]);
        json.WriteEndObject();
    }

    public static void WriteExecutor(ExecutorStageSummary summary, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("taskTime", summary.TaskTime);
        json.WriteNumber("failedTasks", summary.FailedTasks);
        json.WriteNumber("succeededTasks", summary.SucceededTasks);
        json.WriteNumber("killedTasks", summary.KilledTasks);
        json.WriteNumber("inputBytes", summary.InputBytes);
        json.WriteNumber("inputRecords", summary.InputRecords);
        json.WriteNumber("outputBytes", summary.OutputBytes);
        json.WriteNumber("outputRecords", summary.OutputRecords);
        json.WriteNumber("shuffleRead", summary.ShuffleRead);
        json.WriteNumber("shuffleReadRecords", summary.ShuffleReadRecords);
        json.WriteNumber("shuffleWrite", summary.ShuffleWrite);
        json.WriteNumber("shuffleWriteRecords", summary.ShuffleWriteRecords);
        json.WriteNumber("memoryBytesSpilled", summary.MemoryBytesSpilled);
        json.WriteNumber("diskBytesSpilled", summary.DiskBytesSpilled);
        json.WriteBoolean("isBlacklistedForStage", summary.IsExcluded);
        if (dialect.HasResourceProfiles)
        {
            if (summary.Peaks.IsSet)
                WritePeaks("peakMemoryMetrics", summary.Peaks, dialect, json);
            json.WriteBoolean("isExcludedForStage", summary.IsExcluded);
        }

        json.WriteEndObject();
    }

    public static void WriteSpeculation(Speculation speculation, Utf8JsonWriter json)
    {
        json.WriteStartObject("speculationSummary");
        json.WriteNumber("numTasks", speculation.Tasks);
        json.WriteNumber("numActiveTasks", speculation.Active);
        json.WriteNumber("numCompletedTasks", speculation.Completed);
        json.WriteNumber("numFailedTasks", speculation.Failed);
        json.WriteNumber("numKilledTasks", speculation.Killed);
        json.WriteEndObject();
    }

    private static void WriteMetrics(Stage stage, SparkDialect dialect, Utf8JsonWriter json)
    {
        if (!dialect.HasFullMetrics)
        {
            WriteFewMetrics(stage, json);
            return;
        }

        foreach (var (name, column) in TaskMetricNames.Execution.Concat(TaskMetricNames.Memory))
            json.WriteNumber(name, stage.Total(column));
        json.WriteNumber("inputBytes", stage.Total(InputBytes));
        json.WriteNumber("inputRecords", stage.Total(InputRecords));
        json.WriteNumber("outputBytes", stage.Total(OutputBytes));
        json.WriteNumber("outputRecords", stage.Total(OutputRecords));
        json.WriteNumber("shuffleRemoteBlocksFetched", stage.Total(ShuffleRemoteBlocksFetched));
        json.WriteNumber("shuffleLocalBlocksFetched", stage.Total(ShuffleLocalBlocksFetched));
        json.WriteNumber("shuffleFetchWaitTime", stage.Total(ShuffleFetchWaitTime));
        json.WriteNumber("shuffleRemoteBytesRead", stage.Total(ShuffleRemoteBytesRead));
        json.WriteNumber("shuffleRemoteBytesReadToDisk", stage.Total(ShuffleRemoteBytesReadToDisk));
        json.WriteNumber("shuffleLocalBytesRead", stage.Total(ShuffleLocalBytesRead));
        json.WriteNumber("shuffleReadBytes", stage.Total(ShuffleRemoteBytesRead) + stage.Total(ShuffleLocalBytesRead));
        json.WriteNumber("shuffleReadRecords", stage.Total(ShuffleRecordsRead));
        if (dialect.HasPushShuffle)
        {
            json.WriteNumber("shuffleCorruptMergedBlockChunks", stage.Total(ShuffleCorruptMergedBlockChunks));
            json.WriteNumber("shuffleMergedFetchFallbackCount", stage.Total(ShuffleMergedFetchFallbackCount));
            json.WriteNumber("shuffleMergedRemoteBlocksFetched", stage.Total(ShuffleMergedRemoteBlocksFetched));
            json.WriteNumber("shuffleMergedLocalBlocksFetched", stage.Total(ShuffleMergedLocalBlocksFetched));
            json.WriteNumber("shuffleMergedRemoteChunksFetched", stage.Total(ShuffleMergedRemoteChunksFetched));
            json.WriteNumber("shuffleMergedLocalChunksFetched", stage.Total(ShuffleMergedLocalChunksFetched));
            json.WriteNumber("shuffleMergedRemoteBytesRead", stage.Total(ShuffleMergedRemoteBytesRead));
            json.WriteNumber("shuffleMergedLocalBytesRead", stage.Total(ShuffleMergedLocalBytesRead));
            json.WriteNumber("shuffleRemoteReqsDuration", stage.Total(ShuffleRemoteReqsDuration));
            json.WriteNumber("shuffleMergedRemoteReqsDuration", stage.Total(ShuffleMergedRemoteReqsDuration));
        }

        json.WriteNumber("shuffleWriteBytes", stage.Total(ShuffleWriteBytes));
        json.WriteNumber("shuffleWriteTime", stage.Total(ShuffleWriteTime));
        json.WriteNumber("shuffleWriteRecords", stage.Total(ShuffleWriteRecords));
    }

    /// <summary>Those that Spark 2 shows.</summary>
    private static void WriteFewMetrics(Stage stage, Utf8JsonWriter json)
    {
        json.WriteNumber("executorRunTime", stage.Total(ExecutorRunTime));
        json.WriteNumber("executorCpuTime", stage.Total(ExecutorCpuTime));
        json.WriteNumber("inputBytes", stage.Total(InputBytes));
        json.WriteNumber("inputRecords", stage.Total(InputRecords));
        json.WriteNumber("outputBytes", stage.Total(OutputBytes));
        json.WriteNumber("outputRecords", stage.Total(OutputRecords));
        json.WriteNumber("shuffleReadBytes", stage.Total(ShuffleRemoteBytesRead) + stage.Total(ShuffleLocalBytesRead));
        json.WriteNumber("shuffleReadRecords", stage.Total(ShuffleRecordsRead));
        json.WriteNumber("shuffleWriteBytes", stage.Total(ShuffleWriteBytes));
        json.WriteNumber("shuffleWriteRecords", stage.Total(ShuffleWriteRecords));
        json.WriteNumber("memoryBytesSpilled", stage.Total(MemoryBytesSpilled));
        json.WriteNumber("diskBytesSpilled", stage.Total(DiskBytesSpilled));
    }

    private static IEnumerable<Accumulable> InScalaOrder(Accumulable[] accumulables, SparkDialect dialect)
    {
        if (accumulables.Length < 2)
            return accumulables;
        var byId = new Dictionary<long, Accumulable>();
        foreach (var accumulable in accumulables)
            byId[accumulable.Id] = accumulable;
        return ScalaOrder.OfMutable([.. byId.Keys], dialect.HasScala212).Select(id => byId[id]);
    }
}
