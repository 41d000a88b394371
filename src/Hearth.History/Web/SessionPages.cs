using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

/// <summary>Sessions and statements of Spark Connect and of the JDBC/ODBC server.</summary>
internal static class SessionPages
{
    public const string ConnectTab = "connect/";
    public const string ThriftTab = "sqlserver/";

    public static Html Connect(PageContext page) => List(page, page.App.Connect, ConnectTab);

    public static Html Thrift(PageContext page) => List(page, page.App.Thrift, ThriftTab);

    public static Html ConnectSession(PageContext page) => One(page, page.App.Connect, ConnectTab);

    public static Html ThriftSession(PageContext page) => One(page, page.App.Thrift, ThriftTab);

    private static Html List(PageContext page, ServerSessions server, string tab)
    {
        var view = TableView.Of(page.Query, "start", descending: true);
        var html = new Html();
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(server.Sessions.Values.Count(s => s.EndTime is null)), "open sessions");
            Pieces.Tile(tiles, Show.Count(server.Sessions.Count), "sessions");
            Pieces.Tile(tiles, Show.Count(server.Statements.Count), "statements");
            var failed = server.Statements.Values.Count(s => s.Error is not null);
            Pieces.Tile(tiles, Show.Count(failed), "failed", failed > 0 ? "bad" : "");
        });
        html.Add($"<h2>Sessions</h2>");
        new Table<ServerSession>("Sessions")
            .Cell("Session", (cell, s) => cell.Add($"<a href=\"{Link(page, tab, s.Id)}\">{s.Id}</a>"))
            .Text("User", s => s.User)
            .Text("Address", s => s.Address).When(s => s.Address.Length > 0)
            .Time("Started", null, s => s.StartTime)
            .Time("Ended", null, s => s.EndTime)
            .Duration("Duration", null, s => (s.EndTime ?? page.To) - s.StartTime)
            .Number("Statements", null, s => s.Statements)
            .Write(html, [.. server.Sessions.Values.OrderByDescending(s => s.StartTime).Take(TableView.LargestPage)], "No session is known.");
        html.Add($"<h2>Statements</h2>");
        SearchForm.Write(html, view, "statement, user or error");
        Statements(html, page, tab, server.Statements.Values, view);
        return html;
    }

    private static Html One(PageContext page, ServerSessions server, string tab)
    {
        if (page.Query.First("id") is not { } id || !server.Sessions.TryGetValue(id, out var session))
            throw RestException.NotFound("There is no such session in this application.");
        page.Title = $"Session {id}";
        var view = TableView.Of(page.Query, "start", descending: true, ("id", id));
        var html = new Html();
        html.Add($"<p class=\"facts\"><span>{session.User}</span> <span>{session.Address}</span> <span>{Show.Time(session.StartTime)}</span> <span>{Show.Duration((session.EndTime ?? page.To) - session.StartTime)}</span></p>");
        SearchForm.Write(html, view, "statement, user or error");
        Statements(html, page, tab, server.Statements.Values.Where(s => s.SessionId == id), view);
        return html;
    }

    private static void Statements(Html html, PageContext page, string tab, IEnumerable<ServerStatement> statements, TableView view)
    {
        var jobs = page.App.Jobs.Values.SelectMany(j => j.Tags.Append(j.Group ?? "").Select(key => (key, j.Id))).ToLookup(pair => pair.key, pair => pair.Id, StringComparer.Ordinal);
        new Table<ServerStatement>("Statements")
            .Cell("Statement", "text", s => s.Text, (cell, s) => Statement(cell, s)).Wide()
            .Cell("State", "state", s => s.State, (cell, s) => cell.Add($"{State(s)}"))
            .Text("User", "user", s => s.User)
            .Cell("Session", (cell, s) => cell.Add($"<a href=\"{Link(page, tab, s.SessionId)}\">{Show.Line(s.SessionId, 13)}</a>"))
            .Time("Started", "start", s => s.StartTime)
            .Duration("Execution", "execution", s => (s.FinishTime ?? page.To) - s.StartTime)
            .Duration("Until closed", "duration", s => (s.CloseTime ?? page.To) - s.StartTime)
            .Cell("Rows", "rows", s => s.Rows ?? -1, (cell, s) => cell.Add($"{(s.Rows is { } rows ? Show.Count(rows) : "")}"), number: true).When(s => s.Rows is not null)
            .Cell("Jobs", (cell, s) =>
            {
                foreach (var job in jobs[s.JobKey].Distinct().Order().Take(20))
                    cell.Add($"<a href=\"{JobPages.Link(page, job)}\">{job}</a> ");
            })
            .Write(html, statements.Where(s => view.Finds(s.Text) || view.Finds(s.User) || view.Finds(s.Error)), view, "No statement was run.");
    }

    private static void Statement(Html html, ServerStatement statement)
    {
        var line = Show.Reason(statement.Text, 160);
        if (line == statement.Text)
            html.Add($"<code>{statement.Text}</code>");
        else
            html.Add($"<details><summary><code>{line}</code></summary><pre>{statement.Text}</pre></details>");
        if (statement.Error is { } error)
            Pieces.Failure(html, error);
        if (statement.Plan is { Length: > 0 } plan)
            html.Add($"<details><summary>plan</summary><pre>{plan}</pre></details>");
    }

    private static Markup State(ServerStatement statement) => Pieces.State(
        statement.State.ToLowerInvariant(), statement.Error is not null ? "bad" : statement.State switch { "FINISHED" or "CLOSED" => "ok", "CANCELED" => "dim", "TIMEDOUT" => "wait", _ => "run" });

    private static string Link(PageContext page, string tab, string session) => $"{page.Root}{tab}session/?id={Uri.EscapeDataString(session)}";
}
