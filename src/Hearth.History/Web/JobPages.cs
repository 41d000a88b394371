using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class JobPages
{
    private static readonly (string, string)[] s_states = [("", "all states"), ("running", "running"), ("succeeded", "succeeded"), ("failed", "failed"), ("unknown", "unknown")];

    public static Html List(PageContext page)
    {
        var state = page.Query.Text("state", "");
        var view = TableView.Of(page.Query, "id", descending: true, ("state", state));
        var html = new Html();
        var all = page.App.Jobs.Values;
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(all.Count(j => j.Status == JobStatus.Running)), "running");
            Pieces.Tile(tiles, Show.Count(all.Count(j => j.Status == JobStatus.Succeeded)), "succeeded");
            var failed = all.Count(j => j.Status == JobStatus.Failed);
            Pieces.Tile(tiles, Show.Count(failed), "failed", failed > 0 ? "bad" : "");
            Pieces.Tile(tiles, page.App.Environment.Spark("spark.scheduler.mode") ?? "FIFO", "scheduling mode");
        });
        OverviewPage.JobBars(html, page);
        SearchForm.Write(html, view, "description or group", ("state", "State", s_states));
        Columns(page).Write(
            html,
            all.Where(j => (state.Length == 0 || j.Status.ToString().Equals(state, StringComparison.OrdinalIgnoreCase)) && (view.Finds(j.Description ?? j.Name) || view.Finds(j.Group))),
            view,
            "This application has run no jobs.");
        return html;
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.Jobs.TryGetValue(id, out var job))
            throw RestException.NotFound($"There is no job {id} in this application.");
        page.Title = $"Job {id}";
        var html = new Html();
        html.Add($"<p class=\"lead\">{job.Description ?? job.Name}</p><p class=\"facts\">{Pieces.State(job.Status)} <span>{Show.Time(job.SubmissionTime)}</span> <span>{Show.Duration(Duration(job, page))}</span>");
        if (job.Group is { } group)
            html.Add($" <span>group <code>{group}</code></span>");
        if (job.Tags.Length > 0)
            html.Add($" <span>tags {string.Join(", ", job.Tags)}</span>");
        if (job.SqlExecutionId is { } sql)
            html.Add($" <a href=\"{page.Root}SQL/execution/?id={sql}\">SQL execution {sql}</a>");
        html.Add($"</p>");
        if (job.Error is { } error)
            html.Add($"<div class=\"notice bad\"><details><summary>{Show.Reason(error, 200)}</summary><pre>{error}</pre></details></div>");
        var stages = job.StageIds.Distinct().SelectMany(page.StagesOf).OrderBy(s => s.Key).ToList();
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, $"{Show.Count(job.CompletedStages.Count)} / {Show.Count(job.StageIds.Length)}", job.SkippedStages.Count > 0 ? $"stages, {job.SkippedStages.Count} skipped" : "stages");
            Pieces.Tile(tiles, $"{Show.Count(job.CompletedTasks)} / {Show.Count(job.Tasks - job.SkippedTasks)}", "tasks");
            Pieces.Tile(tiles, Show.Count(job.FailedTasks), "failed tasks", job.FailedTasks > 0 ? "bad" : "");
            Pieces.Tile(tiles, Show.Duration(stages.Sum(s => s.Executors.Values.Sum(x => x.TaskTime))), "time in tasks");
        });
        var from = job.SubmissionTime ?? page.From;
        var to = Math.Max(from + 1, job.CompletionTime ?? page.To);
        StagePages.Bars(html, page, stages, from, to);
        html.Add($"<h2>Stages</h2>");
        StagePages.Columns(page).Write(html, stages, "No stage of this job is known.");
        if (stages.Count > 1)
        {
            html.Add($"<h2>How stages follow each other</h2>");
            Graph(html, page, stages);
        }

        return html;
    }

    public static string Link(PageContext page, int id) => $"{page.Root}jobs/job/?id={id}";

    private static Table<Job> Columns(PageContext page) => new Table<Job>("Jobs")
        .Number("Id", "id", j => j.Id)
        .Cell("Description", "name", j => j.Description ?? j.Name, (html, j) => Description(html, page, j)).Wide()
        .Cell("State", "state", j => j.Status, (html, j) => html.Add($"{Pieces.State(j.Status)}"))
        .Clock("Submitted", "time", page, j => j.SubmissionTime)
        .Duration("Duration", "duration", j => Duration(j, page))
        .Cell("Stages", "stages", j => j.StageIds.Length, Stages, number: true)
        .Cell("Tasks", "tasks", j => j.Tasks, (html, j) => StagePages.TaskCounts(html, j.CompletedTasks, j.FailedTasks, j.Tasks - j.SkippedTasks), number: true);

    private static void Description(Html html, PageContext page, Job job)
    {
        html.Add($"<a href=\"{Link(page, job.Id)}\">{job.Description ?? job.Name}</a>");
        if (job.Group is { } group)
            html.Add($" <span class=\"tag\">{group}</span>");
        if (job.Status == JobStatus.Failed && job.Error is { } error)
            Pieces.Failure(html, error);
    }

    private static void Stages(Html html, Job job)
    {
        html.Add($"{job.CompletedStages.Count} / {job.StageIds.Length - job.SkippedStages.Count}");
        if (job.FailedStages > 0)
            html.Add($" <span class=\"bad\">{job.FailedStages} failed</span>");
        if (job.SkippedStages.Count > 0)
            html.Add($" <span class=\"dim\">{job.SkippedStages.Count} skipped</span>");
    }

    private static void Graph(Html html, PageContext page, List<Stage> stages)
    {
        // The last attempt of a stage stands for all.
        var last = stages.GroupBy(s => s.Info.Id).ToDictionary(g => g.Key, g => g.Last());
        GraphChart.Draw(
            html,
            "Stages",
            [.. last.Values.Select(s => new GraphNode(
                s.Info.Id, $"Stage {s.Info.Id}", [s.Info.Name, $"{s.Status.ToString().ToLowerInvariant()}, {Show.Count(s.Info.Tasks)} tasks, {Show.Duration(StagePages.Duration(s, page))}"],
                s.Description ?? s.Info.Name, "b-" + Pieces.Kind(s.Status), Link: StagePages.Link(page, s)))],
            last.Values.SelectMany(s => s.Info.ParentIds.Select(parent => ((long)parent, (long)s.Info.Id))));
    }

    private static long Duration(Job job, PageContext page) => job.SubmissionTime is { } start ? (job.CompletionTime ?? page.To) - start : -1;
}
