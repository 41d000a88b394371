using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Model;

/// <summary>Selection and order of a stage's tasks, ended and running.</summary>
internal static class TaskQuery
{
    /// <summary>All tasks in ascending order of id. Numbers from 0 are rows of the table, negative ones (~i) running tasks.</summary>
    public static int[] ById(Stage stage)
    {
        var ended = stage.Tasks.ByTaskId();
        if (stage.RunningTasks.Count == 0)
            return ended;
        var running = stage.RunningTasks.Keys.ToArray();
        var merged = new int[ended.Length + running.Length];
        int e = 0, r = 0;
        for (var i = 0; i < merged.Length; i++)
        {
            var takeEnded = r == running.Length || (e < ended.Length && stage.Tasks.Get(ended[e], TaskId) <= running[r]);
            merged[i] = takeEnded ? ended[e++] : ~r++;
        }

        return merged;
    }

    /// <summary>
    /// The tasks in an order by a value of theirs; ties by id; all of it reversed when descending, as Spark does. The value is made of
    /// a few columns, which are unpacked for all tasks at once.
    /// </summary>
    public static int[] By(Stage stage, TaskColumn[] columns, Func<TaskRow, long> key, bool ascending)
    {
        var rows = ById(stage);
        var values = Array.ConvertAll(columns, column =>
        {
            var all = new long[stage.Tasks.Count];
            stage.Tasks.CopyColumn(column, all);
            return all;
        });
        var running = stage.RunningTasks.Values.ToArray();
        var keys = new long[rows.Length];
        var row = new TaskRow();
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
            {
                keys[i] = key(running[~rows[i]]);
                continue;
            }

            for (var c = 0; c < columns.Length; c++)
                row[columns[c]] = values[c][rows[i]];
            keys[i] = key(row);
        }

        return Sorted(rows, keys, ascending);
    }

    /// <summary>
    /// Like <see cref="By"/> for a column, without unpacking whole rows. Metrics are ordered as Spark keeps them: tasks without any
    /// count as -1, unsuccessful ones as the negative of theirs.
    /// </summary>
    public static int[] ByColumn(Stage stage, TaskColumn column, bool ascending)
    {
        var rows = ById(stage);
        var tasks = stage.Tasks;
        long[] values = new long[tasks.Count], status = new long[tasks.Count];
        tasks.CopyColumn(column, values);
        tasks.CopyColumn(Status, status);
        var isMetric = (int)column >= TaskColumns.FirstMetric;
        var running = stage.RunningTasks.Values.ToArray();
        var keys = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if (row < 0)
                keys[i] = isMetric ? -1 : running[~row][column];
            else
                keys[i] = isMetric && status[row] != (long)TaskState.Success ? -values[row] - 1 : values[row];
        }

        return Sorted(rows, keys, ascending);
    }

    public static Func<int, TaskRow> Reader(Stage stage)
    {
        if (stage.RunningTasks.Count == 0)
            return stage.Tasks.Row;
        var running = stage.RunningTasks.Values.ToArray();
        return row => row >= 0 ? stage.Tasks.Row(row) : running[~row];
    }

    /// <summary>Whether tasks have one of the states; null means all.</summary>
    public static int[] OfStates(Stage stage, int[] rows, HashSet<TaskState?>? states)
    {
        if (states is null)
            return rows;
        var running = stage.RunningTasks.Values.ToArray();
        return Array.FindAll(rows, row => states.Contains((TaskState)(row >= 0 ? stage.Tasks.Get(row, Status) : running[~row][Status])));
    }

    private static int[] Sorted(int[] rows, long[] keys, bool ascending)
    {
        // Rows come in order of id, and a stable order keeps them so among equals. Often it is the order already.
        if (!IsAscending(keys))
            rows = Array.ConvertAll(Selection.StableOrder(keys), position => rows[position]);

        if (ascending)
            return rows;
        var reversed = (int[])rows.Clone();
        Array.Reverse(reversed);
        return reversed;
    }

    private static bool IsAscending(long[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] < keys[i - 1])
                return false;
        }

        return true;
    }
}
