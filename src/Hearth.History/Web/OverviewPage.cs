using Hearth.History.Model;

namespace Hearth.History.Web;

/// <summary>Where the time went, on one page: figures, tasks and cores over time, what came and went, what was slow and what failed.</summary>
internal static class OverviewPage
{
    private const int Buckets = 500;
    private const int MostBars = 500;
    private const int MostExecutors = 250;
    private const int Listed = 5;

    public static Html Render(PageContext page)
    {
        var (app, html) = (page.App, new Html());
        Tiles(html, page);
        var (from, to) = (page.From, page.To);
        Chart.Series(
            html, "Running tasks", "tasks", [new("cores", "cores", Timeline.Cores(app, from, to, Buckets)), new("running tasks", "tasks", Timeline.RunningTasks(app, from, to, Buckets))],
            from, to, page.Site.Api("v2", page.Attempt) + "timeline");
        JobBars(html, page);
        StagePages.Bars(html, page, app.Stages.Values, from, to);
        ExecutorBars(html, page);
        Failures(html, page);
        html.Add($"<h2>Where the task time went</h2>");
        StagePages.Columns(page).Write(
            html, [.. app.Stages.Values.OrderByDescending(s => s.Executors.Values.Sum(x => x.TaskTime)).Take(Listed)], "No task has ended yet.");
        return html;
    }

    public static void JobBars(Html html, PageContext page)
    {
        var jobs = page.App.Jobs.Values.Where(j => j.SubmissionTime is not null).OrderBy(j => j.Id).Take(MostBars)
            .Select(j => new Chart.Bar(
                j.SubmissionTime!.Value, j.CompletionTime ?? page.To, $"Job {j.Id}: {Show.Line(j.Description ?? j.Name, 200)} – {Show.Duration((j.CompletionTime ?? page.To) - j.SubmissionTime.Value)}",
                Pieces.Kind(j.Status), JobPages.Link(page, j.Id))).ToList();
        Chart.Bars(html, page.App.Jobs.Count > MostBars ? $"Jobs (the first {MostBars} of {Show.Count(page.App.Jobs.Count)})" : "Jobs", jobs, page.From, page.To);
    }

    public static void ExecutorBars(Html html, PageContext page)
    {
        var executors = page.App.Executors.Values.Where(x => x.Id != "driver").OrderBy(x => x.AddTime).ToList();
        Chart.Bars(html, executors.Count > MostExecutors ? $"Executors (the first {MostExecutors} of {Show.Count(executors.Count)})" : "Executors", [.. executors.Take(MostExecutors)
            .Select(x => new Chart.Bar(
                x.AddTime, x.RemoveTime ?? page.To, $"Executor {x.Id} on {x.HostName}, {x.TotalCores} cores{(x.RemoveReason is { } reason ? $" – removed: {Show.Line(reason, 200)}" : "")}",
                x.RemoveTime is null ? "run" : "dim"))], page.From, page.To);
    }

    private static void Tiles(Html html, PageContext page)
    {
        var app = page.App;
        var taskTime = app.Stages.Values.Sum(s => s.Executors.Values.Sum(x => x.TaskTime));
        var coreTime = app.Executors.Values.Sum(x => x.TotalCores * Math.Max(0, (x.RemoveTime ?? page.To) - x.AddTime));
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Duration(page.To - page.From), app.Completed ? "duration" : page.Attempt.Log.IsComplete ? "until its log ends" : "running so far");
            if (coreTime > 0)
                Pieces.Tile(tiles, Show.Percent(Math.Min(1, (double)taskTime / coreTime)), "of cores' time in tasks", taskTime < coreTime / 2 ? "wait" : "ok");
            Pieces.Tile(tiles, Show.Duration(taskTime), "time in tasks");
            Pieces.Tile(tiles, Show.Duration(coreTime), "time of cores");
            var failed = app.Jobs.Values.Count(j => j.Status == JobStatus.Failed);
            Pieces.Tile(tiles, Show.Count(app.Jobs.Count), failed > 0 ? $"jobs, {Show.Count(failed)} failed" : "jobs", failed > 0 ? "bad" : "");
            Pieces.Tile(tiles, Show.Count(app.Stages.Count), "stages");
            Pieces.Tile(tiles, Show.Count(app.TaskCount), "tasks");
            Pieces.Tile(tiles, Show.Size(app.Stages.Values.Sum(s => s.Total(TaskColumn.InputBytes))), "read");
            Pieces.Tile(tiles, Show.Size(app.Stages.Values.Sum(s => s.Total(TaskColumn.ShuffleWriteBytes))), "shuffled");
            var spilled = app.Stages.Values.Sum(s => s.Total(TaskColumn.DiskBytesSpilled));
            Pieces.Tile(tiles, Show.Size(spilled), "spilled to disk", spilled > 0 ? "wait" : "");
        });
        html.Add($"<p class=\"dim\">{Show.Time(app.StartTime)} to {(app.Completed ? Show.Time(app.EndTime) : page.Attempt.Log.IsComplete ? "an end that the log does not tell" : "now")}. {Show.Count(app.Lines)} events in the log.</p>");
    }

    private static void Failures(Html html, PageContext page)
    {
        var jobs = page.App.Jobs.Values.Where(j => j.Status == JobStatus.Failed).OrderBy(j => j.Id).ToList();
        if (jobs.Count == 0)
            return;
        html.Add($"<h2>What failed</h2><ul class=\"plain\">");
        foreach (var job in jobs.Take(Listed))
        {
            html.Add($"<li><a href=\"{JobPages.Link(page, job.Id)}\">Job {job.Id}: {Show.Line(job.Description ?? job.Name, 200)}</a> ");
            Pieces.Failure(html, job.Error ?? "no reason is known");
            html.Add($"</li>");
        }

        html.Add($"</ul>");
        if (jobs.Count > Listed)
            html.Add($"<p><a href=\"{page.Root}jobs/?state=failed\">All {Show.Count(jobs.Count)} failed jobs</a></p>");
    }
}
