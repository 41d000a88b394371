using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest;

internal static class StagesResource
{
    private const string SummaryQuantiles = "0.0,0.25,0.5,0.75,1.0";

    private static readonly FrozenDictionary<string, StageStatus> s_statuses =
        Enum.GetValues<StageStatus>().ToFrozenDictionary(s => s.ToString().ToUpperInvariant(), s => s, StringComparer.Ordinal);

    /// <summary>Spark's <c>TaskStatus</c>; UNKNOWN never occurs in a log.</summary>
    private static readonly FrozenDictionary<string, TaskState> s_taskStatuses = new Dictionary<string, TaskState>(StringComparer.Ordinal)
    {
        ["RUNNING"] = TaskState.Running,
        ["KILLED"] = TaskState.Killed,
        ["FAILED"] = TaskState.Failed,
        ["SUCCESS"] = TaskState.Success,
        ["UNKNOWN"] = (TaskState)(-1),
    }.ToFrozenDictionary();

    public static void List(Application application, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var view = View.Of(query, details: false);
        var statuses = query.Enums("status", s_statuses);
        var stages = application.Stages.Values
            .Where(s => statuses is null || statuses.Contains(s.Status))
            .Where(view.HasMatchingTasks)
            .OrderByDescending(s => s.Key)
            .ToList();
        if (application.Stages.Count > 0)
            view.RequireNames();
        json.WriteStartArray();
        foreach (var stage in stages)
            Write(application, stage, view, dialect, json);
        json.WriteEndArray();
    }

    public static void Attempts(Application application, int id, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var view = View.Of(query, details: true);
        var stages = AttemptsOf(application, id);
        if (stages.Count == 0)
            throw RestException.NotFound($"unknown stage: {id}");
        view.RequireNames();
        json.WriteStartArray();
        foreach (var stage in stages)
            Write(application, stage, view, dialect, json);
        json.WriteEndArray();
    }

    public static void Attempt(Application application, StageKey key, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        // What is wrong with the query is told before what is wrong with the path.
        var view = View.Of(query, details: true);
        var stage = Find(application, key);
        view.RequireNames();
        Write(application, stage, view, dialect, json);
    }

    public static void TaskSummary(Application application, StageKey key, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var quantiles = ParseQuantiles(query.Text("quantiles", "0.05,0.25,0.5,0.75,0.95"));
        var summary = application.Stages.TryGetValue(key, out var stage) ? TaskQuantiles.Of(stage, quantiles, application.LastUpdated) : null;
        if (summary is null)
            throw RestException.NotFound($"No tasks reported metrics for {key.Id} / {key.Attempt} yet.");
        DistributionView.WriteTasks(null, summary, dialect, json);
    }

    public static void TaskList(Application application, StageKey key, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var states = query.Enums("status", s_taskStatuses);
        int offset = query.Int("offset", 0), length = query.Int("length", 20);
        if (states is null ? length <= 0 : states.Contains(null))
            throw RestException.Failed();
        bool? ascending = query.Text("sortBy", "").ToUpperInvariant() switch
        {
            "" or "ID" => null,
            "INCREASING_RUNTIME" or "RUNTIME" => true,
            "DECREASING_RUNTIME" or "-RUNTIME" => false,
            _ => throw RestException.Refused(),
        };
        json.WriteStartArray();
        if (application.Stages.TryGetValue(key, out var stage))
        {
            var rows = ascending is { } up ? TaskQuery.ByColumn(stage, ExecutorRunTime, up) : TaskQuery.ById(stage);
            rows = TaskQuery.OfStates(stage, rows, states);
            WriteTasks(application, stage, states is null ? rows.Skip(offset).Take(length) : Slice(rows, offset, length), dialect, json);
        }

        json.WriteEndArray();
    }

