using Hearth.History.Model;
using Hearth.History.Web.Parts;
using Microsoft.AspNetCore.Components;

namespace Hearth.History.Web.Charts;

/// <summary>Jobs, stages and executors as bars over time.</summary>
internal static class TimeBars
{
    private const int Most = 500;

    /// <param name="within">The application's time when none is given.</param>
    public static RenderFragment Jobs(PageContext page, IEnumerable<Job> jobs, Span? within = null)
    {
        var all = jobs.Where(j => j.SubmissionTime is not null).OrderBy(j => j.Id).ToList();
        return Draw("Jobs", all, within ?? page.Time, job => new(
            job.SubmissionTime!.Value, job.CompletionTime ?? page.To, $"Job {job.Id}: {Show.Line(JobTable.Title(job), 200)} – {Show.Duration(page.Duration(job))}", Kinds.Of(job.Status), page.Link(job)));
    }

    public static RenderFragment Stages(PageContext page, IEnumerable<Stage> stages, Span time)
    {
        var all = stages.Where(s => s.Info.SubmissionTime is not null).OrderBy(s => s.Key).ToList();
        return Draw("Stages", all, time, stage => new(
            stage.Info.SubmissionTime!.Value, stage.Info.CompletionTime ?? time.To,
            $"Stage {stage.Info.Id}.{stage.Info.Attempt}: {Show.Line(stage.Info.Name, 200)} – {Show.Count(stage.Info.Tasks)} tasks, {Show.Duration(page.Duration(stage))}", Kinds.Of(stage.Status), page.Link(stage)));
    }

    /// <summary>Executors that were there in a time, all of the application's when none is given.</summary>
    public static RenderFragment Executors(PageContext page, Span? within = null)
    {
        var time = within ?? page.Time;
        var all = page.App.Executors.Values.Where(x => x.Id != "driver" && x.AddTime <= time.To && (x.RemoveTime ?? page.To) >= time.From).OrderBy(x => x.AddTime).ToList();
        return Draw("Executors", all, time, executor => new(
            executor.AddTime, executor.RemoveTime ?? page.To,
            $"Executor {executor.Id} on {Show.Line(executor.HostName, 100)}, {executor.TotalCores} cores{(executor.RemoveReason is { } reason ? $" – removed: {Show.Line(reason, 200)}" : "")}",
            executor.RemoveTime is null ? "run" : "dim"));
    }

    private static RenderFragment Draw<T>(string title, List<T> all, Span time, Func<T, Bar> bar) =>
        TimeChart.Bars(all.Count > Most ? $"{title} (the first {Most} of {Show.Count(all.Count)})" : title, [.. all.Take(Most).Select(bar)], time);
}
