using Hearth.History.Model;
using Hearth.History.Rest;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Web;

internal static class StagePages
{
    private const int MostTasksDrawn = 1000;

    private static readonly Column[] s_columns =
    [
        new("Stage", "id", true), new("Description", "name"), new("State", "state"), new("Submitted (UTC)", "time", true), new("Duration", "duration", true),
        new("Tasks", "tasks", true), new("Input", "input", true), new("Output", "output", true), new("Shuffle read", "read", true), new("Shuffle write", "write", true), new("Spill (disk)", "spill", true),
    ];

    private static readonly (string Name, TaskColumn Column, bool IsTime)[] s_quantiles =
    [
        ("Run time", ExecutorRunTime, true), ("GC time", JvmGcTime, true), ("Deserialization", ExecutorDeserializeTime, true), ("Input", InputBytes, false), ("Output", OutputBytes, false),
        ("Shuffle read (remote)", ShuffleRemoteBytesRead, false), ("Shuffle read (local)", ShuffleLocalBytesRead, false), ("Shuffle write", ShuffleWriteBytes, false),
        ("Peak execution memory", PeakExecutionMemory, false), ("Spill (memory)", MemoryBytesSpilled, false), ("Spill (disk)", DiskBytesSpilled, false),
    ];

    private static readonly Column[] s_taskColumns =
    [
        new("Index", "Index", true), new("Id", "ID", true), new("Attempt", "Attempt", true), new("Status", "Status"), new("Locality", "Locality Level"), new("Executor", "Executor ID"), new("Host", "Host"),
        new("Launched (UTC)", "Launch Time", true), new("Duration", "Duration", true), new("GC", "GC Time", true), new("Input", "Input Size / Records", true),
        new("Shuffle read", "Shuffle Read Size / Records", true), new("Shuffle write", "Shuffle Write Size / Records", true), new("Spill (disk)", "Spill (Disk)", true), new("Error"),
    ];

    public static Html List(PageContext page)
    {
        var view = TableView.Of(page.Query, "id", descending: true);
        var html = new Html();
        var stages = page.App.Stages.Values.Where(s => view.Search.Length == 0
            || s.Info.Name.Contains(view.Search, StringComparison.OrdinalIgnoreCase) || s.Description?.Contains(view.Search, StringComparison.OrdinalIgnoreCase) == true);
        var sorted = (view.Sort switch
        {
            "name" => view.Order(stages, s => s.Info.Name),
            "state" => view.Order(stages, s => s.Status),
            "time" => view.Order(stages, s => s.Info.SubmissionTime ?? 0),
            "duration" => view.Order(stages, s => Duration(s, page)),
            "tasks" => view.Order(stages, s => s.Info.Tasks),
            "input" => view.Order(stages, s => s.Total(InputBytes)),
            "output" => view.Order(stages, s => s.Total(OutputBytes)),
            "read" => view.Order(stages, s => s.Total(ShuffleRemoteBytesRead) + s.Total(ShuffleLocalBytesRead)),
            "write" => view.Order(stages, s => s.Total(ShuffleWriteBytes)),
            "spill" => view.Order(stages, s => s.Total(DiskBytesSpilled)),
            _ => view.Order(stages, s => s.Key),
        }).ToList();
        JobPages.Search(html, view, "name or description");
        Rows(html, page, sorted.Skip(view.Skip).Take(view.Size), view);
        Table.Pages(html, view, sorted.Count);
        return html;
    }

    public static void Rows(Html html, PageContext page, IEnumerable<Stage> stages, TableView? view)
    {
        Table.Begin(html, "Stages", s_columns, view);
        foreach (var stage in stages)
            Row(html, page, stage);
        Table.End(html);
    }

