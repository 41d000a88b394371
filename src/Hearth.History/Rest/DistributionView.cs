using System.Text.Json;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

/// <summary><c>TaskMetricDistributions</c> and <c>ExecutorMetricsDistributions</c>.</summary>
internal static class DistributionView
{
    /// <param name="name">The property to write; null for a value of its own.</param>
    public static void WriteTasks(string? name, TaskQuantiles tasks, SparkDialect dialect, Utf8JsonWriter json)
    {
        Begin(name, json);
        Quantiles(tasks.Quantiles, json);
        if (dialect.HasStageSummaries)
            Values("duration", tasks.Duration(), json);
        Values(TaskMetricNames.Execution, tasks, json);
        Values("gettingResultTime", tasks.GettingResult(), json);
        Values("schedulerDelay", tasks.SchedulerDelay(), json);
        Values("peakExecutionMemory", tasks.Of(PeakExecutionMemory), json);
        Values("memoryBytesSpilled", tasks.Of(MemoryBytesSpilled), json);
        Values("diskBytesSpilled", tasks.Of(DiskBytesSpilled), json);
        json.WriteStartObject("inputMetrics");
        Values(TaskMetricNames.Input, tasks, json);
        json.WriteEndObject();
        json.WriteStartObject("outputMetrics");
        Values(TaskMetricNames.Output, tasks, json);
        json.WriteEndObject();
        WriteShuffleRead(tasks, dialect, json);
        json.WriteStartObject("shuffleWriteMetrics");
        Values("writeBytes", tasks.Of(ShuffleWriteBytes), json);
        Values("writeRecords", tasks.Of(ShuffleWriteRecords), json);
        Values("writeTime", tasks.Of(ShuffleWriteTime), json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteExecutors(string name, Stage stage, double[] quantiles, SparkDialect dialect, Utf8JsonWriter json)
    {
        var executors = stage.Executors.Values.ToArray();
        if (quantiles.Any(q => (long)(q * executors.Length) < 0))
            throw RestException.Failed();
        json.WriteStartObject(name);
        Quantiles(quantiles, json);
        Write("taskTime", executors, x => x.TaskTime);
        Write("failedTasks", executors, x => x.FailedTasks);
        Write("succeededTasks", executors, x => x.SucceededTasks);
        Write("killedTasks", executors, x => x.KilledTasks);
        Write("inputBytes", executors, x => x.InputBytes);
        Write("inputRecords", executors, x => x.InputRecords);
        Write("outputBytes", executors, x => x.OutputBytes);
        Write("outputRecords", executors, x => x.OutputRecords);
        Write("shuffleRead", executors, x => x.ShuffleRead);
        Write("shuffleReadRecords", executors, x => x.ShuffleReadRecords);
        Write("shuffleWrite", executors, x => x.ShuffleWrite);
        Write("shuffleWriteRecords", executors, x => x.ShuffleWriteRecords);
        Write("memoryBytesSpilled", executors, x => x.MemoryBytesSpilled);
        Write("diskBytesSpilled", executors, x => x.DiskBytesSpilled);
        json.WriteStartObject("peakMemoryMetrics");

        // Executors that never reported have no peaks, rather than zeros.
        var reporting = Array.FindAll(executors, x => x.Peaks.IsSet);
        for (var i = 0; i < dialect.ExecutorMetricCount; i++)
            Write(ExecutorMetric.Names[i], reporting, x => x.Peaks[i]);
        json.WriteEndObject();
        json.WriteEndObject();

        void Write(string metric, ExecutorStageSummary[] rows, Func<ExecutorStageSummary, long> value)
        {
            var sorted = Array.ConvertAll(rows, x => value(x));
            Array.Sort(sorted);
            Values(metric, Array.ConvertAll(quantiles, q => sorted.Length == 0 ? 0 : sorted[(int)Math.Min((long)(q * sorted.Length), sorted.Length - 1)]), json);
        }
    }

    private static void WriteShuffleRead(TaskQuantiles tasks, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject("shuffleReadMetrics");
        Values("readBytes", tasks.OfSum(ShuffleRemoteBytesRead, ShuffleLocalBytesRead), json);
        Values("readRecords", tasks.Of(ShuffleRecordsRead), json);
        Values(TaskMetricNames.ShuffleRead, tasks, json);
        Values("totalBlocksFetched", tasks.OfSum(ShuffleRemoteBlocksFetched, ShuffleLocalBlocksFetched), json);
        if (dialect.HasPushShuffle)
        {
            Values("remoteReqsDuration", tasks.Of(ShuffleRemoteReqsDuration), json);
            json.WriteStartObject("shufflePushReadMetricsDist");
            Values(TaskMetricNames.PushRead, tasks, json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Begin(string? name, Utf8JsonWriter json)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
    }

    private static void Quantiles(double[] quantiles, Utf8JsonWriter json)
    {
        json.WriteStartArray("quantiles");
        foreach (var quantile in quantiles)
            json.Real(quantile);
        json.WriteEndArray();
    }

    private static void Values((JsonEncodedText Name, TaskColumn Column)[] metrics, TaskQuantiles tasks, Utf8JsonWriter json)
    {
        foreach (var (name, column) in metrics)
            Values(name.Value, tasks.Of(column), json);
    }

    private static void Values(string name, long[] values, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.Real(value == TaskQuantiles.None ? double.NaN : value);
        json.WriteEndArray();
    }
}
