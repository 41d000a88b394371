using System.Text.Json;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary>One task as the REST API shows it (<c>TaskData</c>), with what Spark derives from its row.</summary>
internal static class TaskView
{
    public static long Duration(in TaskRow row, long lastUpdated) =>
        row[FinishTime] != 0 ? row[FinishTime] - row[LaunchTime] : lastUpdated - row[LaunchTime];

    public static long GettingResult(in TaskRow row, long duration) =>
        row[GettingResultTime] > 0 && duration > 0 ? row[LaunchTime] + duration - row[GettingResultTime] : 0;

    /// <summary>What is left of the duration, by which Spark sorts.</summary>
    public static long Rest(in TaskRow row, long duration) =>
        Math.Max(0, duration - row[ExecutorRunTime] - row[ExecutorDeserializeTime] - row[ResultSerializationTime] - GettingResult(row, duration));

    /// <summary>Zero as long as the task runs, also when a heartbeat has told metrics.</summary>
    public static long SchedulerDelay(in TaskRow row, long duration) =>
        row[HasMetrics] == 0 || (TaskState)row[Status] is TaskState.Running or TaskState.GetResult ? 0 : Rest(row, duration);

    public static string StatusText(TaskState status) => status switch
    {
        TaskState.Running => "RUNNING",
        TaskState.GetResult => "GET RESULT",
        TaskState.Success => "SUCCESS",
        TaskState.Failed => "FAILED",
        _ => "KILLED",
    };

    public static void Write(Application application, Stage stage, in TaskRow row, SparkDialect dialect, Utf8JsonWriter json)
    {
        var strings = application.Strings;
        var duration = Duration(row, application.LastUpdated);
        var executor = strings[row[TaskColumn.Executor]];
        json.WriteStartObject();
        json.WriteNumber("taskId"u8, row[TaskId]);
        json.WriteNumber("index"u8, row[TaskColumn.Index]);
        json.WriteNumber("attempt"u8, row[Attempt]);
        if (dialect.HasPartitionId)
            json.WriteNumber("partitionId"u8, row[PartitionId]);
        json.Date("launchTime"u8, row[LaunchTime]);
        if (row[GettingResultTime] > 0)
            json.Date("resultFetchStart"u8, row[GettingResultTime]);
        if (duration > 0)
            json.WriteNumber("duration"u8, duration);
        json.WriteString("executorId"u8, executor);
        json.WriteString("host"u8, strings[row[Host]]);
        json.WriteString("status"u8, StatusText((TaskState)row[Status]));
        json.WriteString("taskLocality"u8, strings[row[Locality]]);
        json.WriteBoolean("speculative"u8, row[Speculative] != 0);
        WriteAccumulables(row[Accumulables] == 0 ? [] : stage.Tasks.Accumulables.Get(row[Accumulables]), json);
        if (row[Error] != 0)
            json.WriteString("errorMessage"u8, strings[row[Error] - 1]);
        if (row[HasMetrics] != 0)
            WriteMetrics(row, dialect, json);
        if (dialect.HasFullMetrics)
        {
            json.Map("executorLogs", application.Executors.TryGetValue(executor, out var known) ? known.Logs : []);
            json.WriteNumber("schedulerDelay"u8, SchedulerDelay(row, duration));
            json.WriteNumber("gettingResultTime"u8, GettingResult(row, duration));
        }

        json.WriteEndObject();
        json.Drain();
    }

    public static void WriteAccumulables(IEnumerable<Accumulable> accumulables, Utf8JsonWriter json)
    {
        json.WriteStartArray("accumulatorUpdates"u8);
        foreach (var accumulable in accumulables)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, accumulable.Id);
            json.Text("name", accumulable.Name);
            json.Text("update", accumulable.Update);
            json.Text("value", accumulable.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMetrics(in TaskRow row, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject("taskMetrics"u8);
        WriteNumbers(TaskMetricNames.Execution, row, json);
        WriteNumbers(TaskMetricNames.Memory, row, json);
        json.WriteStartObject("inputMetrics"u8);
        WriteNumbers(TaskMetricNames.Input, row, json);
        json.WriteEndObject();
        json.WriteStartObject("outputMetrics"u8);
        WriteNumbers(TaskMetricNames.Output, row, json);
        json.WriteEndObject();
        json.WriteStartObject("shuffleReadMetrics"u8);
        WriteNumbers(TaskMetricNames.ShuffleRead, row, json);
        json.WriteNumber("localBytesRead"u8, row[ShuffleLocalBytesRead]);
        json.WriteNumber("recordsRead"u8, row[ShuffleRecordsRead]);
        if (dialect.HasPushShuffle)
        {
            json.WriteNumber("remoteReqsDuration"u8, row[ShuffleRemoteReqsDuration]);
            json.WriteStartObject("shufflePushReadMetrics"u8);
            WriteNumbers(TaskMetricNames.PushRead, row, json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("shuffleWriteMetrics"u8);
        json.WriteNumber("bytesWritten"u8, row[ShuffleWriteBytes]);
        json.WriteNumber("writeTime"u8, row[ShuffleWriteTime]);
        json.WriteNumber("recordsWritten"u8, row[ShuffleWriteRecords]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers((JsonEncodedText Name, TaskColumn Column)[] metrics, in TaskRow row, Utf8JsonWriter json)
    {
        foreach (var (name, column) in metrics)
            json.WriteNumber(name, row[column]);
    }
}