    public static Html One(PageContext page)
    {
        var key = new StageKey(page.Id("id"), page.Query.Int("attempt", 0));
        if (!page.App.Stages.TryGetValue(key, out var stage))
            throw RestException.NotFound($"There is no attempt {key.Attempt} of stage {key.Id}.");
        page.Title = $"Stage {key.Id}.{key.Attempt}: {stage.Info.Name}";
        var html = new Html();
        Head(html, page, stage);
        Quantiles(html, stage);
        Timeline(html, page, stage);
        Executors(html, stage);
        Accumulators(html, stage);
        Tasks(html, page, stage, key);
        return html;
    }

    public static string Kind(StageStatus status) => status switch
    {
        StageStatus.Complete => "ok", StageStatus.Failed => "bad", StageStatus.Active => "run", _ => "dimmed",
    };

    private static string Css(StageStatus status) => status switch
    {
        StageStatus.Complete => "s-ok", StageStatus.Failed => "s-bad", StageStatus.Active => "s-wait", _ => "s-dim",
    };

    private static long Duration(Stage stage, PageContext page) => stage.Info.SubmissionTime is { } start ? (stage.Info.CompletionTime ?? page.To) - start : -1;

    private static void Row(Html html, PageContext page, Stage stage)
    {
        var info = stage.Info;
        html.Add($"<tr><td class=\"n\">{info.Id}.{info.Attempt}</td><td><a href=\"{page.Root}stages/stage/?id={info.Id}&amp;attempt={info.Attempt}\">{info.Name}</a> <span class=\"dim\">{stage.Description}</span>");
        if (info.FailureReason is { } reason)
            html.Add($"<details><summary class=\"s-bad\">failure</summary><pre>{reason}</pre></details>");
        html.Add($"</td><td class=\"status {Css(stage.Status)}\">{stage.Status}</td><td class=\"n\">{Show.Time(info.SubmissionTime)}</td><td class=\"n\">{Show.Duration(Duration(stage, page))}</td>");
        html.Add($"<td class=\"n\">{Show.Count(stage.CompletedTasks)}/{Show.Count(info.Tasks)}");
        if (stage.FailedTasks > 0)
            html.Add($" <span class=\"s-bad\">({stage.FailedTasks} failed)</span>");
        html.Add($" {JobPages.Meter(stage.CompletedTasks, info.Tasks)}</td><td class=\"n\">{Show.Bytes(stage.Total(InputBytes))}</td><td class=\"n\">{Show.Bytes(stage.Total(OutputBytes))}</td>");
        html.Add($"<td class=\"n\">{Show.Bytes(stage.Total(ShuffleRemoteBytesRead) + stage.Total(ShuffleLocalBytesRead))}</td><td class=\"n\">{Show.Bytes(stage.Total(ShuffleWriteBytes))}</td>");
        html.Add($"<td class=\"n\">{Show.Bytes(stage.Total(DiskBytesSpilled))}</td></tr>");
    }

    private static void Head(Html html, PageContext page, Stage stage)
    {
        html.Add($"<p><span class=\"status {Css(stage.Status)}\">{stage.Status}</span>, {Show.Duration(Duration(stage, page))}, pool {stage.Pool}, jobs ");
        foreach (var job in stage.JobIds)
            html.Add($"<a href=\"{page.Root}jobs/job/?id={job}\">{job}</a> ");
        html.Add($"</p>");
        if (stage.Info.FailureReason is { } reason)
            html.Add($"<pre>{reason}</pre>");
        html.Add($"<ul class=\"tiles\"><li><b>{Show.Count(stage.CompletedTasks)}/{Show.Count(stage.Info.Tasks)}</b><span>tasks, {stage.FailedTasks} failed, {stage.KilledTasks} killed</span></li>");
        html.Add($"<li><b>{Show.Duration(stage.Executors.Values.Sum(x => x.TaskTime))}</b><span>time in tasks</span></li><li><b>{Show.Bytes(stage.Total(InputBytes))}</b><span>input, {Show.Count(stage.Total(InputRecords))} records</span></li>");
        html.Add($"<li><b>{Show.Bytes(stage.Total(ShuffleRemoteBytesRead) + stage.Total(ShuffleLocalBytesRead))}</b><span>shuffle read</span></li><li><b>{Show.Bytes(stage.Total(ShuffleWriteBytes))}</b><span>shuffle write</span></li>");
        html.Add($"<li><b>{Show.Bytes(stage.Total(DiskBytesSpilled))}</b><span>spilled to disk</span></li><li><b>{string.Join(", ", stage.Localities.Select(l => $"{l.Key} {l.Value}"))}</b><span>locality</span></li></ul>");
        html.Add($"<details><summary>Call site</summary><pre>{stage.Info.Details}</pre></details>");
    }

