using Hearth.History.Model;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Web;

internal static class StagePages
{
    private static readonly (string, string)[] s_states =
        [("", "all states"), ("active", "active"), ("complete", "complete"), ("failed", "failed"), ("pending", "pending"), ("skipped", "skipped")];

    public static Html List(PageContext page)
    {
        var state = page.Query.Text("state", "");
        var view = TableView.Of(page.Query, "id", descending: true, ("state", state));
        var html = new Html();
        var all = page.App.Stages.Values;
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(all.Count(s => s.Status == StageStatus.Complete)), "complete");
            Pieces.Tile(tiles, Show.Count(all.Count(s => s.Status == StageStatus.Active)), "active");
            Pieces.Tile(tiles, Show.Count(all.Count(s => s.Status is StageStatus.Skipped or StageStatus.Pending)), "skipped or pending");
            var failed = all.Count(s => s.Status == StageStatus.Failed);
            Pieces.Tile(tiles, Show.Count(failed), "failed", failed > 0 ? "bad" : "");
        });
        SearchForm.Write(html, view, "name or description", ("state", "State", s_states));
        Columns(page).Write(
            html,
            all.Where(s => (state.Length == 0 || s.Status.ToString().Equals(state, StringComparison.OrdinalIgnoreCase)) && (view.Finds(s.Info.Name) || view.Finds(s.Description))),
            view,
            "This application has no stages in this state.");
        return html;
    }

    public static Table<Stage> Columns(PageContext page) => new Table<Stage>("Stages")
        .Cell("Stage", "id", s => s.Key, (html, s) => html.Add($"{s.Info.Id}{(s.Info.Attempt > 0 ? $".{s.Info.Attempt}" : "")}"), number: true)
        .Cell("Description", "name", s => s.Info.Name, (html, s) => Description(html, page, s)).Wide()
        .Cell("State", "state", s => s.Status, (html, s) => html.Add($"{Pieces.State(s.Status)}"))
        .Clock("Submitted", "time", page, s => s.Info.SubmissionTime)
        .Duration("Duration", "duration", s => Duration(s, page))
        .Cell("Tasks", "tasks", s => s.Info.Tasks, (html, s) => TaskCounts(html, s.CompletedTasks, s.FailedTasks, s.Info.Tasks), number: true)
        .Duration("Task time", "work", s => s.Executors.Values.Sum(x => x.TaskTime))
        .Bytes("Input", "input", s => s.Total(InputBytes))
        .Bytes("Output", "output", s => s.Total(OutputBytes))
        .Bytes("Shuffle read", "read", ShuffleRead)
        .Bytes("Shuffle write", "write", s => s.Total(ShuffleWriteBytes))
        .Bytes("Spill (disk)", "spill", s => s.Total(DiskBytesSpilled));

    public static void TaskCounts(Html html, long done, long failed, long of)
    {
        html.Add($"{Show.Count(done)} / {Show.Count(of)}");
        if (failed > 0)
            html.Add($" <span class=\"bad\">{Show.Count(failed)} failed</span>");
        html.Add($"{Pieces.Meter(done, failed, of)}");
    }

    public static void Bars(Html html, PageContext page, IEnumerable<Stage> stages, long from, long to)
    {
        const int Most = 500;
        var started = stages.Where(s => s.Info.SubmissionTime is not null).ToList();
        Chart.Bars(html, started.Count > Most ? $"Stages (the first {Most} of {Show.Count(started.Count)})" : "Stages", [.. started.OrderBy(s => s.Key).Take(Most).Select(s => new Chart.Bar(
            s.Info.SubmissionTime!.Value, s.Info.CompletionTime ?? to, $"Stage {s.Info.Id}.{s.Info.Attempt}: {s.Info.Name} – {Show.Count(s.Info.Tasks)} tasks, {Show.Duration(Duration(s, page))}",
            Pieces.Kind(s.Status), Link(page, s)))], from, to);
    }

    public static string Link(PageContext page, Stage stage) => $"{page.Root}stages/stage/?id={stage.Info.Id}&attempt={stage.Info.Attempt}";

    public static long Duration(Stage stage, PageContext page) => stage.Info.SubmissionTime is { } start ? (stage.Info.CompletionTime ?? page.To) - start : -1;

    public static long ShuffleRead(Stage stage) => stage.Total(ShuffleRemoteBytesRead) + stage.Total(ShuffleLocalBytesRead);

    private static void Description(Html html, PageContext page, Stage stage)
    {
        html.Add($"<a href=\"{Link(page, stage)}\">{stage.Info.Name}</a>");
        if (stage.Description is { } description && description != stage.Info.Name)
            html.Add($" <span class=\"dim\">{Show.Line(description, 200)}</span>");
        if (stage.Info.FailureReason is { } reason)
            Pieces.Failure(html, reason);
    }
}
