using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class SqlPages
{
    private const int MostJobs = 50;

    private static readonly (string, string)[] s_states = [("", "all states"), ("running", "running"), ("completed", "completed"), ("failed", "failed")];

    public static Html List(PageContext page)
    {
        var state = page.Query.Text("state", "");
        var view = TableView.Of(page.Query, "id", descending: true, ("state", state));
        var html = new Html();
        var all = page.App.SqlExecutions.Values;
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(Count("COMPLETED")), "completed");
            Pieces.Tile(tiles, Show.Count(Count("RUNNING")), "running");
            var failed = Count("FAILED");
            Pieces.Tile(tiles, Show.Count(failed), "failed", failed > 0 ? "bad" : "");
            if (all.Count > 0)
                Pieces.Tile(tiles, Show.Duration((long)all.Average(e => Duration(e, page))), "on average");
        });
        SearchForm.Write(html, view, "description or plan", ("state", "State", s_states));
        Columns(page).Write(
            html,
            all.Where(e => (state.Length == 0 || SqlResource.StatusOf(e).Equals(state, StringComparison.OrdinalIgnoreCase)) && (view.Finds(e.Description) || view.Finds(e.PhysicalPlan))),
            view,
            "This application has run no SQL.");
        return html;

        int Count(string status) => all.Count(e => SqlResource.StatusOf(e) == status);
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.SqlExecutions.TryGetValue(id, out var execution))
            throw RestException.NotFound($"There is no SQL execution {id} in this application.");
        page.Title = $"SQL execution {id}";
        var html = new Html();
        html.Add($"<p class=\"lead\">{Name(execution)}</p><p class=\"facts\">{Pieces.State(execution)} <span>{Show.Time(execution.SubmissionTime)}</span> <span>{Show.Duration(Duration(execution, page))}</span>");
        if (execution.RootId != execution.Id)
            html.Add($" <a href=\"{Link(page, execution.RootId)}\">part of {execution.RootId}</a>");
        html.Add($" <span>jobs ");
        Jobs(html, page, execution);
        html.Add($"</span></p>");
        if (execution.ErrorMessage is { Length: > 0 } error)
            html.Add($"<div class=\"notice bad\"><details><summary>{Show.Reason(error, 200)}</summary><pre>{error}</pre></details></div>");
        html.Add($"<h2>{(execution.InitialGraph is null ? "Plan" : "Final plan")}</h2>");
        PlanChart.Draw(html, execution.Graph, execution.Metrics);
        if (execution.InitialGraph is { } initial)
        {
            html.Add($"<details><summary>Initial plan, before adaptive execution changed it</summary>");
            PlanChart.Draw(html, initial, null);
            html.Add($"</details>");
        }

        Metrics(html, execution);
        html.Add($"<details><summary>Plan as text</summary><pre>{execution.PhysicalPlan}</pre></details>");
        if (execution.Details.Length > 0)
            html.Add($"<details><summary>Call site</summary><pre>{execution.Details}</pre></details>");
        Settings(html, execution);
        Children(html, page, execution);
        return html;
    }

    private static Table<SqlExecution> Columns(PageContext page) => new Table<SqlExecution>("SQL executions")
        .Number("Id", "id", e => e.Id)
        .Cell("Description", "name", e => e.Description, (html, e) => Description(html, page, e)).Wide()
        .Cell("State", "state", SqlResource.StatusOf, (html, e) => html.Add($"{Pieces.State(e)}"))
        .Clock("Submitted", "time", page, e => e.SubmissionTime)
        .Duration("Duration", "duration", e => Duration(e, page))
        .Cell("Jobs", "jobs", e => e.JobOrder.Count, (html, e) => Jobs(html, page, e));

    private static void Description(Html html, PageContext page, SqlExecution execution)
    {
        html.Add($"<a href=\"{Link(page, execution.Id)}\">{Show.Line(Name(execution), 200)}</a>");
        if (execution.RootId != execution.Id)
            html.Add($" <span class=\"dim\">part of {execution.RootId}</span>");
        if (execution.ErrorMessage is { Length: > 0 } error)
            Pieces.Failure(html, error);
    }

    private static void Metrics(Html html, SqlExecution execution)
    {
        var rows = (
            from node in execution.Graph.Nodes.OrderBy(n => n.Id)
            from metric in node.Metrics
            where execution.Metrics?.ContainsKey(metric.AccumulatorId) == true
            select (Node: node, Metric: metric, Value: execution.Metrics![metric.AccumulatorId])).ToList();
        html.Add($"<details><summary>All metrics of operators ({rows.Count})</summary>");
        new Table<(PlanNode Node, PlanMetric Metric, SqlMetricValue Value)>("Metrics of operators")
            .Number("Node", null, r => r.Node.Id).Text("Operator", r => r.Node.Name).Text("Metric", r => r.Metric.Name).Text("Value", r => SqlMetricText.Of(r.Value))
            .Write(html, rows, "No metrics are known.");
        html.Add($"</details>");
    }

    private static void Settings(Html html, SqlExecution execution)
    {
        if (execution.ModifiedConfigs.Count == 0)
            return;
        html.Add($"<details><summary>Changed settings ({execution.ModifiedConfigs.Count})</summary>");
        new Table<KeyValuePair<string, string>>("Changed settings")
            .Cell("Name", (cell, p) => cell.Add($"<code>{p.Key}</code>")).Cell("Value", (cell, p) => cell.Add($"<code>{p.Value}</code>"))
            .Write(html, Redaction.Apply(execution.ModifiedConfigs).ToList());
        html.Add($"</details>");
    }

    private static void Children(Html html, PageContext page, SqlExecution execution)
    {
        var children = page.App.SqlExecutions.Values.Where(e => e.RootId == execution.Id && e != execution).OrderBy(e => e.Id).Take(TableView.LargestPage).ToList();
        if (children.Count == 0)
            return;
        html.Add($"<h2>Parts of this execution</h2>");
        Columns(page).Write(html, children);
    }

    private static void Jobs(Html html, PageContext page, SqlExecution execution)
    {
        foreach (var job in execution.JobOrder.Order().Take(MostJobs))
            html.Add($"<a class=\"s-{Pieces.Kind(execution.Jobs[job])}\" href=\"{JobPages.Link(page, job)}\" title=\"{execution.Jobs[job]}\">{job}</a> ");
        if (execution.JobOrder.Count > MostJobs)
            html.Add($"and {execution.JobOrder.Count - MostJobs} more");
        else if (execution.JobOrder.Count == 0)
            html.Add($"–");
    }

    private static string Name(SqlExecution execution) => execution.Description.Length > 0 ? execution.Description : "(no description)";

    private static string Link(PageContext page, long id) => $"{page.Root}SQL/execution/?id={id}";

    private static long Duration(SqlExecution execution, PageContext page) => (execution.CompletionTime ?? page.To) - execution.SubmissionTime;
}
