using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary>Order and search of the stage page's task table, by the names of its columns.</summary>
internal static class TaskTableOrder
{
    private static readonly TaskColumn[] s_timing =
        [LaunchTime, FinishTime, GettingResultTime, HasMetrics, ExecutorRunTime, ExecutorDeserializeTime, ResultSerializationTime];

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

    private static int[] SortAnew(Stage stage, Application application, string column, bool ascending) => column switch
    {
        "Index" or "Logs" => TaskQuery.ByColumn(stage, TaskColumn.Index, ascending),
        "Attempt" => TaskQuery.ByColumn(stage, Attempt, ascending),
        "Launch Time" => TaskQuery.ByColumn(stage, LaunchTime, ascending),
        "GC Time" => TaskQuery.ByColumn(stage, JvmGcTime, ascending),
        "Task Deserialization Time" => TaskQuery.ByColumn(stage, ExecutorDeserializeTime, ascending),
        "Result Serialization Time" => TaskQuery.ByColumn(stage, ResultSerializationTime, ascending),
        "Peak Execution Memory" => TaskQuery.ByColumn(stage, PeakExecutionMemory, ascending),
        "Input Size / Records" or "Input Size" => TaskQuery.ByColumn(stage, InputBytes, ascending),
        "Output Size / Records" or "Output Size" => TaskQuery.ByColumn(stage, OutputBytes, ascending),
        "Shuffle Write Time" or "Write Time" => TaskQuery.ByColumn(stage, ShuffleWriteTime, ascending),
        "Shuffle Write Size / Records" or "Shuffle Write Size" => TaskQuery.ByColumn(stage, ShuffleWriteBytes, ascending),
        "Shuffle Read Fetch Wait Time" or "Shuffle Read Blocked Time" => TaskQuery.ByColumn(stage, ShuffleFetchWaitTime, ascending),
        "Shuffle Remote Reads" => TaskQuery.ByColumn(stage, ShuffleRemoteBytesRead, ascending),
        "Shuffle Read Size / Records" => TaskQuery.By(stage, [ShuffleRemoteBytesRead, ShuffleLocalBytesRead], r => r[ShuffleRemoteBytesRead] + r[ShuffleLocalBytesRead], ascending),
        "Spill (Memory)" or "Shuffle Spill (Memory)" => TaskQuery.ByColumn(stage, MemoryBytesSpilled, ascending),
        "Spill (Disk)" or "Shuffle Spill (Disk)" => TaskQuery.ByColumn(stage, DiskBytesSpilled, ascending),
        "Duration" => TaskQuery.By(stage, s_timing, r => TaskView.Duration(r, application.LastUpdated), ascending),
        "Scheduler Delay" => TaskQuery.By(stage, s_timing, r => TaskView.SchedulerDelay(r, TaskView.Duration(r, application.LastUpdated)), ascending),
        "Getting Result Time" => TaskQuery.By(stage, s_timing, r => TaskView.GettingResult(r, TaskView.Duration(r, application.LastUpdated)), ascending),
        "Status" => ByText(stage, r => TaskView.StatusText((TaskState)r[Status]), ascending),
        "Locality Level" => ByText(stage, r => application.Strings[r[Locality]], ascending),
        "Executor ID" => ByText(stage, r => application.Strings[r[TaskColumn.Executor]], ascending),
        "Host" => ByText(stage, r => application.Strings[r[Host]], ascending),
        "Errors" => ByText(stage, r => r[Error] == 0 ? "" : application.Strings[r[Error] - 1], ascending),
        _ => ascending ? TaskQuery.ById(stage) : [.. TaskQuery.ById(stage).AsEnumerable().Reverse()],
    };

    public static int[] Search(Stage stage, Application application, int[] rows, string search)
    {
        var rowOf = TaskQuery.Reader(stage);
        return Array.FindAll(rows, number =>
        {
            var row = rowOf(number);
            return Holds(application.Strings[row[TaskColumn.Executor]]) || Holds(application.Strings[row[Host]])
                || Holds(application.Strings[row[Locality]]) || Holds(TaskView.StatusText((TaskState)row[Status]))
                || Holds(row[TaskId].ToString()) || Holds(row[TaskColumn.Index].ToString()) || Holds(row[Attempt].ToString())
                || Holds(RestJson.Date(row[LaunchTime])) || (row[Error] != 0 && Holds(application.Strings[row[Error] - 1]));
        });

        bool Holds(string text) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
    }

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
