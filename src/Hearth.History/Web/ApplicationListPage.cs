using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History.Web;

internal static class ApplicationListPage
{
    private static readonly (string, string)[] s_states = [("", "all states"), ("completed", "completed"), ("failed", "failed"), ("running", "running or incomplete")];

    public static Html Render(Site site, CatalogSnapshot list, RestQuery query, TimeProvider time)
    {
        // The stock server's link to incomplete applications.
        var state = query.Text("state", query.Flag("showIncomplete", false) ? "running" : "");
        var view = TableView.Of(query, "end", descending: true, ("state", state));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var html = new Html();
        foreach (var problem in list.Problems.Take(10))
            html.Add($"<p class=\"notice\" role=\"status\">{problem}</p>");
        if (list.Problems.Count > 10)
            html.Add($"<p class=\"notice\">and {list.Problems.Count - 10} more</p>");
        SearchForm.Write(html, view, "name, id, user or version", ("state", "State", s_states));
        var found = list.Applications.SelectMany(a => a.Attempts).Where(a => IsIn(a, state)
            && (view.Finds(a.Summary.Name) || view.Finds(a.Summary.Id) || view.Finds(a.Summary.User) || view.Finds(a.Summary.SparkVersion)));
        Columns(site, now).Write(html, found, view, list.Applications.Length == 0
            ? "No event logs were found in the log directories yet. The list is read again every few seconds."
            : "No application is in this state.");
        return html;
    }

    /// <summary>A log that was closed without the application's end tells of one that was cut short.</summary>
    public static Markup State(ListedAttempt attempt) => attempt.Summary switch
    {
        { Completed: false } => attempt.Log.IsComplete ? Pieces.State("no end", "wait") : Pieces.State("running", "run"),
        { ExitCode: { } code and not 0 } => Pieces.State($"exit code {code}", "bad"),
        _ => Pieces.State("completed", "ok"),
    };

    private static Table<ListedAttempt> Columns(Site site, long now) => new Table<ListedAttempt>("Applications")
        .Cell("Application", "name", a => a.Summary.Name, (html, a) =>
            html.Add($"<a class=\"strong\" href=\"{site.Root(a)}overview/\">{(a.Summary.Name.Length > 0 ? a.Summary.Name : "(no name)")}</a><code class=\"under dim\">{a.Summary.Id}</code>")).Wide()
        .Text("Attempt", a => a.Summary.AttemptId).When(a => a.Summary.AttemptId is not null)
        .Cell("State", (html, a) => html.Add($"{State(a)}"))
        .Text("User", "user", a => a.Summary.User)
        .Text("Spark", "spark", a => a.Summary.SparkVersion)
        .Time("Started", "start", a => a.Summary.StartTime)
        .Cell("Ended", "end", a => a.Summary.Completed ? a.Summary.EndTime : long.MaxValue, (html, a) => html.Add($"{Show.Time(a.Summary.EndTime)}"), number: true)
        .Duration("Duration", "duration", a => Duration(a, now))
        .Cell("Event log", "size", a => a.Log.Length, (html, a) => html.Add($"<a href=\"{site.Api("v1", a)}logs\" aria-label=\"Download the event log of {a.Summary.Id}\">{Show.Bytes(a.Log.Length)}</a>"), number: true);

    private static bool IsIn(ListedAttempt attempt, string state) => state switch
    {
        "completed" => attempt.Summary.Completed,
        "failed" => attempt.Summary.ExitCode is { } code and not 0,
        "running" => !attempt.Summary.Completed,
        _ => true,
    };

    /// <summary>-1 for applications whose log says no end.</summary>
    private static long Duration(ListedAttempt attempt, long now) =>
        attempt.Summary.EndTime > 0 ? attempt.Summary.EndTime - attempt.Summary.StartTime
        : attempt.Summary.Completed ? -1 : Math.Min(now, attempt.Log.Modified.ToUnixTimeMilliseconds()) - attempt.Summary.StartTime;
}
