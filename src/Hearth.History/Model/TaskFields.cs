using Hearth.History.Rest;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Model;

/// <summary>
/// Orders of a stage's tasks by the fields that pages and <c>/api/v2</c> show, and search in them. A million tasks take some tens of
/// milliseconds: only the columns in question are unpacked, and every text is looked at once.
/// </summary>
internal static class TaskFields
{
    private static readonly Dictionary<string, Func<Stage, Application, bool, int[]>> s_orders = new(StringComparer.Ordinal)
    {
        ["taskId"] = (stage, _, up) => up ? TaskQuery.ById(stage) : [.. TaskQuery.ById(stage).AsEnumerable().Reverse()],
        ["index"] = By(TaskColumn.Index),
        ["attempt"] = By(Attempt),
        ["status"] = ByText(Status, (_, value) => TaskView.StatusText((TaskState)value)),
        ["locality"] = ByText(Locality, Text),
        ["executor"] = ByText(TaskColumn.Executor, Text),
        ["host"] = ByText(Host, Text),
        ["launchTime"] = By(LaunchTime),
        ["duration"] = (stage, app, up) => TaskQuery.By(stage, [LaunchTime, FinishTime], row => TaskView.Duration(row, app.LastUpdated), up),
        ["runTime"] = By(ExecutorRunTime),
        ["gcTime"] = By(JvmGcTime),
        ["inputBytes"] = By(InputBytes),
        ["outputBytes"] = By(OutputBytes),
        ["shuffleReadBytes"] = (stage, _, up) => TaskQuery.By(
            stage, [ShuffleRemoteBytesRead, ShuffleLocalBytesRead], row => row[ShuffleRemoteBytesRead] + row[ShuffleLocalBytesRead], up),
        ["shuffleWriteBytes"] = By(ShuffleWriteBytes),
        ["diskBytesSpilled"] = By(DiskBytesSpilled),
        ["error"] = ByText(Error, ErrorText),
    };

    public static IReadOnlyCollection<string> Names => s_orders.Keys;

    /// <summary>Task rows in the order of a field; by index for a field that is not known. A stage keeps the last order, for the next page of it.</summary>
    public static int[] Sort(Stage stage, Application application, string field, bool descending)
    {
        if (!s_orders.TryGetValue(field, out var order))
            (field, order) = ("index", s_orders["index"]);
        var key = $"field {field}/{descending}/{stage.Tasks.Count}/{stage.RunningTasks.Count}";
        if (stage.RunningTasks.Count == 0 && stage.Tasks.LastOrder is { } known && known.Key == key)
            return known.Rows;
        var rows = order(stage, application, !descending);
        stage.Tasks.LastOrder = new TaskTable.Order(key, rows);
        return rows;
    }

    /// <summary>Those of the rows whose executor, host, locality, status or error holds a text, or whose id or index is that number.</summary>
    public static int[] Search(Stage stage, Application application, int[] rows, string text)
    {
        var running = stage.RunningTasks.Values.ToArray();
        var tests = ((TaskColumn Column, Func<Application, long, string> Text)[])
            [(TaskColumn.Executor, Text), (Host, Text), (Locality, Text), (Status, (_, value) => TaskView.StatusText((TaskState)value)), (Error, ErrorText)];
        Func<int, bool>[] holds = [.. tests.Select(t => Holds(t.Column, value => t.Text(application, value).Contains(text, StringComparison.OrdinalIgnoreCase)))];
        if (long.TryParse(text, out var number))
            holds = [.. holds, Holds(TaskId, value => value == number), Holds(TaskColumn.Index, value => value == number)];
        return Array.FindAll(rows, row => Array.Exists(holds, test => test(row)));

        Func<int, bool> Holds(TaskColumn column, Func<long, bool> test)
        {
            var values = new long[stage.Tasks.Count];
            stage.Tasks.CopyColumn(column, values);
            var known = new Dictionary<long, bool>();
            var isNumber = column is TaskId or TaskColumn.Index;
            return row =>
            {
                var value = row >= 0 ? values[row] : running[~row][column];
                if (isNumber)
                    return test(value);
                if (!known.TryGetValue(value, out var found))
                    known[value] = found = test(value);
                return found;
            };
        }
    }

    private static Func<Stage, Application, bool, int[]> By(TaskColumn column) => (stage, _, up) => TaskQuery.By(stage, [column], row => row[column], up);

    /// <summary>Texts are ranked once; numbers among them stand in the order of numbers.</summary>
    private static Func<Stage, Application, bool, int[]> ByText(TaskColumn column, Func<Application, long, string> text) => (stage, app, up) =>
    {
        var values = new long[stage.Tasks.Count];
        stage.Tasks.CopyColumn(column, values);

        // Statuses and numbers of texts are small.
        var ranks = new long[Math.Max(values.DefaultIfEmpty(0).Max(), stage.RunningTasks.Values.Select(row => row[column]).DefaultIfEmpty(0).Max()) + 1];
        var next = 0;
        foreach (var value in values.Concat(stage.RunningTasks.Values.Select(row => row[column])).Distinct()
            .OrderBy(value => long.TryParse(text(app, value), out var number) ? number : long.MaxValue).ThenBy(value => text(app, value), StringComparer.Ordinal))
        {
            ranks[value] = next++;
        }

        return TaskQuery.By(stage, [column], row => ranks[row[column]], up);
    };

    private static string Text(Application application, long value) => application.Strings[value];

    private static string ErrorText(Application application, long value) => value == 0 ? "" : application.Strings[value - 1];
}
