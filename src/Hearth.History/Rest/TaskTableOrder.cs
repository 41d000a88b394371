using System.Collections.Frozen;
using System.Globalization;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary>Order and search of the stage page's task table, by the names of its columns.</summary>
internal static class TaskTableOrder
{
    private static readonly TaskColumn[] s_timing =
        [LaunchTime, FinishTime, GettingResultTime, HasMetrics, ExecutorRunTime, ExecutorDeserializeTime, ResultSerializationTime];

    private static readonly TaskColumn[] s_shuffleRead = [ShuffleRemoteBytesRead, ShuffleLocalBytesRead, Status, HasMetrics];

    private static readonly TaskColumn[] s_searched =
    [
        ExecutorDeserializeTime, ExecutorRunTime, JvmGcTime, ResultSerializationTime, MemoryBytesSpilled, DiskBytesSpilled, PeakExecutionMemory,
        InputBytes, InputRecords, OutputBytes, OutputRecords, ShuffleFetchWaitTime, ShuffleRecordsRead, ShuffleWriteBytes, ShuffleWriteRecords, ShuffleWriteTime,
    ];

    private static readonly FrozenSet<string> s_columns = new[]
    {
        "Index", "Logs", "ID", "Attempt", "Status", "Locality Level", "Executor ID", "Host", "Launch Time", "Duration", "Scheduler Delay", "GC Time",
        "Task Deserialization Time", "Result Serialization Time", "Getting Result Time", "Peak Execution Memory", "Accumulators",
        "Input Size / Records", "Output Size / Records", "Shuffle Read Fetch Wait Time", "Shuffle Read Size / Records", "Shuffle Remote Reads",
        "Shuffle Write Time", "Shuffle Write Size / Records", "Spill (Memory)", "Spill (Disk)", "Errors",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Task rows in the order of a column. A stage keeps the last order, for the next page of the same table.</summary>
    public static int[] Sort(Stage stage, Application application, string column, bool ascending)
    {
        var key = $"{column}/{ascending}/{stage.Tasks.Count}/{stage.RunningTasks.Count}";
        if (stage.RunningTasks.Count == 0 && stage.Tasks.LastOrder is { } known && known.Key == key)
            return known.Rows;
        var rows = SortAnew(stage, application, column, ascending);
        stage.Tasks.LastOrder = new TaskTable.Order(key, rows);
        return rows;
    }

    public static bool IsColumn(string name) => s_columns.Contains(name);

    private static int[] SortAnew(Stage stage, Application application, string column, bool ascending) => column switch
    {
        "Attempt" => TaskQuery.ByColumn(stage, Attempt, ascending),
        "Launch Time" => TaskQuery.ByColumn(stage, LaunchTime, ascending),

        // Spark's index of this column holds the run time.
        "Duration" => TaskQuery.ByColumn(stage, ExecutorRunTime, ascending),
        "GC Time" => TaskQuery.ByColumn(stage, JvmGcTime, ascending),
        "Task Deserialization Time" => TaskQuery.ByColumn(stage, ExecutorDeserializeTime, ascending),
        "Result Serialization Time" => TaskQuery.ByColumn(stage, ResultSerializationTime, ascending),
        "Peak Execution Memory" => TaskQuery.ByColumn(stage, PeakExecutionMemory, ascending),
        "Input Size / Records" => TaskQuery.ByColumn(stage, InputBytes, ascending),
        "Output Size / Records" => TaskQuery.ByColumn(stage, OutputBytes, ascending),
        "Shuffle Write Time" => TaskQuery.ByColumn(stage, ShuffleWriteTime, ascending),
        "Shuffle Write Size / Records" => TaskQuery.ByColumn(stage, ShuffleWriteBytes, ascending),
        "Shuffle Read Fetch Wait Time" => TaskQuery.ByColumn(stage, ShuffleFetchWaitTime, ascending),
        "Shuffle Remote Reads" => TaskQuery.ByColumn(stage, ShuffleRemoteBytesRead, ascending),
        "Shuffle Read Size / Records" => TaskQuery.By(stage, s_shuffleRead, r => OfMeasured(r, ShuffleRead(r)), ascending),
        "Spill (Memory)" => TaskQuery.ByColumn(stage, MemoryBytesSpilled, ascending),
        "Spill (Disk)" => TaskQuery.ByColumn(stage, DiskBytesSpilled, ascending),
        "Scheduler Delay" => TaskQuery.By(stage, s_timing, r => OfMeasured(r, TaskView.Rest(r, TaskView.Duration(r, application.LastUpdated))), ascending),
        "Getting Result Time" => TaskQuery.By(stage, s_timing, r => OfMeasured(r, TaskView.GettingResult(r, TaskView.Duration(r, application.LastUpdated))), ascending),
        "Status" => ByText(stage, r => TaskView.StatusText((TaskState)r[Status]), ascending),
        "Locality Level" => ByText(stage, r => application.Strings[r[Locality]], ascending),
        "Executor ID" => ByText(stage, r => application.Strings[r[TaskColumn.Executor]], ascending),
        "Host" => ByText(stage, r => application.Strings[r[Host]], ascending),
        "Errors" => ByText(stage, r => r[Error] == 0 ? "" : application.Strings[r[Error] - 1], ascending),
        "Accumulators" => ByText(stage, r => FirstAccumulable(stage, r), ascending),

        "ID" => ascending ? TaskQuery.ById(stage) : [.. TaskQuery.ById(stage).AsEnumerable().Reverse()],

        // Index and Logs: Spark's index of them holds the partition.
        _ => TaskQuery.ByColumn(stage, PartitionId, ascending),
    };

    /// <summary>A task without metrics, such as a running one, counts as less than none.</summary>
    private static long OfMeasured(in TaskRow row, long value) => row[HasMetrics] == 0 ? -1 : value;

    /// <summary>Both parts of the sum are kept negative (-v - 1) of tasks without success.</summary>
    private static long ShuffleRead(in TaskRow row)
    {
        var sum = row[ShuffleRemoteBytesRead] + row[ShuffleLocalBytesRead];
        return row[Status] == (long)TaskState.Success ? sum : -sum - 2;
    }

    private static string FirstAccumulable(Stage stage, in TaskRow row) =>
        row[Accumulables] != 0 && stage.Tasks.Accumulables.Get(row[Accumulables]) is [var first, ..] ? $"{first.Name}:{first.Value}" : "";

    /// <summary>Tasks whose shown values hold a text. Values that a task lacks are the letter d, for Spark.</summary>
    public static int[] Search(Stage stage, Application application, int[] rows, string search)
    {
        var rowOf = TaskQuery.Reader(stage);
        return Array.FindAll(rows, number =>
        {
            var row = rowOf(number);
            var duration = TaskView.Duration(row, application.LastUpdated);
            return HoldsNumber(row[TaskId]) || HoldsNumber(row[TaskColumn.Index]) || HoldsNumber(row[Attempt])
                || Holds(JavaDate(row[LaunchTime])) || Holds(row[GettingResultTime] > 0 ? JavaDate(row[GettingResultTime]) : "d")
                || HoldsNumber(duration) || Holds(application.Strings[row[TaskColumn.Executor]]) || Holds(application.Strings[row[Host]])
                || Holds(TaskView.StatusText((TaskState)row[Status])) || Holds(application.Strings[row[Locality]])
                || Holds(row[Speculative] != 0 ? "true" : "false") || Holds(row[Error] == 0 ? "d" : application.Strings[row[Error] - 1])
                || (row[HasMetrics] != 0 && Array.Exists(s_searched, column => HoldsNumber(row[column])))
                || HoldsNumber(TaskView.SchedulerDelay(row, duration)) || HoldsNumber(TaskView.GettingResult(row, duration));
        });

        bool Holds(string text) => text.Contains(search, StringComparison.OrdinalIgnoreCase);

        bool HoldsNumber(long number) => Holds(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary><c>Date.toString</c> in UTC.</summary>
    private static string JavaDate(long time) =>
        DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(time, 0, 253402300799999)).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    private static int[] ByText(Stage stage, Func<TaskRow, string> text, bool ascending)
    {
        var rows = TaskQuery.ById(stage);
        var rowOf = TaskQuery.Reader(stage);
        var sorted = rows.OrderBy(row => text(rowOf(row)), StringComparer.Ordinal).ToArray();
        if (!ascending)
            Array.Reverse(sorted);
        return sorted;
    }
}
