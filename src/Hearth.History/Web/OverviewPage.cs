using Hearth.History.Model;

namespace Hearth.History.Web;

/// <summary>Where the time went, on one page: executors, jobs and running tasks over time.</summary>
internal static class OverviewPage
{
    private const int Buckets = 500;
    private const int MostBars = 500;

    public static Html Render(PageContext page)
    {
        var (app, html) = (page.App, new Html());
        Tiles(html, page);
        var (from, to) = (page.From, page.To);
        Chart.Area(html, "Tasks running", RunningTasks(app, from, to), from, to, "tasks");
        Chart.Area(html, "Cores of executors", Cores(app, from, to), from, to, "cores");
        var jobs = app.Jobs.Values.Where(j => j.SubmissionTime is not null).OrderBy(j => j.Id).Take(MostBars)
            .Select(j => new Chart.Bar(
                j.SubmissionTime!.Value, j.CompletionTime ?? to, $"Job {j.Id}: {j.Description ?? j.Name} ({Show.Duration((j.CompletionTime ?? to) - j.SubmissionTime.Value)})",
                JobPages.Kind(j.Status), $"{page.Root}jobs/job/?id={j.Id}")).ToList();
        Chart.Bars(html, jobs.Count < app.Jobs.Count ? $"Jobs (the first {MostBars} of {app.Jobs.Count})" : "Jobs", jobs, from, to);
        var stages = app.Stages.Values.Where(s => s.Info.SubmissionTime is not null).OrderBy(s => s.Key).Take(MostBars)
            .Select(s => new Chart.Bar(
                s.Info.SubmissionTime!.Value, s.Info.CompletionTime ?? to, $"Stage {s.Info.Id}.{s.Info.Attempt}: {s.Info.Name} ({s.Info.Tasks} tasks)",
                StagePages.Kind(s.Status), $"{page.Root}stages/stage/?id={s.Info.Id}&attempt={s.Info.Attempt}")).ToList();
        Chart.Bars(html, "Stages", stages, from, to);
        var executors = app.Executors.Values.OrderBy(x => x.AddTime).Take(250)
            .Select(x => new Chart.Bar(x.AddTime, x.RemoveTime ?? to, $"Executor {x.Id} on {x.HostName}, {x.TotalCores} cores {x.RemoveReason}", x.RemoveTime is null ? "ok" : "dimmed")).ToList();
        Chart.Bars(html, "Executors", executors, from, to);
        return html;
    }

    /// <summary>How many tasks ran on average in each part of the time.</summary>
    public static double[] RunningTasks(Application app, long from, long to, int buckets = Buckets)
    {
        var spans = new Spans(buckets, from, to);
        foreach (var stage in app.Stages.Values)
        {
            var count = stage.Tasks.Count;
            var launches = System.Buffers.ArrayPool<long>.Shared.Rent(count);
            var finishes = System.Buffers.ArrayPool<long>.Shared.Rent(count);
            stage.Tasks.CopyColumn(TaskColumn.LaunchTime, launches.AsSpan(0, count));
            stage.Tasks.CopyColumn(TaskColumn.FinishTime, finishes.AsSpan(0, count));
            for (var i = 0; i < count; i++)
                spans.Add(launches[i], finishes[i], 1);
            System.Buffers.ArrayPool<long>.Shared.Return(launches);
            System.Buffers.ArrayPool<long>.Shared.Return(finishes);
            foreach (var running in stage.RunningTasks.Values)
                spans.Add(running[TaskColumn.LaunchTime], to, 1);
        }

        return spans.Averages();
    }

    public static double[] Cores(Application app, long from, long to, int buckets = Buckets)
    {
        var spans = new Spans(buckets, from, to);
        foreach (var executor in app.Executors.Values)
            spans.Add(executor.AddTime, executor.RemoveTime ?? to, executor.TotalCores);
        return spans.Averages();
    }

    private static void Tiles(Html html, PageContext page)
    {
        var app = page.App;
        var taskTime = app.Stages.Values.Sum(s => s.Executors.Values.Sum(x => x.TaskTime));
        var coreTime = app.Executors.Values.Sum(x => x.TotalCores * Math.Max(0, (x.RemoveTime ?? page.To) - x.AddTime));
        html.Add($"<ul class=\"tiles\"><li><b>{Show.Duration(page.To - page.From)}</b><span>{(app.Completed ? "duration" : "running for")}</span></li>");
        html.Add($"<li><b>{Show.Count(app.Jobs.Count)}</b><span>jobs, {Show.Count(app.Jobs.Values.Count(j => j.Status == JobStatus.Failed))} failed</span></li>");
        html.Add($"<li><b>{Show.Count(app.Stages.Count)}</b><span>stages</span></li><li><b>{Show.Count(app.TaskCount)}</b><span>tasks</span></li>");
        html.Add($"<li><b>{Show.Duration(taskTime)}</b><span>time in tasks</span></li><li><b>{Show.Duration(coreTime)}</b><span>time of cores</span></li>");
        if (coreTime > 0)
            html.Add($"<li><b>{Math.Min(100, 100d * taskTime / coreTime)} %</b><span>of the cores' time was in tasks</span></li>");
        html.Add($"<li><b>{Show.Bytes(app.Stages.Values.Sum(s => s.Total(TaskColumn.InputBytes)))}</b><span>read</span></li>");
        html.Add($"<li><b>{Show.Bytes(app.Stages.Values.Sum(s => s.Total(TaskColumn.ShuffleWriteBytes)))}</b><span>shuffled</span></li>");
        html.Add($"<li><b>{Show.Bytes(app.Stages.Values.Sum(s => s.Total(TaskColumn.DiskBytesSpilled)))}</b><span>spilled to disk</span></li></ul>");
        html.Add($"<p class=\"dim\">User {app.User}, Spark {app.SparkVersion}, {Show.Time(app.StartTime)} to {(app.Completed ? Show.Time(app.EndTime) : "now")} UTC. Log: {Show.Count(app.Lines)} events.</p>");
    }

    /// <summary>Adds spans of time into buckets, in time that does not depend on their length.</summary>
    private sealed class Spans(int buckets, long from, long to)
    {
        private readonly double[] _whole = new double[buckets + 1];
        private readonly double[] _parts = new double[buckets + 1];
        private readonly double _width = Math.Max(1, to - from) / (double)buckets;

        public void Add(long begin, long end, double weight)
        {
            double a = Math.Clamp((begin - from) / _width, 0, buckets), b = Math.Clamp((end - from) / _width, 0, buckets);
            if (b <= a)
                return;
            int first = (int)a, last = (int)b;
            if (first == last)
            {
                _parts[first] += (b - a) * weight;
                return;
            }

            _parts[first] += (first + 1 - a) * weight;
            _parts[last] += (b - last) * weight;
            _whole[first + 1] += weight;
            _whole[last] -= weight;
        }

        public double[] Averages()
        {
            var averages = new double[_whole.Length - 1];
            double running = 0;
            for (var i = 0; i < averages.Length; i++)
            {
                running += _whole[i];
                averages[i] = Math.Max(0, running + _parts[i]);
            }

            return averages;
        }
    }
}
