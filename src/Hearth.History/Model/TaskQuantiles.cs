using System.Buffers;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Model;

/// <summary>
/// Quantiles of a stage's successful tasks, metric by metric, by Spark's rule: the value at index <c>min(floor(q n), n - 1)</c> of the
/// ascending values, without interpolation, where n counts the successful tasks with metrics.
/// </summary>
/// <remarks>
/// Spark keeps metrics of unsuccessful tasks as negative numbers (-v - 1) and skips negative values. Duration, scheduler delay and
/// getting-result time are not kept that way, so for these three all tasks are in the order, while n stays; with their durations so far,
/// even those that still run. Answers are equal to Spark's in this too.
/// </remarks>
internal sealed class TaskQuantiles
{
    private readonly Stage _stage;
    private readonly int[] _rows;
    private readonly int[] _indices;
    private readonly long? _lastUpdated;

    private TaskQuantiles(Stage stage, int[] rows, double[] quantiles, long? lastUpdated)
    {
        (_stage, _rows, Quantiles, _lastUpdated) = (stage, rows, quantiles, lastUpdated);
        _indices = Array.ConvertAll(quantiles, q => (int)Math.Clamp(Math.Truncate(q * rows.Length), int.MinValue, rows.Length - 1));
    }

    /// <summary>In place of a value that is not there: Spark reads beyond the end after a quantile below 0.</summary>
    public const long None = long.MinValue;

    /// <summary>Ascending.</summary>
    public double[] Quantiles { get; }

    public int TaskCount => _rows.Length;

    /// <summary>Null when no successful task has metrics.</summary>
    /// <param name="lastUpdated">When the log last grew: running tasks have run until then. Null leaves them out.</param>
    public static TaskQuantiles? Of(Stage stage, IEnumerable<double> quantiles, long? lastUpdated = null)
    {
        var tasks = stage.Tasks;
        if (tasks.Count == 0)
            return null;
        long[] status = ArrayPool<long>.Shared.Rent(tasks.Count), metrics = ArrayPool<long>.Shared.Rent(tasks.Count);
        tasks.CopyColumn(Status, status.AsSpan(0, tasks.Count));
        tasks.CopyColumn(HasMetrics, metrics.AsSpan(0, tasks.Count));
        var rows = new int[tasks.Count];
        var count = 0;
        for (var row = 0; row < tasks.Count; row++)
        {
            if (metrics[row] != 0 && status[row] == (long)TaskState.Success)
                rows[count++] = row;
        }

        ArrayPool<long>.Shared.Return(status);
        ArrayPool<long>.Shared.Return(metrics);
        Array.Resize(ref rows, count);
        return count == 0 ? null : new TaskQuantiles(stage, rows, [.. quantiles.Order()], lastUpdated);
    }

    public long[] Of(TaskColumn column) =>
        _indices[0] >= 0 && _stage.Tasks.IsConstant(column, out var value) ? Array.ConvertAll(_indices, _ => value) : Known(column.ToString(), () => Values(column));

    public long[] OfSum(TaskColumn first, TaskColumn second)
    {
        if (_stage.Tasks.IsConstant(first, out var value) && value == 0)
            return Of(second);
        return Known($"{first}+{second}", () =>
        {
            long[] a = Values(first), b = Values(second);
            for (var i = 0; i < a.Length; i++)
                a[i] += b[i];
            return a;
        });
    }

    public long[] Duration() => _lastUpdated is { } until && _stage.RunningTasks.Count > 0
        ? Select(NotNegative([.. AllDurations(), .. _stage.RunningTasks.Values.Select(row => Rest.TaskView.Duration(row, until))]))
        : Known("duration", () => NotNegative(AllDurations()));

    public long[] GettingResult() =>
        _indices[0] >= 0 && _stage.Tasks.IsConstant(GettingResultTime, out var value) && value == 0
            ? Array.ConvertAll(_indices, _ => 0L)
            : Known("gettingResult", () => NotNegative(AllGettingResults(AllDurations())));

    public long[] SchedulerDelay() => Known("schedulerDelay", AllSchedulerDelays);

    /// <summary>Selecting among many tasks takes a while; a table that did not grow gives the same answer again.</summary>
    private long[] Known(string metric, Func<long[]> values)
    {
        const int WorthKeeping = 10_000, MostKept = 500;
        if (_rows.Length < WorthKeeping)
            return Select(values());
        var known = _stage.Tasks.Quantiles;
        var key = $"{metric}/{_stage.Tasks.Count}/{string.Join(',', _indices)}";
        if (known.TryGetValue(key, out var kept))
            return kept;
        if (known.Count > MostKept)
            known.Clear();
        return known[key] = Select(values());
    }

    private long[] AllSchedulerDelays()
    {
        var delay = AllDurations();
        var getting = AllGettingResults(delay);
        long[] run = All(ExecutorRunTime), deserialize = All(ExecutorDeserializeTime), serialize = All(ResultSerializationTime);
        for (var i = 0; i < delay.Length; i++)
            delay[i] = Math.Max(0, delay[i] - run[i] - deserialize[i] - serialize[i] - getting[i]);
        return delay;
    }

    /// <summary>A damaged log's task may end before it starts; Spark's index leaves it out.</summary>
    private static long[] NotNegative(long[] values) => values.AsSpan().IndexOfAnyInRange(long.MinValue, -1) >= 0 ? Array.FindAll(values, v => v >= 0) : values;

    private long[] AllDurations()
    {
        long[] finish = All(FinishTime), launch = All(LaunchTime);
        for (var i = 0; i < finish.Length; i++)
            finish[i] -= launch[i];
        return finish;
    }

    private long[] AllGettingResults(long[] durations)
    {
        var fetch = All(GettingResultTime);
        var launch = All(LaunchTime);
        for (var i = 0; i < fetch.Length; i++)
            fetch[i] = fetch[i] > 0 && durations[i] > 0 ? launch[i] + durations[i] - fetch[i] : 0;
        return fetch;
    }

    private long[] All(TaskColumn column)
    {
        var all = new long[_stage.Tasks.Count];
        _stage.Tasks.CopyColumn(column, all);
        return all;
    }

    private long[] Values(TaskColumn column)
    {
        var all = All(column);
        if (_rows.Length == all.Length)
            return all;
        for (var i = 0; i < _rows.Length; i++)
            all[i] = all[_rows[i]];
        Array.Resize(ref all, _rows.Length);
        return all;
    }

    private long[] Select(long[] values)
    {
        if (_indices[0] < 0 || _indices[^1] >= values.Length)
            return SelectByWalking(values);

        return Selection.At(values, _indices);
    }

    /// <summary>
    /// Spark walks over the values with an iterator and skips from one index to the next. A first index below 0 reads the first value, and
    /// all later ones lie too far to the right; where values are missing, so are the last ones.
    /// </summary>
    private long[] SelectByWalking(long[] values)
    {
        Array.Sort(values);
        var selected = new long[_indices.Length];
        long at = -1, read = 0, last = None;
        for (var i = 0; i < selected.Length; i++)
        {
            if (_indices[i] != at)
            {
                read += Math.Max(0, _indices[i] - at - 1);
                at = _indices[i];
                last = read < values.Length ? values[read++] : None;
            }

            selected[i] = last;
        }

        return selected;
    }
}