    private static void Quantiles(Html html, Stage stage)
    {
        if (TaskQuantiles.Of(stage, [0, 0.25, 0.5, 0.75, 1]) is not { } quantiles)
            return;
        html.Add($"<h2>{Show.Count(quantiles.TaskCount)} successful tasks</h2>");
        Table.Begin(html, "Quantiles", [new("Metric"), new("Min", null, true), new("25 %", null, true), new("Median", null, true), new("75 %", null, true), new("Max", null, true)]);
        Row("Duration", quantiles.Duration(), true);
        Row("Scheduler delay", quantiles.SchedulerDelay(), true);
        foreach (var (name, column, isTime) in s_quantiles)
        {
            // Metrics that no task has are not worth a row.
            if (stage.Total(column) != 0)
                Row(name, quantiles.Of(column), isTime);
        }

        Table.End(html);

        void Row(string name, long[] values, bool isTime)
        {
            html.Add($"<tr><th scope=\"row\">{name}</th>");
            foreach (var value in values)
                html.Add($"<td class=\"n\">{(isTime ? Show.Duration(value) : Show.Bytes(value))}</td>");
            html.Add($"</tr>");
        }
    }

    private static void Timeline(Html html, PageContext page, Stage stage)
    {
        var rows = TaskQuery.ById(stage);
        if (rows.Length == 0)
            return;
        var rowOf = TaskQuery.Reader(stage);
        var bars = rows.Take(MostTasksDrawn).Select(number => rowOf(number)).Select(row => new Chart.Bar(
            row[LaunchTime], row[FinishTime] == 0 ? page.To : row[FinishTime],
            $"Task {row[TaskColumn.Index]} (id {row[TaskId]}) on executor {page.App.Strings[row[TaskColumn.Executor]]}: {TaskView.StatusText((TaskState)row[Status])}, {Show.Duration(TaskView.Duration(row, page.App.LastUpdated))}",
            (TaskState)row[Status] switch { TaskState.Success => "ok", TaskState.Failed => "bad", TaskState.Killed => "dimmed", _ => "run" })).ToList();
        var from = bars.Min(b => b.From);
        Chart.Bars(html, rows.Length > MostTasksDrawn ? $"Tasks over time (the first {MostTasksDrawn} of {Show.Count(rows.Length)})" : "Tasks over time", bars, from, Math.Max(from + 1, bars.Max(b => b.To)));
    }

    private static void Executors(Html html, Stage stage)
    {
        if (stage.Executors.Count == 0)
            return;
        html.Add($"<details><summary>By executor ({stage.Executors.Count})</summary>");
        Table.Begin(html, "By executor", [new("Executor"), new("Task time", null, true), new("Succeeded", null, true), new("Failed", null, true), new("Killed", null, true), new("Input", null, true), new("Output", null, true), new("Shuffle read", null, true), new("Shuffle write", null, true), new("Spill (disk)", null, true), new("Peak heap", null, true), new("Excluded")]);
        foreach (var (id, x) in stage.Executors.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            html.Add($"<tr><td>{id}</td><td class=\"n\">{Show.Duration(x.TaskTime)}</td><td class=\"n\">{x.SucceededTasks}</td><td class=\"n\">{x.FailedTasks}</td><td class=\"n\">{x.KilledTasks}</td><td class=\"n\">{Show.Bytes(x.InputBytes)}</td><td class=\"n\">{Show.Bytes(x.OutputBytes)}</td>");
            html.Add($"<td class=\"n\">{Show.Bytes(x.ShuffleRead)}</td><td class=\"n\">{Show.Bytes(x.ShuffleWrite)}</td><td class=\"n\">{Show.Bytes(x.DiskBytesSpilled)}</td><td class=\"n\">{(x.Peaks.IsSet ? Show.Bytes(x.Peaks[ExecutorMetric.JvmHeapMemory]) : "not measured")}</td><td>{(x.IsExcluded ? "yes" : "")}</td></tr>");
        }

        Table.End(html);
        html.Add($"</details>");
    }

