using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class SqlPages
{
    private static readonly Column[] s_columns =
    [
        new("Id", "id", true), new("Description", "name"), new("State", "state"), new("Submitted (UTC)", "time", true), new("Duration", "duration", true), new("Jobs"),
    ];

    public static Html List(PageContext page)
    {
        var view = TableView.Of(page.Query, "id", descending: true);
        var html = new Html();
        var executions = page.App.SqlExecutions.Values.Where(e => view.Search.Length == 0
            || e.Description.Contains(view.Search, StringComparison.OrdinalIgnoreCase) || e.PhysicalPlan.Contains(view.Search, StringComparison.OrdinalIgnoreCase));
        var sorted = (view.Sort switch
        {
            "name" => view.Order(executions, e => e.Description),
            "state" => view.Order(executions, SqlResource.StatusOf),
            "time" => view.Order(executions, e => e.SubmissionTime),
            "duration" => view.Order(executions, e => Duration(e, page)),
            _ => view.Order(executions, e => e.Id),
        }).ToList();
        JobPages.Search(html, view, "description or plan");
        Table.Begin(html, "SQL executions", s_columns, view);
        foreach (var e in sorted.Skip(view.Skip).Take(view.Size))
        {
            html.Add($"<tr><td class=\"n\">{e.Id}</td><td><a href=\"{page.Root}SQL/execution/?id={e.Id}\">{(e.Description.Length > 0 ? e.Description : "(no description)")}</a>");
            if (e.RootId != e.Id)
                html.Add($" <span class=\"dim\">part of {e.RootId}</span>");
            html.Add($"</td><td class=\"status {Css(e)}\">{SqlResource.StatusOf(e)}</td><td class=\"n\">{Show.Time(e.SubmissionTime)}</td><td class=\"n\">{Show.Duration(Duration(e, page))}</td><td>");
            Jobs(html, page, e);
            html.Add($"</td></tr>");
        }

        Table.End(html);
        Table.Pages(html, view, sorted.Count);
        return html;
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.SqlExecutions.TryGetValue(id, out var execution))
            throw RestException.NotFound($"There is no SQL execution {id}.");
        page.Title = $"SQL execution {id}: {execution.Description}";
        var html = new Html();
        html.Add($"<p><span class=\"status {Css(execution)}\">{SqlResource.StatusOf(execution)}</span>, {Show.Time(execution.SubmissionTime)} UTC, {Show.Duration(Duration(execution, page))}, jobs ");
        Jobs(html, page, execution);
        html.Add($"</p>");
        if (execution.ErrorMessage is { Length: > 0 } error)
            html.Add($"<pre>{error}</pre>");
        html.Add($"<h2>{(execution.InitialGraph is null ? "Plan" : "Final plan")}</h2>");
        PlanChart.Draw(html, execution.Graph, execution.Metrics);
        Metrics(html, execution);
        if (execution.InitialGraph is { } initial)
        {
            html.Add($"<details><summary>Initial plan, before adaptive execution changed it</summary>");
            PlanChart.Draw(html, initial, null);
            html.Add($"</details>");
        }

        html.Add($"<details><summary>Plan as text</summary><pre>{execution.PhysicalPlan}</pre></details>");
        if (execution.ModifiedConfigs.Count > 0)
        {
            html.Add($"<details><summary>Changed settings ({execution.ModifiedConfigs.Count})</summary>");
            Table.Begin(html, "Changed settings", [new("Name"), new("Value")]);
            foreach (var (key, value) in Redaction.Apply(execution.ModifiedConfigs))
                html.Add($"<tr><td><code>{key}</code></td><td><code>{value}</code></td></tr>");
            Table.End(html);
            html.Add($"</details>");
        }

        return html;
    }

    private static void Metrics(Html html, SqlExecution execution)
    {
        html.Add($"<details><summary>Operators and their metrics</summary>");
        Table.Begin(html, "Metrics", [new("Node", null, true), new("Operator"), new("Metric"), new("Value")]);
        foreach (var node in execution.Graph.Nodes.OrderBy(n => n.Id))
        {
            foreach (var metric in node.Metrics)
            {
                if (execution.Metrics?.TryGetValue(metric.AccumulatorId, out var value) == true)
                    html.Add($"<tr><td class=\"n\">{node.Id}</td><td>{node.Name}</td><td>{metric.Name}</td><td>{SqlMetricText.Of(value)}</td></tr>");
            }
        }

        Table.End(html);
        html.Add($"</details>");
    }

    private static void Jobs(Html html, PageContext page, SqlExecution execution)
    {
        foreach (var job in execution.JobOrder.Order().Take(50))
            html.Add($"<a class=\"{JobPages.Css(execution.Jobs[job])}\" href=\"{page.Root}jobs/job/?id={job}\">{job}</a> ");
    }

    private static string Css(SqlExecution execution) => SqlResource.StatusOf(execution) switch { "COMPLETED" => "s-ok", "FAILED" => "s-bad", _ => "s-wait" };

    private static long Duration(SqlExecution execution, PageContext page) => (execution.CompletionTime ?? page.To) - execution.SubmissionTime;
}

