using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class ExecutorsPage
{
    private static readonly Column[] s_columns =
    [
        new("Executor", "id"), new("Address", "address"), new("State", "state"), new("Cores", "cores", true), new("Storage memory", "memory", true), new("Disk", "disk", true), new("Active", null, true),
        new("Failed", "failed", true), new("Complete", "complete", true), new("Task time", "time", true), new("GC", "gc", true), new("Input", "input", true), new("Shuffle read", "read", true),
        new("Shuffle write", "write", true), new("Peak heap", "heap", true), new("Added (UTC)", "added", true), new("Removed", "removed"), new("Logs"),
    ];

    public static Html Render(PageContext page)
    {
        var view = TableView.Of(page.Query, "id", descending: false);
        var html = new Html();
        var executors = page.App.Executors.Values;
        var sorted = (view.Sort switch
        {
            "address" => view.Order(executors, x => x.HostPort ?? x.HostName),
            "state" => view.Order(executors, x => x.IsActive),
            "cores" => view.Order(executors, x => x.TotalCores),
            "memory" => view.Order(executors, x => x.MemoryUsed),
            "disk" => view.Order(executors, x => x.DiskUsed),
            "failed" => view.Order(executors, x => x.FailedTasks),
            "complete" => view.Order(executors, x => x.CompletedTasks),
            "time" => view.Order(executors, x => x.TotalDuration),
            "gc" => view.Order(executors, ExecutorsResource.TotalGcTime),
            "input" => view.Order(executors, x => x.TotalInputBytes),
            "read" => view.Order(executors, x => x.TotalShuffleRead),
            "write" => view.Order(executors, x => x.TotalShuffleWrite),
            "heap" => view.Order(executors, x => x.Peaks[ExecutorMetric.JvmHeapMemory]),
            "added" => view.Order(executors, x => x.AddTime),
            "removed" => view.Order(executors, x => x.RemoveTime ?? long.MaxValue),
            _ => view.Order(executors, x => int.TryParse(x.Id, out var number) ? number : -1),
        }).ToList();
        html.Add($"<ul class=\"tiles\"><li><b>{executors.Count(x => x.IsActive)}</b><span>active</span></li><li><b>{executors.Count(x => !x.IsActive)}</b><span>removed</span></li><li><b>{Show.Duration(executors.Sum(x => x.TotalDuration))}</b><span>task time</span></li></ul>");
        Table.Begin(html, "Executors", s_columns, view);
        foreach (var executor in sorted.Skip(view.Skip).Take(view.Size))
            Row(html, executor);
        Table.End(html);
        Table.Pages(html, view, sorted.Count);
        return html;
    }

    private static void Row(Html html, Executor x)
    {
        var gc = ExecutorsResource.TotalGcTime(x);
        var gcCss = x.TotalDuration > 0 && gc * 10 > x.TotalDuration ? "n s-bad" : "n";
        html.Add($"<tr><td>{x.Id}</td><td>{x.HostPort ?? x.HostName}</td><td class=\"status {(x.IsActive ? "s-ok" : "s-dim")}\">{(x.IsActive ? "active" : "removed")}{(x.IsExcluded ? ", excluded" : "")}</td><td class=\"n\">{x.TotalCores}</td>");
        html.Add($"<td class=\"n\">{Show.Bytes(x.MemoryUsed)} / {Show.Bytes(x.MaxMemory)}</td><td class=\"n\">{Show.Bytes(x.DiskUsed)}</td><td class=\"n\">{x.ActiveTasks}</td><td class=\"n\">{x.FailedTasks}</td><td class=\"n\">{Show.Count(x.CompletedTasks)}</td>");
        html.Add($"<td class=\"n\">{Show.Duration(x.TotalDuration)}</td><td class=\"{gcCss}\">{Show.Duration(gc)}</td><td class=\"n\">{Show.Bytes(x.TotalInputBytes)}</td><td class=\"n\">{Show.Bytes(x.TotalShuffleRead)}</td><td class=\"n\">{Show.Bytes(x.TotalShuffleWrite)}</td>");
        html.Add($"<td class=\"n\">{(x.Peaks.IsSet && x.Peaks[0] > 0 ? Show.Bytes(x.Peaks[0]) : "not measured")}</td><td class=\"n\">{Show.Time(x.AddTime)}</td><td>{(x.RemoveTime is null ? "" : $"{Show.Time(x.RemoveTime)}: {x.RemoveReason}")}</td><td>");
        foreach (var (name, url) in x.Logs)
        {
            // Only web addresses become links; a log may claim anything.
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                html.Add($"<a rel=\"noreferrer\" href=\"{url}\">{name}</a> ");
        }

        html.Add($"</td></tr>");
    }
}

