using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web.Charts;

/// <summary>A SQL plan as boxes with the metrics that matter: rows, bytes, the longest time, and spilling, which is marked.</summary>
internal static class PlanBoxes
{
    public static GraphLayout Of(PlanGraph graph, Dictionary<long, SqlMetricValue>? metrics)
    {
        var clusters = graph.Nodes.Where(n => n.IsCluster).ToLookup(n => n.Name);
        return new(graph.Nodes.Where(n => !n.IsCluster).OrderBy(n => n.Id).Select(n => Box(n, clusters, metrics)), graph.Edges.Select(e => (e.From, e.To)));
    }

    private static GraphNode Box(PlanNode node, ILookup<string, PlanNode> clusters, Dictionary<long, SqlMetricValue>? metrics)
    {
        var values = Values(node, metrics).ToList();
        var lines = Headlines(values).ToArray();
        var spills = values.Exists(v => v.Metric.Name.StartsWith("spill", StringComparison.OrdinalIgnoreCase) && v.Value.Sum > 0);
        string? group = null;
        if (node.CodegenId is { } id)
        {
            group = $"WholeStageCodegen ({id})";
            if (clusters[group].FirstOrDefault() is { } cluster && Values(cluster, metrics).FirstOrDefault() is { Value: { } duration })
                group = $"Codegen {id}: {Text(duration)}";
        }

        var description = string.Join('\n', values.Select(v => $"{v.Metric.Name}: {SqlMetricText.Of(v.Value)}").Prepend(node.Description));
        return new GraphNode(node.Id, node.Name, lines, description, spills ? "b-wait" : "", group);
    }

    private static IEnumerable<(PlanMetric Metric, SqlMetricValue Value)> Values(PlanNode node, Dictionary<long, SqlMetricValue>? metrics) =>
        from metric in node.Metrics
        where metrics?.ContainsKey(metric.AccumulatorId) == true
        select (metric, metrics![metric.AccumulatorId]);

    private static IEnumerable<string> Headlines(List<(PlanMetric Metric, SqlMetricValue Value)> values)
    {
        if (values.Find(v => v.Metric.Name == "number of output rows") is { Metric: not null } rows)
            yield return $"{Show.Count(rows.Value.Sum)} rows";
        var sizes = values.Where(v => v.Value.Type == "size" && v.Value.Sum > 0).OrderByDescending(v => v.Value.Sum).ToList();
        foreach (var (metric, value) in sizes.Where(s => s.Metric.Name.StartsWith("spill", StringComparison.OrdinalIgnoreCase)).Concat(sizes.Where(s => !s.Metric.Name.StartsWith("spill", StringComparison.OrdinalIgnoreCase))).Take(2))
            yield return $"{metric.Name}: {Text(value)}";
        if (values.Where(v => v.Value.Type is "timing" or "nsTiming" && v.Value.Sum > 0).OrderByDescending(v => Milliseconds(v.Value)).FirstOrDefault() is { Metric: not null } longest)
            yield return $"{longest.Metric.Name}: {Text(longest.Value)}";
        if (values.Find(v => v.Metric.Name is "number of files read" or "number of written files") is { Metric: not null } files)
            yield return $"{Show.Count(files.Value.Sum)} {(files.Metric.Name.StartsWith("number of w", StringComparison.Ordinal) ? "files written" : "files read")}";
    }

    private static string Text(SqlMetricValue value) => value.Type switch
    {
        "size" => Show.Size(value.Sum),
        "timing" or "nsTiming" => Show.Duration(Milliseconds(value)),
        _ => Show.Count(value.Sum),
    };

    private static long Milliseconds(SqlMetricValue value) => value.Type == "nsTiming" ? value.Sum / 1_000_000 : value.Sum;
}
