using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class ExecutorsPage
{
    private static readonly (string Name, int Metric)[] s_peaks =
    [
        ("JVM heap", ExecutorMetric.JvmHeapMemory), ("JVM off heap", 1), ("On-heap execution", 2), ("Off-heap execution", 3), ("On-heap storage", 4), ("Off-heap storage", 5),
        ("Direct pool", 8), ("Mapped pool", 9), ("JVM resident", 11), ("Python resident", 13), ("Other resident", 15),
    ];

    private static readonly (string, string)[] s_states = [("", "all states"), ("active", "active"), ("removed", "removed")];

    public static Html Render(PageContext page)
    {
        var state = page.Query.Text("state", "");
        var view = TableView.Of(page.Query, "id", descending: false, ("state", state));
        var html = new Html();
        var all = page.App.Executors.Values;
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(all.Count(x => x.IsActive && x.Id != "driver")), "active executors");
            Pieces.Tile(tiles, Show.Count(all.Count(x => !x.IsActive)), "removed");
            Pieces.Tile(tiles, Show.Count(all.Where(x => x.IsActive).Sum(x => x.TotalCores)), "cores");
            Pieces.Tile(tiles, Show.Duration(all.Sum(x => x.TotalDuration)), "task time");
            Pieces.Tile(tiles, Show.Duration(all.Sum(ExecutorsResource.TotalGcTime)), "GC time");
            var failed = all.Sum(x => x.FailedTasks);
            Pieces.Tile(tiles, Show.Count(failed), "failed tasks", failed > 0 ? "bad" : "");
            Pieces.Tile(tiles, Show.Size(all.Sum(x => x.TotalShuffleWrite)), "shuffle write");
        });
        OverviewPage.ExecutorBars(html, page);
        SearchForm.Write(html, view, "id or host", ("state", "State", s_states));
        Columns(page).Write(
            html,
            all.Where(x => (state.Length == 0 || x.IsActive == (state == "active")) && (view.Finds(x.Id) || view.Finds(x.HostPort ?? x.HostName))),
            view,
            "No executor is in this state.");
        Peaks(html, all);
        Processes(html, page.App);
        return html;
    }

    private static Table<Executor> Columns(PageContext page) => new Table<Executor>("Executors")
        .Cell("Executor", "id", x => int.TryParse(x.Id, out var number) ? number : -1, (html, x) => html.Add($"<b>{x.Id}</b>"))
        .Text("Address", "address", x => x.HostPort ?? x.HostName)
        .Cell("State", "state", x => x.IsActive, State)
        .Number("Cores", "cores", x => x.TotalCores)
        .Cell("Storage memory", "memory", x => x.MemoryUsed, (html, x) => html.Add($"{Show.Size(x.MemoryUsed)} / {Show.Size(x.MaxMemory)}"), number: true)
        .Bytes("Disk", "disk", x => x.DiskUsed)
        .Cell("Tasks", "complete", x => x.CompletedTasks, Tasks, number: true)
        .Duration("Task time", "time", x => x.TotalDuration)
        .Cell("GC", "gc", ExecutorsResource.TotalGcTime, GcTime, number: true)
        .Bytes("Input", "input", x => x.TotalInputBytes)
        .Bytes("Shuffle read", "read", x => x.TotalShuffleRead)
        .Bytes("Shuffle write", "write", x => x.TotalShuffleWrite)
        .Cell("Added", "added", x => x.AddTime, (html, x) => html.Add($"{page.Clock(x.AddTime)}"), number: true)
        .Cell("Removed", "removed", x => x.RemoveTime ?? long.MaxValue, (html, x) => Removed(html, page, x)).Wide().When(x => x.RemoveTime is not null)
        .Cell("Logs", Logs).When(x => x.Logs.Count > 0);

    private static void State(Html html, Executor x)
    {
        html.Add($"{Pieces.State(x.IsActive ? "active" : "removed", x.IsActive ? "ok" : "dim")}");
        if (x.IsExcluded)
            html.Add($" {Pieces.State("excluded", "bad")}");
    }

    private static void Tasks(Html html, Executor x)
    {
        html.Add($"{Show.Count(x.CompletedTasks)}");
        if (x.ActiveTasks > 0)
            html.Add($" <span class=\"dim\">{Show.Count(x.ActiveTasks)} active</span>");
        if (x.FailedTasks > 0)
            html.Add($" <span class=\"bad\">{Show.Count(x.FailedTasks)} failed</span>");
    }

    /// <summary>More than a tenth of the time is worth a look, as in Spark's page.</summary>
    private static void GcTime(Html html, Executor x)
    {
        var gc = ExecutorsResource.TotalGcTime(x);
        var much = x.TotalDuration > 0 && gc * 10 > x.TotalDuration;
        html.Add($"<span{(much ? new Markup(" class=\"warn\" title=\"more than a tenth of the task time\"") : default)}>{Show.Duration(gc)}</span>");
    }

    private static void Removed(Html html, PageContext page, Executor x)
    {
        if (x.RemoveTime is null)
            return;
        html.Add($"<span class=\"nowrap\">{page.Clock(x.RemoveTime)}</span> ");
        if (x.RemoveReason is { } reason)
            Pieces.Failure(html, reason, 60);
    }

    private static void Logs(Html html, Executor x)
    {
        foreach (var (name, url) in x.Logs)
        {
            // Only web addresses become links; a log may claim anything.
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                html.Add($"<a class=\"fit\" rel=\"noreferrer noopener\" href=\"{url}\">{name}</a> ");
        }
    }

    private static void Peaks(Html html, IEnumerable<Executor> all)
    {
        html.Add($"<h2>Peak memory</h2>");
        var measured = all.Where(x => x.Peaks.IsSet).OrderBy(x => int.TryParse(x.Id, out var id) ? id : -1).ToList();
        if (measured.Count == 0)
        {
            html.Add($"<p class=\"empty\">Not measured: executors of this application reported no peaks.</p>");
            return;
        }

        var table = new Table<Executor>("Peak memory").Cell("Executor", (cell, x) => cell.Add($"<b>{x.Id}</b>"));
        foreach (var (name, metric) in s_peaks)
            table.Bytes(name, null, x => x.Peaks[metric]);
        table.Write(html, [.. measured.Take(TableView.LargestPage)]);
        if (!measured.Exists(x => x.Peaks[11] > 0))
            html.Add($"<p class=\"dim\">Resident memory is measured with spark.executor.processTreeMetrics.enabled=true.</p>");
    }

    private static void Processes(Html html, Application app)
    {
        if (app.Processes.Count == 0)
            return;
        html.Add($"<h2>Other processes</h2>");
        new Table<MiscellaneousProcess>("Other processes")
            .Text("Process", p => p.Id).Text("Address", p => p.HostPort).Number("Cores", null, p => p.Cores).Time("Added", null, p => p.AddTime)
            .Write(html, app.Processes.Values);
    }
}