internal static class StoragePages
{
    public static Html List(PageContext page)
    {
        var html = new Html();
        var rdds = page.App.Rdds.Values.OrderBy(r => r.Info.Id).ToList();
        if (rdds.TrueForAll(r => r.Partitions.Count == 0))
            html.Add($"<p class=\"notice\">No cached blocks are known. Applications log them only with spark.eventLog.logBlockUpdates.enabled=true.</p>");
        Table.Begin(html, "Cached RDDs", [new("Id", null, true), new("Name"), new("Level"), new("Partitions", null, true), new("Memory", null, true), new("Disk", null, true)]);
        foreach (var rdd in rdds)
            html.Add($"<tr><td class=\"n\">{rdd.Info.Id}</td><td><a href=\"{page.Root}storage/rdd/?id={rdd.Info.Id}\">{rdd.Info.Name}</a></td><td>{rdd.Info.Level.Description}</td><td class=\"n\">{rdd.Partitions.Count}/{rdd.Info.Partitions}</td><td class=\"n\">{Show.Bytes(rdd.MemoryUsed)}</td><td class=\"n\">{Show.Bytes(rdd.DiskUsed)}</td></tr>");
        Table.End(html);
        return html;
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.Rdds.TryGetValue(id, out var rdd))
            throw RestException.NotFound($"There is no cached RDD {id}.");
        page.Title = $"RDD {id}: {rdd.Info.Name}";
        var view = TableView.Of(page.Query, "block", false);
        var html = new Html();
        html.Add($"<p>{rdd.Info.Level.Description}, {rdd.Partitions.Count} of {rdd.Info.Partitions} partitions, {Show.Bytes(rdd.MemoryUsed)} in memory, {Show.Bytes(rdd.DiskUsed)} on disk</p>");
        Table.Begin(html, "Partitions", [new("Block"), new("Level"), new("Memory", null, true), new("Disk", null, true), new("Executors")]);
        foreach (var partition in rdd.PartitionOrder.Skip(view.Skip).Take(view.Size))
            html.Add($"<tr><td>{partition.Block}</td><td>{partition.Level}</td><td class=\"n\">{Show.Bytes(partition.MemoryUsed)}</td><td class=\"n\">{Show.Bytes(partition.DiskUsed)}</td><td>{string.Join(", ", partition.Executors)}</td></tr>");
        Table.End(html);
        Table.Pages(html, view, rdd.PartitionOrder.Count, $"id={id}&");
        return html;
    }
}

internal static class EnvironmentPage
{
    public static Html Render(PageContext page)
    {
        var environment = page.App.Environment;
        var html = new Html();
        html.Add($"<p>Java {environment.JavaVersion} ({environment.JavaHome}), Scala {environment.ScalaVersion}</p>");
        Section(html, "Spark properties", Redaction.Apply(environment.SparkProperties), open: true);
        Section(html, "Hadoop properties", Redaction.Apply(environment.HadoopProperties), open: false);
        Section(html, "System properties", Redaction.Apply(environment.SystemProperties), open: false);
        Section(html, "Metrics properties", Redaction.Apply(environment.MetricsProperties), open: false);
        Section(html, "Classpath entries", environment.ClasspathEntries, open: false);
        return html;
    }

    private static void Section(Html html, string title, IEnumerable<KeyValuePair<string, string>> pairs, bool open)
    {
        var sorted = pairs.OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        html.Add($"<details{(open ? new Markup(" open") : default)}><summary>{title} ({sorted.Count})</summary>");
        Table.Begin(html, title, [new("Name"), new("Value")]);
        foreach (var (key, value) in sorted)
            html.Add($"<tr><td><code>{key}</code></td><td><code>{value}</code></td></tr>");
        Table.End(html);
        html.Add($"</details>");
    }
}
