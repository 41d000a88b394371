using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>Parses the SQL events. Plans become graphs here, in parallel, and their trees are dropped.</summary>
internal static class SqlEventParser
{
    public static LogEvent? Parse(ReadOnlySpan<char> name, JsonElement root, StringPool strings)
    {
        var id = root.Long("executionId") ?? -1;
        return name switch
        {
            "SparkListenerSQLExecutionStart" => new SqlExecutionStart(
                id, root.Long("rootExecutionId"), strings.Get(root.Text("description") ?? ""), strings.Get(root.Text("details") ?? ""),
                root.Text("physicalPlanDescription") ?? "", Graph(root, strings), root.Long("time") ?? -1,
                root.TextMap("modifiedConfigs", strings), root.Text("queryId")),
            "SparkListenerSQLAdaptiveExecutionUpdate" => new SqlPlanUpdate(
                id, root.Text("physicalPlanDescription") ?? "", Graph(root, strings)),
            "SparkListenerSQLAdaptiveSQLMetricUpdates" => new SqlMetricsAdded(id, Metrics(root, "sqlPlanMetrics", strings)),
            "SparkListenerSQLExecutionEnd" => new SqlExecutionEnd(id, root.Long("time") ?? -1, root.Text("errorMessage")),
            "SparkListenerDriverAccumUpdates" => new DriverAccumulators(
                id, [.. root.Array("accumUpdates").Where(IsPair).Select(u => (u[0].SafeLong() ?? -1, u[1].SafeLong() ?? 0))]),
            _ => null,
        };
    }

    private static bool IsPair(JsonElement update) => update.ValueKind == JsonValueKind.Array && update.GetArrayLength() >= 2;

    private static PlanGraph Graph(JsonElement root, StringPool strings) =>
        root.Object("sparkPlanInfo") is { } plan ? PlanGraphBuilder.Build(Plan(plan, strings)) : PlanGraph.Empty;

    private static PlanInfo Plan(JsonElement info, StringPool strings) => new(
        strings.Get(info.Text("nodeName") ?? ""), strings.Get(info.Text("simpleString") ?? ""),
        [.. info.Array("children").Select(child => Plan(child, strings))], Metrics(info, "metrics", strings));

    private static PlanMetric[] Metrics(JsonElement info, string name, StringPool strings) =>
        [.. info.Array(name).Select(m => new PlanMetric(
            strings.Get(m.Text("name") ?? ""), m.Long("accumulatorId") ?? -1, strings.Get(m.Text("metricType") ?? "")))];
}
