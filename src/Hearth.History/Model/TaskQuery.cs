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

    /// <summary>The tasks in an order by a value of theirs; ties by id; all of it reversed when descending, as Spark does.</summary>
    public static int[] By(Stage stage, Func<TaskRow, long> key, bool ascending)
    {
        var rows = ById(stage);
        var rowOf = Reader(stage);
        var keys = Array.ConvertAll(rows, row => key(rowOf(row)));
        var order = new int[rows.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        var sorted = Array.ConvertAll(order, i => rows[i]);
        if (!ascending)
            Array.Reverse(sorted);
        return sorted;
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
    public static int[] OfStates(Stage stage, int[] rows, IReadOnlySet<TaskState>? states)
    {
        if (states is null)
            return rows;
        var running = stage.RunningTasks.Values.ToArray();
        return Array.FindAll(rows, row => states.Contains((TaskState)(row >= 0 ? stage.Tasks.Get(row, Status) : running[~row][Status])));
    }

    private static int[] Sorted(int[] rows, long[] keys, bool ascending)
    {
        // Rows come in order of id; sorting (key, position) keeps that order among equals.
        var positions = new int[rows.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = i;
        var sortable = new (long Key, int Position)[rows.Length];
        for (var i = 0; i < sortable.Length; i++)
            sortable[i] = (keys[i], i);
        Array.Sort(sortable);
        var sorted = Array.ConvertAll(sortable, s => rows[s.Position]);
        if (!ascending)
            Array.Reverse(sorted);
        return sorted;
    }
}