    private static void Accumulators(Html html, Stage stage)
    {
        if (stage.Info.Accumulables.Length == 0)
            return;
        html.Add($"<h2>Accumulators</h2>");
        Table.Begin(html, "Accumulators", [new("Name"), new("Value", null, true)]);
        foreach (var accumulable in stage.Info.Accumulables)
            html.Add($"<tr><td>{accumulable.Name}</td><td class=\"n\">{accumulable.Value}</td></tr>");
        Table.End(html);
    }

    private static void Tasks(Html html, PageContext page, Stage stage, StageKey key)
    {
        var view = TableView.Of(page.Query, "Index", descending: false);
        var keep = $"id={key.Id}&attempt={key.Attempt}&";
        var rows = TaskTableOrder.Sort(stage, page.App, view.Sort, !view.Descending);
        if (view.Search.Length > 0)
            rows = TaskTableOrder.Search(stage, page.App, rows, view.Search);
        html.Add($"<h2 id=\"tasks\">Tasks</h2><form class=\"find\" role=\"search\"><input type=\"hidden\" name=\"id\" value=\"{key.Id}\"><input type=\"hidden\" name=\"attempt\" value=\"{key.Attempt}\"><input type=\"search\" name=\"search\" value=\"{view.Search}\" placeholder=\"executor, host, status, error\" aria-label=\"Search tasks\"><button>Search</button></form>");
        Table.Begin(html, "Tasks", s_taskColumns, view, keep);
        var rowOf = TaskQuery.Reader(stage);
        foreach (var number in rows.Skip(view.Skip).Take(view.Size))
            TaskRowOf(html, page.App, rowOf(number));
        Table.End(html);
        Table.Pages(html, view, rows.Length, keep);
    }

    private static void TaskRowOf(Html html, Application app, TaskRow row)
    {
        var status = (TaskState)row[Status];
        var css = status switch { TaskState.Success => "s-ok", TaskState.Failed => "s-bad", TaskState.Killed => "s-dim", _ => "s-wait" };
        html.Add($"<tr><td class=\"n\">{row[TaskColumn.Index]}</td><td class=\"n\">{row[TaskId]}</td><td class=\"n\">{row[Attempt]}{(row[Speculative] != 0 ? " (speculative)" : "")}</td><td class=\"status {css}\">{TaskView.StatusText(status)}</td>");
        html.Add($"<td>{app.Strings[row[Locality]]}</td><td>{app.Strings[row[TaskColumn.Executor]]}</td><td>{app.Strings[row[Host]]}</td><td class=\"n\">{Show.Time(row[LaunchTime])}</td><td class=\"n\">{Show.Duration(TaskView.Duration(row, app.LastUpdated))}</td>");
        html.Add($"<td class=\"n\">{Show.Duration(row[JvmGcTime])}</td><td class=\"n\">{Show.Bytes(row[InputBytes])}</td><td class=\"n\">{Show.Bytes(row[ShuffleRemoteBytesRead] + row[ShuffleLocalBytesRead])}</td><td class=\"n\">{Show.Bytes(row[ShuffleWriteBytes])}</td><td class=\"n\">{Show.Bytes(row[DiskBytesSpilled])}</td><td>");
        if (row[Error] != 0)
        {
            var error = app.Strings[row[Error] - 1];
            var line = error.Split('\n', 2)[0];
            html.Add($"<details><summary>{(line.Length > 100 ? line[..100] + "…" : line)}</summary><pre>{error}</pre></details>");
        }

        html.Add($"</td></tr>");
    }
}
