using Hearth.History.Model;
using Hearth.History.Rest;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Web;

/// <summary>One attempt of a stage: what it did, how evenly, where, and its tasks.</summary>
internal static class StagePage
{
    private const int MostTasksDrawn = 1000;

    private static readonly (string Kind, string Name)[] s_phases =
        [("p-delay", "scheduler delay"), ("p-code", "(de)serialization, result"), ("p-wait", "fetch wait"), ("ok", "run"), ("p-gc", "GC"), ("p-write", "shuffle write"), ("bad", "failed")];

    private static readonly (string Name, TaskColumn Column, bool IsTime)[] s_quantiles =
    [
        ("Run time", ExecutorRunTime, true), ("GC time", JvmGcTime, true), ("Deserialization", ExecutorDeserializeTime, true), ("Result serialization", ResultSerializationTime, true),
        ("Input", InputBytes, false), ("Output", OutputBytes, false), ("Fetch wait", ShuffleFetchWaitTime, true),
        ("Shuffle read (remote)", ShuffleRemoteBytesRead, false), ("Shuffle read (local)", ShuffleLocalBytesRead, false), ("Shuffle write", ShuffleWriteBytes, false),
        ("Peak execution memory", PeakExecutionMemory, false), ("Spill (memory)", MemoryBytesSpilled, false), ("Spill (disk)", DiskBytesSpilled, false),
    ];

    public static Html Render(PageContext page)
    {
        var key = new StageKey(page.Id("id"), page.Query.Int("attempt", 0));
        if (!page.App.Stages.TryGetValue(key, out var stage))
            throw RestException.NotFound($"There is no attempt {key.Attempt} of stage {key.Id} in this application.");
        page.Title = key.Attempt == 0 ? $"Stage {key.Id}" : $"Stage {key.Id}, attempt {key.Attempt}";
        var html = new Html();
        Head(html, page, stage);
        Quantiles(html, stage);
        Timeline(html, page, stage);
        Executors(html, stage);
        Speculation(html, stage);
        Accumulators(html, stage);
        Rdds(html, stage);
        Tasks(html, page, stage, key);
        return html;
    }

