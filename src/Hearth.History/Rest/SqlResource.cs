using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;
using Hearth.History.Replay;

namespace Hearth.History.Rest;

internal static class SqlResource
{
    public static void List(Application application, RestQuery query, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        bool details = query.Flag("details", true), plans = query.Flag("planDescription", true);
        int offset = query.Int("offset", 0), length = query.Int("length", dialect.ListsAllSql ? -1 : 20);
        if (length <= 0)
            (offset, length) = dialect.ListsAllSql ? (0, int.MaxValue) : throw RestException.Failed();
        json.WriteStartArray();
        foreach (var execution in Ordered(application).Skip(offset).Take(length))
            Write(execution, details, plans, dialect, now, json);
        json.WriteEndArray();
    }

    public static void One(Application application, long id, RestQuery query, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        if (!application.SqlExecutions.TryGetValue(id, out var execution))
            throw RestException.NotFound($"unknown query execution id: {id}");
        Write(execution, query.Flag("details", true), query.Flag("planDescription", true), dialect, now, json);
    }

    public static IEnumerable<SqlExecution> Ordered(Application application) => application.SqlExecutions.Values.OrderBy(e => e.Id);

    /// <summary>0 for an execution whose start is not in the log.</summary>
    public static long RootOf(SqlExecution execution) => execution.IsStarted ? execution.RootId : 0;

    public static string StatusOf(SqlExecution execution)
    {
        if (execution.ErrorMessage is { } error)
            return error.Length == 0 ? "COMPLETED" : "FAILED";
        if (execution.CompletionTime is null)
            return "RUNNING";
        return execution.Jobs.ContainsValue(JobStatus.Failed) ? "FAILED" : "COMPLETED";
    }

    private static void Write(SqlExecution execution, bool details, bool plan, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        var jobs = dialect.HasScala212 ? ScalaOrder.OfTrie(execution.JobOrder) : ScalaOrder.Of(execution.JobOrder);
        json.WriteStartObject();
        json.WriteNumber("id", execution.Id);
        json.WriteString("status", StatusOf(execution));

        // Known only from a job, a plan or an end: Spark has no texts for it.
        if (execution.IsStarted)
            json.WriteString("description", execution.Description);
        if (!plan || execution.IsStarted || execution.PhysicalPlan.Length > 0)
            json.WriteString("planDescription", plan ? execution.PhysicalPlan : "");
        json.Date("submissionTime"u8, execution.SubmissionTime);
        json.WriteNumber("duration", (execution.CompletionTime ?? now) - execution.SubmissionTime);
        json.Ints("runningJobIds", jobs.Where(id => execution.Jobs[id] == JobStatus.Running));
        json.Ints("successJobIds", jobs.Where(id => execution.Jobs[id] == JobStatus.Succeeded));
        json.Ints("failedJobIds", jobs.Where(id => execution.Jobs[id] == JobStatus.Failed));
        json.WriteStartArray("nodes");
        if (details)
        {
            foreach (var node in execution.Graph.Nodes.OrderByDescending(n => n.Id))
                Write(execution, node, dialect, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (var edge in details ? execution.Graph.Edges : [])
        {
            json.WriteStartObject();
            json.WriteNumber("fromId", edge.From);
            json.WriteNumber("toId", edge.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (dialect.HasSqlQueryId)
        {
            json.Text("queryId", execution.QueryId);
            json.Text("errorMessage", execution.ErrorMessage);
            json.WriteNumber("rootExecutionId", RootOf(execution));
        }

        if (dialect.HasSqlModifiedConfigs && execution.IsStarted)
            json.Map("modifiedConfigs", Redaction.Apply(execution.ModifiedConfigs, dialect));
        json.WriteEndObject();
        json.Drain();
    }

    private static void Write(SqlExecution execution, PlanNode node, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("nodeId", node.Id);
        json.WriteString("nodeName", node.Name.Trim());
        json.Number("wholeStageCodegenId", node.CodegenId);
        json.WriteStartArray("metrics");
        foreach (var metric in node.Metrics)
        {
            if (execution.Metrics is null || !execution.Metrics.TryGetValue(metric.AccumulatorId, out var value))
                continue;
            json.WriteStartObject();
            json.WriteString("name", metric.Name.Trim());
            json.WriteString("value", SqlMetricText.Of(value).TrimStart('\n'));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (dialect.HasSqlModifiedConfigs)
            json.WriteString("desc", node.Description);
        json.WriteEndObject();
    }
}

/// <summary>SQL metrics as text, as <c>SQLMetrics.stringValue</c> writes them.</summary>
internal static class SqlMetricText
{
    private const string Suffix = "(min, med, max (stageId: taskId))";
    private const double AverageBase = 10;

    /// <summary>A metric of a data source is summed up by the source's own class, which a history server rarely has.</summary>
    private const string OfSource = "v2Custom_";
    private const string OfPythonSource = OfSource + "org.apache.spark.sql.execution.datasources.v2.python.PythonCustomMetric";

    public static string Of(SqlMetricValue value)
    {
        if (value.Type == "sum")
            return Grouped(value.Sum);
        if (value.Type == OfPythonSource)
            return Of(value with { Type = "size", MaxTask = null });
        if (value.Type.StartsWith(OfSource, StringComparison.Ordinal))
            return "N/A";
        if (value.Type == "average")
        {
            return value.Count <= 1
                ? Average(value.Max)
                : $"{Suffix}:\n({Average(value.Min)}, {Average(value.Median)}, {Average(value.Max)} {Task(value)})";
        }

        Func<long, string> format = value.Type switch
        {
            "size" => SparkText.Bytes,
            "nsTiming" => ns => SparkText.Duration(ns / 1_000_000),
            "timing" => SparkText.Duration,
            _ => number => "[unknown] " + Grouped(number),
        };
        return value.Count <= 1
            ? format(value.Sum)
            : $"total {Suffix}\n{format(value.Sum)} ({format(value.Min)}, {format(value.Median)}, {format(value.Max)} {Task(value)})";
    }

    private static string Task(SqlMetricValue value) =>
        value.MaxTask is { } task ? $"(stage {task.Stage}.{task.Attempt}: task {task.Task})" : "(driver)";

    private static string Grouped(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Average(long value) => (value / AverageBase).ToString("#,##0.###", CultureInfo.InvariantCulture);
}

/// <summary>Sizes and durations in Spark's words.</summary>
internal static class SparkText
{
    private static readonly (decimal Size, string Name)[] s_units =
    [
        (1L << 60, "EiB"), (1L << 50, "PiB"), (1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"),
    ];

    /// <summary><c>Utils.bytesToString</c>: the largest unit of which there are at least two.</summary>
    public static string Bytes(long bytes)
    {
        foreach (var (size, name) in s_units)
        {
            if (bytes >= 2 * size)
                return Fixed(bytes / size) + " " + name;
        }

        return Fixed(bytes) + " B";
    }

    /// <summary><c>Utils.msDurationToString</c>, which divides as 32-bit floats: 1050 ms is 1.0 s.</summary>
    public static string Duration(long ms) => ms switch
    {
        < 1000 => $"{ms} ms",
        < 60_000 => Fixed(AsFloat(ms, 1000)) + " s",
        < 3_600_000 => Fixed(AsFloat(ms, 60_000)) + " m",
        _ => Math.Round(AsFloat(ms, 3_600_000), 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture) + " h",
    };

    /// <summary>Java rounds the shortest decimal that reads back as the quotient.</summary>
    private static decimal AsFloat(long ms, float unit) =>
        decimal.Parse(((double)(ms / unit)).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Fixed(decimal value) =>
        Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture);
}