    /// <summary>The stage page's own table, in the protocol of DataTables.</summary>
    public static void TaskTable(Application application, StageKey key, RestQuery query, SparkDialect dialect, Utf8JsonWriter json)
    {
        var search = query.Text("search[value]", "");
        int total = query.Required("numTasks"), start = query.Required("start"), length = query.Required("length");
        var ascending = query.Text("order[0][dir]", "asc").Equals("asc", StringComparison.OrdinalIgnoreCase);
        var column = query.First("columnNameToSort") is { } name && TaskTableOrder.IsColumn(name) ? name : throw RestException.Failed();
        if ((search.Length > 0 ? total : length) <= 0)
            throw RestException.Failed();
        int[] rows = [];
        var filtered = total;
        if (application.Stages.TryGetValue(key, out var stage))
        {
            rows = TaskTableOrder.Sort(stage, application, column, ascending);
            if (search.Length > 0 && rows.Length > 0)
            {
                rows = TaskTableOrder.Search(stage, application, rows.AsSpan(0, Math.Min(total, rows.Length)).ToArray(), search);
                filtered = rows.Length;
            }
        }

        json.WriteStartObject();
        json.WriteString("recordsTotal", query.First("numTasks"));
        json.WriteString("recordsFiltered", filtered.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("aaData");
        if (stage is not null)
            WriteTasks(application, stage, search.Length > 0 ? Slice(rows, start, length) : rows.Skip(start).Take(length), dialect, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static double[] ParseQuantiles(string text)
    {
        return [.. text.Split(',').Select(Parse)];

        static double Parse(string quantile) =>
            double.TryParse(quantile.Trim().TrimEnd('d', 'D', 'f', 'F'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && quantile.Length > 0
                ? value
                : throw RestException.BadParameter("quantiles", "double", quantile);
    }

    /// <summary>As Scala's <c>slice</c>: an offset before the begin takes its part of the length.</summary>
    private static IEnumerable<int> Slice(int[] rows, int offset, int length) =>
        rows.Take((int)Math.Clamp((long)offset + length, 0, rows.Length)).Skip(Math.Max(0, offset));

    private static List<Stage> AttemptsOf(Application application, int id) =>
        [.. application.Stages.Values.Where(s => s.Info.Id == id).OrderBy(s => s.Info.Attempt)];

    private static Stage Find(Application application, StageKey key)
    {
        if (application.Stages.TryGetValue(key, out var stage))
            return stage;
        var others = AttemptsOf(application, key.Id);
        throw RestException.NotFound(others.Count == 0
            ? $"unknown stage: {key.Id}"
            : $"unknown attempt for stage {key.Id}.  Found attempts: [{string.Join(',', others.Select(s => s.Info.Attempt))}]");
    }

    private static void WriteTasks(Application application, Stage stage, IEnumerable<int> rows, SparkDialect dialect, Utf8JsonWriter json)
    {
        var rowOf = TaskQuery.Reader(stage);
        foreach (var row in rows)
            TaskView.Write(application, stage, rowOf(row), dialect, json);
    }

    private static void Write(Application application, Stage stage, View view, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        StageView.WriteFields(stage, dialect, json);
        if (view.Details)
        {
            WriteTaskMap(application, stage, view, dialect, json);
            json.WriteStartObject("executorSummary");
            foreach (var (id, summary) in stage.Executors)
            {
                json.WritePropertyName(id);
                StageView.WriteExecutor(summary, dialect, json);
            }

            json.WriteEndObject();
            if (dialect.HasSpeculationSummary && stage.Speculation.Any)
                StageView.WriteSpeculation(stage.Speculation, json);
        }

        if (view.Summaries && dialect.HasStageSummaries)
        {
            if (TaskQuantiles.Of(stage, view.Quantiles, application.LastUpdated) is { } tasks)
                DistributionView.WriteTasks("taskMetricsDistributions", tasks, dialect, json);
            if (stage.Executors.Count > 0)
                DistributionView.WriteExecutors("executorMetricsDistributions", stage, [.. view.Quantiles.Order()], dialect, json);
        }

        json.WriteEndObject();
        json.Drain();
    }

    private static void WriteTaskMap(Application application, Stage stage, View view, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject("tasks");
        var rowOf = TaskQuery.Reader(stage);
        foreach (var number in TaskQuery.OfStates(stage, TaskQuery.ById(stage), view.TaskStates))
        {
            var row = rowOf(number);
            json.WritePropertyName(row[TaskId].ToString(CultureInfo.InvariantCulture));
            TaskView.Write(application, stage, row, dialect, json);
        }

        json.WriteEndObject();
    }

    /// <summary>What of a stage is asked for.</summary>
    private sealed record View(bool Details, bool Summaries, double[] Quantiles, HashSet<TaskState?>? TaskStates)
    {
        public static View Of(RestQuery query, bool details) => new(
            query.Flag("details", details), query.Flag("withSummaries", false), ParseQuantiles(query.Text("quantiles", SummaryQuantiles)),
            query.Enums("taskStatus", s_taskStatuses));

        /// <summary>For the details of a stage, Spark asks the empty status for its name.</summary>
        public void RequireNames()
        {
            if (Details && TaskStates?.Contains(null) == true)
                throw RestException.Failed();
        }

        /// <summary>With details, a stage without any task of the named states is left out.</summary>
        public bool HasMatchingTasks(Stage stage) =>
            TaskStates is null || !Details || TaskStates.Any(state => state switch
            {
                TaskState.Running => stage.ActiveTasks > 0,
                TaskState.Killed => stage.KilledTasks > 0,
                TaskState.Failed => stage.FailedTasks > 0,
                TaskState.Success => stage.CompletedTasks > 0,
                _ => stage.Info.Tasks > stage.ActiveTasks + stage.KilledTasks + stage.FailedTasks + stage.CompletedTasks,
            });
    }
}