    private static void Head(Html html, PageContext page, Stage stage)
    {
        html.Add($"<p class=\"lead\">{stage.Info.Name}</p><p class=\"facts\">{Pieces.State(stage.Status)} <span>{Show.Time(stage.Info.SubmissionTime)}</span> <span>{Show.Duration(StagePages.Duration(stage, page))}</span> <span>pool {stage.Pool}</span>");
        foreach (var job in stage.JobIds.Take(20))
            html.Add($" <a href=\"{JobPages.Link(page, job)}\">job {job}</a>");
        foreach (var other in page.StagesOf(stage.Info.Id).Where(s => s != stage))
            html.Add($" <a href=\"{StagePages.Link(page, other)}\">attempt {other.Info.Attempt}</a>");
        html.Add($"</p>");
        if (stage.Description is { } description && description != stage.Info.Name)
            html.Add($"<p class=\"dim\">{Show.Line(description, 400)}</p>");
        if (stage.Info.FailureReason is { } reason)
            html.Add($"<div class=\"notice bad\"><details><summary>{Show.Reason(reason, 200)}</summary><pre>{reason}</pre></details></div>");
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, $"{Show.Count(stage.CompletedTasks)} / {Show.Count(stage.Info.Tasks)}", stage.KilledTasks > 0 ? $"tasks, {Show.Count(stage.KilledTasks)} killed" : "tasks");
            Pieces.Tile(tiles, Show.Count(stage.FailedTasks), "failed tasks", stage.FailedTasks > 0 ? "bad" : "");
            Pieces.Tile(tiles, Show.Duration(stage.Executors.Values.Sum(x => x.TaskTime)), "time in tasks");
            Amount(tiles, stage.Total(InputBytes), stage.Total(InputRecords), "input");
            Amount(tiles, stage.Total(OutputBytes), stage.Total(OutputRecords), "output");
            Amount(tiles, StagePages.ShuffleRead(stage), stage.Total(ShuffleRecordsRead), "shuffle read");
            Amount(tiles, stage.Total(ShuffleWriteBytes), stage.Total(ShuffleWriteRecords), "shuffle write");
            Amount(tiles, stage.Total(MemoryBytesSpilled), 0, "spilled from memory");
            Amount(tiles, stage.Total(DiskBytesSpilled), 0, "spilled to disk");
            foreach (var (locality, count) in stage.Localities)
                Pieces.Tile(tiles, Show.Count(count), locality.Replace('_', ' ').ToLowerInvariant());
        });
        if (stage.Info.Details.Length > 0)
            html.Add($"<details><summary>Call site</summary><pre>{stage.Info.Details}</pre></details>");
    }

    private static void Amount(Html tiles, long bytes, long records, string what)
    {
        if (bytes > 0 || records > 0)
            Pieces.Tile(tiles, Show.Size(bytes), records > 0 ? $"{what}, {Show.Count(records)} records" : what);
    }

    private static void Quantiles(Html html, Stage stage)
    {
        if (TaskQuantiles.Of(stage, [0, 0.25, 0.5, 0.75, 1]) is not { } quantiles)
            return;

        // Metrics that no task has are not worth a row.
        var rows = new List<QuantileRow> { new("Duration", quantiles.Duration(), true), new("Scheduler delay", quantiles.SchedulerDelay(), true) };
        rows.AddRange(s_quantiles.Where(q => stage.Total(q.Column) != 0).Select(q => new QuantileRow(q.Name, quantiles.Of(q.Column), q.IsTime)));
        html.Add($"<h2>{(quantiles.TaskCount == 1 ? "The successful task" : $"Summary of {Show.Count(quantiles.TaskCount)} successful tasks")}</h2>");
        var table = new Table<QuantileRow>("Quantiles of successful tasks").Text("Metric", r => r.Name);
        foreach (var (at, heading) in ((string[])["Min", "25 %", "Median", "75 %"]).Index())
            table.Cell(heading, (cell, row) => cell.Add($"{row.Text(at)}"), number: true);
        table.Cell("Max", (cell, row) => cell.Add($"<span{(row.IsSkewed ? new Markup(" class=\"warn\" title=\"more than five times the median\"") : default)}>{row.Text(4)}</span>"), number: true);
        table.Write(html, rows);
    }

    private static void Timeline(Html html, PageContext page, Stage stage)
    {
        var rows = TaskQuery.ById(stage);
        if (rows.Length == 0)
            return;
        var rowOf = TaskQuery.Reader(stage);
        var bars = rows.Take(MostTasksDrawn).Select(number => rowOf(number)).Select(row => new Chart.Bar(
            row[LaunchTime], row[FinishTime] == 0 ? page.To : row[FinishTime],
            $"Task {row[TaskColumn.Index]} (id {row[TaskId]}) on executor {page.App.Strings[row[TaskColumn.Executor]]}: {TaskView.StatusText((TaskState)row[Status]).ToLowerInvariant()}, {Show.Duration(TaskView.Duration(row, page.App.LastUpdated))}",
            Pieces.Kind((TaskState)row[Status]), Parts: Phases(row, page.App.LastUpdated))).ToList();
        var from = bars.Min(b => b.From);
        Chart.Bars(html, rows.Length > MostTasksDrawn ? $"Tasks (the first {Show.Count(MostTasksDrawn)} of {Show.Count(rows.Length)})" : "Tasks", bars, from, Math.Max(from + 1, bars.Max(b => b.To)), 60, s_phases);
    }

    /// <summary>Where a task's time went, in the order of its life; the log has sums, so the order within the run is a convention, as in Spark's page.</summary>
    private static (string Kind, long Length)[]? Phases(in TaskRow row, long lastUpdated)
    {
        if (row[HasMetrics] == 0)
            return null;
        var duration = TaskView.Duration(row, lastUpdated);
        long write = Math.Min(row[ExecutorRunTime], row[ShuffleWriteTime] / 1_000_000), wait = Math.Min(row[ExecutorRunTime] - write, row[ShuffleFetchWaitTime]);
        var gc = Math.Min(row[ExecutorRunTime] - write - wait, row[JvmGcTime]);
        return
        [
            ("p-delay", TaskView.SchedulerDelay(row, duration)), ("p-code", row[ExecutorDeserializeTime]), ("p-wait", wait), (Pieces.Kind((TaskState)row[Status]), row[ExecutorRunTime] - write - wait - gc),
            ("p-gc", gc), ("p-write", write), ("p-code", row[ResultSerializationTime] + TaskView.GettingResult(row, duration)),
        ];
    }

    private static void Executors(Html html, Stage stage)
    {
        if (stage.Executors.Count == 0)
            return;
        html.Add($"<details><summary>By executor ({stage.Executors.Count})</summary>");
        new Table<KeyValuePair<string, ExecutorStageSummary>>("By executor")
            .Text("Executor", x => x.Key)
            .Duration("Task time", null, x => x.Value.TaskTime)
            .Number("Succeeded", null, x => x.Value.SucceededTasks)
            .Number("Failed", null, x => x.Value.FailedTasks)
            .Number("Killed", null, x => x.Value.KilledTasks)
            .Bytes("Input", null, x => x.Value.InputBytes)
            .Bytes("Output", null, x => x.Value.OutputBytes)
            .Bytes("Shuffle read", null, x => x.Value.ShuffleRead)
            .Bytes("Shuffle write", null, x => x.Value.ShuffleWrite)
            .Bytes("Spill (disk)", null, x => x.Value.DiskBytesSpilled)
            .Cell("Peak heap", (cell, x) => cell.Add($"{(x.Value.Peaks.IsSet ? Show.Bytes(x.Value.Peaks[ExecutorMetric.JvmHeapMemory]) : "not measured")}"), number: true)
            .Text("Excluded", x => x.Value.IsExcluded ? "yes" : "").When(x => x.Value.IsExcluded)
            .Write(html, stage.Executors.OrderBy(x => int.TryParse(x.Key, out var id) ? id : -1).ToList());
        html.Add($"</details>");
    }

    private static void Speculation(Html html, Stage stage)
    {
        var speculation = stage.Speculation;
        if (speculation.Tasks > 0)
            html.Add($"<p>{Show.Count(speculation.Tasks)} tasks ran a second time by speculation: {Show.Count(speculation.Completed)} completed, {Show.Count(speculation.Killed)} killed, {Show.Count(speculation.Failed)} failed.</p>");
    }

    private static void Accumulators(Html html, Stage stage)
    {
        if (stage.Info.Accumulables.Length == 0)
            return;
        html.Add($"<details><summary>Accumulators ({stage.Info.Accumulables.Length})</summary>");
        new Table<Accumulable>("Accumulators").Text("Name", a => a.Name).Cell("Value", (cell, a) => cell.Add($"{a.Value}"), number: true).Write(html, stage.Info.Accumulables);
        html.Add($"</details>");
    }

    private static void Rdds(Html html, Stage stage)
    {
        if (stage.Info.Rdds.Length < 2)
            return;
        html.Add($"<details><summary>RDDs of this stage ({stage.Info.Rdds.Length})</summary>");
        GraphChart.Draw(
            html,
            "RDDs",
            [.. stage.Info.Rdds.DistinctBy(r => r.Id).OrderByDescending(r => r.Id).Select(r => new GraphNode(
                r.Id, $"{r.Name} [{r.Id}]", [r.Callsite, $"{Show.Count(r.Partitions)} partitions{(r.Level.IsValid ? ", cached" : "")}"], r.Callsite, r.Level.IsValid ? "b-ok" : "", RddScope.NameOf(r.Scope)))],
            stage.Info.Rdds.SelectMany(r => r.ParentIds.Select(parent => ((long)parent, (long)r.Id))));
        html.Add($"</details>");
    }

    private static void Tasks(Html html, PageContext page, Stage stage, StageKey key)
    {
        var view = TableView.Of(page.Query, "index", descending: false, ("id", key.Id.ToString()), ("attempt", key.Attempt.ToString())) with { Anchor = "#tasks" };
        var rows = TaskFields.Sort(stage, page.App, view.Sort, view.Descending);
        if (view.Search.Length > 0)
            rows = TaskFields.Search(stage, page.App, rows, view.Search);
        html.Add($"<h2 id=\"tasks\">Tasks</h2>");
        SearchForm.Write(html, view, "executor, host, status or error");
        var rowOf = TaskQuery.Reader(stage);
        TaskColumns(page, stage).Page(html, rows.Skip(view.Skip).Take(view.Size).Select(n => rowOf(n)), [], rows.Length, view, "No task of this stage was started.");
    }

    private static Table<TaskRow> TaskColumns(PageContext page, Stage stage)
    {
        var app = page.App;
        var table = new Table<TaskRow>("Tasks")
            .Sorted("Index", "index", (html, row) => html.Add($"{row[TaskColumn.Index]}"), true)
            .Sorted("Id", "taskId", (html, row) => html.Add($"{row[TaskId]}"), true)
            .Sorted("Attempt", "attempt", (html, row) => html.Add($"{row[Attempt]}{(row[Speculative] != 0 ? " (speculative)" : "")}"), true)
            .Sorted("Status", "status", (html, row) => html.Add($"{Pieces.State((TaskState)row[Status])}"))
            .Sorted("Locality", "locality", (html, row) => html.Add($"<span class=\"fit\">{app.Strings[row[Locality]].Replace('_', ' ').ToLowerInvariant()}</span>"))
            .Sorted("Executor", "executor", (html, row) => html.Add($"{app.Strings[row[TaskColumn.Executor]]}"))
            .Sorted("Host", "host", (html, row) => html.Add($"{app.Strings[row[Host]]}"))
            .Sorted("Launched", "launchTime", (html, row) => html.Add($"{page.Clock(row[LaunchTime])}"), true)
            .Sorted("Duration", "duration", (html, row) => html.Add($"{Show.Duration(TaskView.Duration(row, app.LastUpdated))}"), true)
            .Sorted("GC", "gcTime", (html, row) => html.Add($"{Show.Duration(row[JvmGcTime])}"), true);
        Size("Input", "inputBytes", stage.Total(InputBytes), row => row[InputBytes]);
        Size("Output", "outputBytes", stage.Total(OutputBytes), row => row[OutputBytes]);
        Size("Shuffle read", "shuffleReadBytes", StagePages.ShuffleRead(stage), row => row[ShuffleRemoteBytesRead] + row[ShuffleLocalBytesRead]);
        Size("Shuffle write", "shuffleWriteBytes", stage.Total(ShuffleWriteBytes), row => row[ShuffleWriteBytes]);
        Size("Spill (disk)", "diskBytesSpilled", stage.Total(DiskBytesSpilled), row => row[DiskBytesSpilled]);
        if (stage.FailedTasks + stage.KilledTasks > 0)
            table.Sorted("Error", "error", (html, row) => Error(html, app, row)).Wide();
        return table;

        // A size that the whole stage has none of takes no room.
        void Size(string heading, string key, long total, Func<TaskRow, long> bytes)
        {
            if (total != 0)
                table.Sorted(heading, key, (html, row) => html.Add($"{Show.Bytes(bytes(row))}"), true);
        }
    }

    private static void Error(Html html, Application app, TaskRow row)
    {
        if (row[TaskColumn.Error] != 0)
            Pieces.Failure(html, app.Strings[row[TaskColumn.Error] - 1], 100);
    }

    private sealed record QuantileRow(string Name, long[] Values, bool IsTime)
    {
        /// <summary>Worth a look: a second or a MiB at least, and five times the median.</summary>
        public bool IsSkewed => Values[4] > 5 * Values[2] && Values[4] >= (IsTime ? 1000 : 1 << 20);

        public string Text(int at) => IsTime ? Show.Duration(Values[at]) : Show.Bytes(Values[at]);
    }
}
