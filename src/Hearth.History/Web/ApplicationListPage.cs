using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History.Web;

internal static class ApplicationListPage
{
    private static readonly Column[] s_columns =
    [
        new("Application", "name"), new("Id", "id"), new("Attempt"), new("State"), new("User", "user"), new("Spark", "spark"), new("Started (UTC)", "start", true),
        new("Ended (UTC)", "end", true), new("Duration", "duration", true), new("Event log"),
    ];

    public static Html Render(CatalogSnapshot list, RestQuery query, TimeProvider time)
    {
        var view = TableView.Of(query, "end", descending: true);
        var state = query.Text("state", query.Flag("showIncomplete", false) ? "running" : "");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = Sort(Filter(list.Applications.SelectMany(a => a.Attempts), view, state), view, now).ToList();
        var html = new Html();
        Find(html, view, state);
        foreach (var problem in list.Problems.Take(10))
            html.Add($"<p class=\"notice\">{problem}</p>");
        var keep = state.Length > 0 ? $"state={Uri.EscapeDataString(state)}&" : "";
        Table.Begin(html, "Applications", s_columns, view, keep);
        foreach (var attempt in rows.Skip(view.Skip).Take(view.Size))
            Row(html, attempt, now);
        Table.End(html);
        Table.Pages(html, view, rows.Count, keep);
        if (list.Applications.Length == 0)
            html.Add($"<p class=\"dim\">No event logs were found in the log directories yet. The list is read again every few seconds.</p>");
        return html;
    }

    private static void Find(Html html, TableView view, string state)
    {
        html.Add($"<form class=\"find\" role=\"search\" action=\"/\"><input type=\"search\" name=\"search\" value=\"{view.Search}\" placeholder=\"name, id, user or version\" aria-label=\"Search applications\">");
        html.Add($"<select name=\"state\" aria-label=\"State\">");
        foreach (var (value, text) in ((string, string)[])[("", "all states"), ("completed", "completed"), ("running", "running or incomplete")])
        {
            var selected = value == state ? new Markup(" selected") : default;
            html.Add($"<option value=\"{value}\"{selected}>{text}</option>");
        }

        html.Add($"</select><button>Search</button></form>");
    }

    private static IEnumerable<ListedAttempt> Filter(IEnumerable<ListedAttempt> attempts, TableView view, string state) => attempts.Where(a =>
        (state switch { "completed" => a.Summary.Completed, "running" => !a.Summary.Completed, _ => true })
        && (view.Search.Length == 0
            || Holds(a.Summary.Name, view) || Holds(a.Summary.Id, view) || Holds(a.Summary.User, view) || Holds(a.Summary.SparkVersion, view)));

    private static bool Holds(string text, TableView view) => text.Contains(view.Search, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ListedAttempt> Sort(IEnumerable<ListedAttempt> attempts, TableView view, long now) => view.Sort switch
    {
        "name" => view.Order(attempts, a => a.Summary.Name),
        "id" => view.Order(attempts, a => a.Summary.Id),
        "user" => view.Order(attempts, a => a.Summary.User),
        "spark" => view.Order(attempts, a => a.Summary.SparkVersion),
        "start" => view.Order(attempts, a => a.Summary.StartTime),
        "duration" => view.Order(attempts, a => Duration(a, now)),
        _ => view.Order(attempts, a => a.Summary.Completed ? a.Summary.EndTime : long.MaxValue),
    };

    private static long Duration(ListedAttempt attempt, long now) =>
        attempt.Summary.EndTime > 0 ? attempt.Summary.EndTime - attempt.Summary.StartTime
        : attempt.Summary.Completed ? 0 : Math.Min(now, attempt.Log.Modified.ToUnixTimeMilliseconds()) - attempt.Summary.StartTime;

    private static void Row(Html html, ListedAttempt attempt, long now)
    {
        var summary = attempt.Summary;
        var logs = $"/api/v1/applications/{Uri.EscapeDataString(summary.Id)}/{(summary.AttemptId is { } id ? Uri.EscapeDataString(id) + "/" : "")}logs";
        var (state, kind) = !summary.Completed ? ("running", "s-wait") : summary.ExitCode is { } code and not 0 ? ($"exit code {code}", "s-bad") : ("completed", "s-ok");
        html.Add($"<tr><td><a href=\"{Links.Root(attempt)}overview/\">{(summary.Name.Length > 0 ? summary.Name : "(no name)")}</a></td><td><code>{summary.Id}</code></td>");
        html.Add($"<td>{summary.AttemptId}</td><td class=\"status {kind}\">{state}</td><td>{summary.User}</td><td>{summary.SparkVersion}</td>");
        html.Add($"<td class=\"n\">{Show.Time(summary.StartTime)}</td><td class=\"n\">{Show.Time(summary.EndTime)}</td>");
        html.Add($"<td class=\"n\">{Show.Duration(Duration(attempt, now))}</td><td><a href=\"{logs}\">download</a> <span class=\"dim\">{Show.Bytes(attempt.Log.Length)}</span></td></tr>");
    }
}
