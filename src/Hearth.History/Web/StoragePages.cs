using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

internal static class StoragePages
{
    public static Html List(PageContext page)
    {
        var view = TableView.Of(page.Query, "id", descending: false);
        var html = new Html();
        var rdds = page.App.Rdds.Values;
        if (rdds.Count > 0 && rdds.All(r => r.Partitions.Count == 0))
            html.Add($"<p class=\"notice\">How much of these was cached is not known: applications log blocks only with spark.eventLog.logBlockUpdates.enabled=true.</p>");
        new Table<Rdd>("Cached RDDs")
            .Number("Id", "id", r => r.Info.Id)
            .Cell("Name", "name", r => r.Info.Name, (cell, r) => cell.Add($"<a href=\"{page.Root}storage/rdd/?id={r.Info.Id}\">{Show.Line(r.Info.Name, 200)}</a>")).Wide()
            .Text("Level", "level", r => r.Info.Level.Description)
            .Cell("Partitions", "partitions", r => r.Partitions.Count, (cell, r) => cell.Add($"{Show.Count(r.Partitions.Count)} / {Show.Count(r.Info.Partitions)}{Pieces.Meter(r.Partitions.Count, 0, r.Info.Partitions)}"), number: true)
            .Cell("Memory", "memory", r => r.MemoryUsed, (cell, r) => cell.Add($"{Show.Bytes(r.MemoryUsed)}"), number: true)
            .Cell("Disk", "disk", r => r.DiskUsed, (cell, r) => cell.Add($"{Show.Bytes(r.DiskUsed)}"), number: true)
            .Write(html, rdds, view, "Nothing was cached, or it was released before the log's end.");
        return html;
    }

    public static Html One(PageContext page)
    {
        var id = page.Id("id");
        if (!page.App.Rdds.TryGetValue(id, out var rdd))
            throw RestException.NotFound($"There is no cached RDD {id} in this application.");
        page.Title = $"RDD {id}";
        var html = new Html();
        html.Add($"<p class=\"lead\">{Show.Line(rdd.Info.Name, 400)}</p><p class=\"facts\"><span>{rdd.Info.Level.Description}</span></p>");
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, $"{Show.Count(rdd.Partitions.Count)} / {Show.Count(rdd.Info.Partitions)}", "partitions cached");
            Pieces.Tile(tiles, Show.Size(rdd.MemoryUsed), "in memory");
            Pieces.Tile(tiles, Show.Size(rdd.DiskUsed), "on disk");
        });
        html.Add($"<h2>On executors</h2>");
        new Table<RddDistribution>("On executors")
            .Text("Executor", d => d.Executor.Id).Text("Address", d => d.Executor.HostPort)
            .Bytes("Memory", null, d => d.MemoryUsed).Bytes("On heap", null, d => d.OnHeapUsed).Bytes("Off heap", null, d => d.OffHeapUsed).Bytes("Disk", null, d => d.DiskUsed)
            .Write(html, rdd.Distributions.Values, "No executor holds a part of it.");
        html.Add($"<h2 id=\"partitions\">Partitions</h2>");
        var view = TableView.Of(page.Query, "", descending: false, ("id", id.ToString())) with { Anchor = "#partitions" };
        new Table<RddPartition>("Partitions")
            .Text("Block", "block", p => p.Block)
            .Text("Level", "level", p => p.Level)
            .Cell("Memory", "memory", p => p.MemoryUsed, (cell, p) => cell.Add($"{Show.Bytes(p.MemoryUsed)}"), number: true)
            .Cell("Disk", "disk", p => p.DiskUsed, (cell, p) => cell.Add($"{Show.Bytes(p.DiskUsed)}"), number: true)
            .Text("Executors", p => string.Join(", ", p.Executors))
            .Write(html, rdd.PartitionOrder, view, "No partition is cached.");
        return html;
    }
}