/// <summary>Draws a plan as layers from its sources at the bottom to its result at the top.</summary>
internal static class PlanChart
{
    private const int BoxWidth = 210, BoxHeight = 46, GapX = 24, GapY = 34;
    private const int MostNodes = 500;

    public static void Draw(Html html, PlanGraph graph, Dictionary<long, SqlMetricValue>? metrics)
    {
        var nodes = graph.Nodes.Where(n => !n.IsCluster).OrderBy(n => n.Id).Take(MostNodes).ToList();
        if (nodes.Count == 0)
            return;
        var places = Layout(nodes, graph.Edges);
        int width = places.Values.Max(p => p.X) + BoxWidth + 2, height = places.Values.Max(p => p.Y) + BoxHeight + 2;
        html.Add($"<div class=\"scroll\"><svg class=\"plan\" viewBox=\"0 0 {width} {height}\" width=\"{Math.Min(width, 1400)}\" role=\"img\" aria-label=\"Plan of {nodes.Count} operators\">");
        foreach (var edge in graph.Edges)
        {
            if (places.TryGetValue(edge.From, out var from) && places.TryGetValue(edge.To, out var to))
                html.Add($"<path d=\"M {from.X + (BoxWidth / 2)} {from.Y} C {from.X + (BoxWidth / 2)} {from.Y - GapY}, {to.X + (BoxWidth / 2)} {to.Y + BoxHeight + GapY}, {to.X + (BoxWidth / 2)} {to.Y + BoxHeight}\"/>");
        }

        foreach (var node in nodes)
        {
            var (x, y) = places[node.Id];
            var codegen = node.CodegenId is { } id ? $" [codegen {id}]" : "";
            html.Add($"<g><title>{node.Description}</title><rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"6\"/><text x=\"{x + 8}\" y=\"{y + 19}\">{Short(node.Name, 26)}</text><text class=\"dim\" x=\"{x + 8}\" y=\"{y + 36}\">{Short(Headline(node, metrics) + codegen, 36)}</text></g>");
        }

        html.Add($"</svg></div>");
    }

    private static Dictionary<long, (int X, int Y)> Layout(List<PlanNode> nodes, PlanEdge[] edges)
    {
        // Parents have smaller numbers than their children, so one pass finds the layers.
        var layers = new Dictionary<long, int>();
        var parents = edges.ToLookup(e => e.From, e => e.To);
        foreach (var node in nodes)
            layers[node.Id] = parents[node.Id].Where(layers.ContainsKey).Select(p => layers[p] + 1).DefaultIfEmpty(0).Max();
        var places = new Dictionary<long, (int, int)>();
        foreach (var layer in nodes.GroupBy(n => layers[n.Id]))
        {
            var next = 0;
            foreach (var node in layer)
            {
                var parent = parents[node.Id].Where(places.ContainsKey).Select(p => places[p].Item1).DefaultIfEmpty(0).Min();
                next = Math.Max(next, parent);
                places[node.Id] = (next, layer.Key * (BoxHeight + GapY));
                next += BoxWidth + GapX;
            }
        }

        return places;
    }

    private static string Headline(PlanNode node, Dictionary<long, SqlMetricValue>? metrics)
    {
        var rows = node.Metrics.FirstOrDefault(m => m.Name == "number of output rows");
        return rows is not null && metrics?.TryGetValue(rows.AccumulatorId, out var value) == true ? $"{Show.Count(value.Sum)} rows" : "";
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
