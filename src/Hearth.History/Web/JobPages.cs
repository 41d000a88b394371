using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class JobPages
{
    private static readonly Column[] s_columns =
    [
        new("Id", "id", true), new("Description", "name"), new("State", "state"), new("Submitted (UTC)", "time", true), new("Duration", "duration", true),
        new("Stages", "stages", true), new("Tasks", "tasks", true),
    ];

    public static Html List(PageContext page)
    {
        var view = TableView.Of(page.Query, "id", descending: true);
        var html = new Html();
        var jobs = page.App.Jobs.Values.Where(j => view.Search.Length == 0
            || (j.Description ?? j.Name).Contains(view.Search, StringComparison.OrdinalIgnoreCase) || j.Group?.Contains(view.Search, StringComparison.OrdinalIgnoreCase) == true);
        var sorted = (view.Sort switch
        {
            "name" => view.Order(jobs, j => j.Description ?? j.Name),
            "state" => view.Order(jobs, j => j.Status),
            "time" => view.Order(jobs, j => j.SubmissionTime ?? 0),
            "duration" => view.Order(jobs, j => Duration(j, page)),
            "stages" => view.Order(jobs, j => j.StageIds.Length),
            "tasks" => view.Order(jobs, j => j.Tasks),
            _ => view.Order(jobs, j => j.Id),
        }).ToList();
        Search(html, view, "description or group");
        Table.Begin(html, "Jobs", s_columns, view);
        foreach (var job in sorted.Skip(view.Skip).Take(view.Size))
            Row(html, page, job);
        Table.End(html);
        Table.Pages(html, view, sorted.Count);
        return html;
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.Jobs.TryGetValue(id, out var job))
            throw RestException.NotFound($"There is no job {id}.");
        page.Title = $"Job {id}: {job.Description ?? job.Name}";
        var html = new Html();
        html.Add($"<p><span class=\"status {Css(job.Status)}\">{job.Status}</span>, {Show.Time(job.SubmissionTime)} UTC, {Show.Duration(Duration(job, page))}");
        if (job.Group is { } group)
            html.Add($", group {group}");
        if (job.SqlExecutionId is { } sql)
            html.Add($", <a href=\"{page.Root}SQL/execution/?id={sql}\">SQL execution {sql}</a>");
        html.Add($"</p>");
        if (job.Error is { } error)
            html.Add($"<pre>{error}</pre>");
        var stages = page.App.Stages.Values.Where(s => job.StageIds.Contains(s.Info.Id)).OrderBy(s => s.Key).ToList();
        var from = job.SubmissionTime ?? page.From;
        var to = Math.Max(from + 1, job.CompletionTime ?? page.To);
        Chart.Bars(html, "Stages over time", [.. stages.Where(s => s.Info.SubmissionTime is not null).Select(s => new Chart.Bar(
            s.Info.SubmissionTime!.Value, s.Info.CompletionTime ?? to, $"Stage {s.Info.Id}.{s.Info.Attempt}: {s.Info.Name}", StagePages.Kind(s.Status),
            $"{page.Root}stages/stage/?id={s.Info.Id}&attempt={s.Info.Attempt}"))], from, to);
        html.Add($"<h2>Stages</h2>");
        StagePages.Rows(html, page, stages, view: null);
        return html;
    }

    public static void Search(Html html, TableView view, string hint) => html.Add(
        $"<form class=\"find\" role=\"search\"><input type=\"search\" name=\"search\" value=\"{view.Search}\" placeholder=\"{hint}\" aria-label=\"Search\"><button>Search</button></form>");

    public static string Kind(JobStatus status) => status switch { JobStatus.Succeeded => "ok", JobStatus.Failed => "bad", _ => "run" };

    public static string Css(JobStatus status) => status switch { JobStatus.Succeeded => "s-ok", JobStatus.Failed => "s-bad", _ => "s-wait" };

    /// <summary>A bar of what is done; its width is a class because styles are not inline.</summary>
    public static Markup Meter(long done, long of) => new($"<span class=\"meter\" aria-hidden=\"true\"><i class=\"w{(of <= 0 ? 0 : Math.Clamp(done * 10 / of, 0, 10))}\"></i></span>");

    private static void Row(Html html, PageContext page, Job job)
    {
        html.Add($"<tr><td class=\"n\">{job.Id}</td><td><a href=\"{page.Root}jobs/job/?id={job.Id}\">{job.Description ?? job.Name}</a>");
        if (job.Group is { } group)
            html.Add($" <span class=\"dim\">({group})</span>");
        html.Add($"</td><td class=\"status {Css(job.Status)}\">{job.Status}</td><td class=\"n\">{Show.Time(job.SubmissionTime)}</td><td class=\"n\">{Show.Duration(Duration(job, page))}</td>");
        html.Add($"<td class=\"n\">{job.CompletedStages.Count}/{job.StageIds.Length - job.SkippedStages.Count}");
        if (job.SkippedStages.Count > 0)
            html.Add($" <span class=\"dim\">({job.SkippedStages.Count} skipped)</span>");
        if (job.FailedStages > 0)
            html.Add($" <span class=\"s-bad\">({job.FailedStages} failed)</span>");
        html.Add($"</td><td class=\"n\">{Show.Count(job.CompletedTasks)}/{Show.Count(job.Tasks - job.SkippedTasks)}");
        if (job.FailedTasks > 0)
            html.Add($" <span class=\"s-bad\">({job.FailedTasks} failed)</span>");
        html.Add($" {Meter(job.CompletedTasks, job.Tasks - job.SkippedTasks)}</td></tr>");
    }

    private static long Duration(Job job, PageContext page) => job.SubmissionTime is { } start ? (job.CompletionTime ?? page.To) - start : -1;
}
