using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

/// <summary>Structured streaming: the queries, and the batches of one.</summary>
internal static class StreamingPages
{
    public const string Tab = "StreamingQuery/";

    public static Html List(PageContext page)
    {
        var view = TableView.Of(page.Query, "start", descending: true);
        var html = new Html();
        var all = page.App.StreamingQueries.Values;
        Pieces.Tiles(html, tiles =>
        {
            Pieces.Tile(tiles, Show.Count(all.Count(q => q.IsActive)), "active");
            Pieces.Tile(tiles, Show.Count(all.Count(q => !q.IsActive && q.Error is null)), "ended");
            var failed = all.Count(q => q.Error is not null);
            Pieces.Tile(tiles, Show.Count(failed), "failed", failed > 0 ? "bad" : "");
            Pieces.Tile(tiles, Show.Count(all.Sum(q => q.Progress.Count)), "batches reported");
            Pieces.Tile(tiles, Show.Count(all.Sum(q => q.Progress.Sum(p => p.InputRows))), "rows read");
        });
        SearchForm.Write(html, view, "name or id");
        new Table<StreamingQuery>("Streaming queries")
            .Cell("Query", "name", Name, (cell, q) => Query(cell, page, q)).Wide()
            .Cell("State", "state", q => q.IsActive, (cell, q) => cell.Add($"{State(q)}"))
            .Time("Started", "start", q => q.StartTime)
            .Duration("Duration", "duration", q => Duration(q, page))
            .Number("Batches", "batches", q => q.Progress.Count)
            .Number("Rows read", "rows", q => q.Progress.Sum(p => p.InputRows))
            .Cell("Input / s", "input", q => Average(q, p => p.InputRate), (cell, q) => cell.Add($"{Average(q, p => p.InputRate)}"), number: true)
            .Cell("Processed / s", "process", q => Average(q, p => p.ProcessRate), (cell, q) => cell.Add($"{Average(q, p => p.ProcessRate)}"), number: true)
            .Write(html, all.Where(q => view.Finds(q.Name) || view.Finds(q.Id) || view.Finds(q.RunId)), view, "This application has run no streaming query.");
        return html;
    }

    public static Html One(PageContext page)
    {
        if (page.Query.First("id") is not { } runId || !page.App.StreamingQueries.TryGetValue(runId, out var query))
            throw RestException.NotFound("There is no streaming query of this run in this application.");
        page.Title = $"Query {Name(query)}";
        var html = new Html();
        html.Add($"<p class=\"facts\">{State(query)} <span>{Show.Time(query.StartTime)}</span> <span>{Show.Duration(Duration(query, page))}</span> <span>id <code>{query.Id}</code></span> <span>run <code>{query.RunId}</code></span></p>");
        if (query.Error is { } error)
            html.Add($"<div class=\"notice bad\"><details><summary>{Show.Reason(error, 200)}</summary><pre>{error}</pre></details></div>");
        if (query.Progress.Count == 0)
        {
            html.Add($"<p class=\"empty\">No batch of this query was reported.</p>");
            return html;
        }

        Charts(html, query);
        html.Add($"<h2 id=\"batches\">Batches</h2>");
        var view = TableView.Of(page.Query, "batch", descending: true, ("id", runId)) with { Anchor = "#batches" };
        Batches(query).Write(html, query.Progress, view, "No batch was reported.");
        return html;
    }

    /// <summary>Values by batch over time; a batch stands until the next begins.</summary>
    private static void Charts(Html html, StreamingQuery query)
    {
        var batches = query.Progress;
        long from = batches[0].Time, to = Math.Max(from + 1, batches[^1].Time + Math.Max(1, batches[^1].Duration));
        Chart.Series(html, "Rows per second", "rows/s", [new("processed", "cores", Over(p => p.ProcessRate)), new("input", "tasks", Over(p => p.InputRate))], from, to);
        Chart.Series(html, "Batch duration", "ms", [new("duration", "tasks", Over(p => p.Duration))], from, to);
        if (batches.Exists(p => p.StateRows > 0))
            Chart.Series(html, "Rows in state", "rows", [new("rows", "other", Over(p => p.StateRows))], from, to);
        if (batches.Exists(p => p.Watermark is > 0))
            Chart.Series(html, "Watermark behind the batch", "s", [new("seconds", "tasks", Over(p => p.Watermark is > 0 and var mark ? Math.Max(0, p.Time - mark) / 1000d : 0))], from, to);

        double[] Over(Func<StreamingProgress, double> value)
        {
            const int Parts = 500;
            var values = new double[Parts];
            var at = 0;
            for (var part = 0; part < Parts; part++)
            {
                var time = from + ((to - from) * (part + 1) / Parts);
                while (at + 1 < batches.Count && batches[at + 1].Time <= time)
                    at++;
                values[part] = value(batches[at]);
            }

            return values;
        }
    }

    private static Table<StreamingProgress> Batches(StreamingQuery query)
    {
        var table = new Table<StreamingProgress>("Batches")
            .Number("Batch", "batch", p => p.BatchId)
            .Time("Time", "time", p => p.Time)
            .Number("Input rows", "rows", p => p.InputRows)
            .Cell("Input / s", "input", p => p.InputRate, (cell, p) => cell.Add($"{p.InputRate}"), number: true)
            .Cell("Processed / s", "process", p => p.ProcessRate, (cell, p) => cell.Add($"{p.ProcessRate}"), number: true)
            .Duration("Duration", "duration", p => p.Duration);
        foreach (var phase in query.Progress.SelectMany(p => p.Phases.Select(x => x.Key)).Where(name => name != "triggerExecution").Distinct(StringComparer.Ordinal).Take(10))
            table.Duration(Words(phase), phase, p => Array.Find(p.Phases, x => x.Key == phase).Value);
        return table
            .Number("State rows", "state", p => p.StateRows).When(p => p.StateRows > 0)
            .Bytes("State memory", "memory", p => p.StateBytes)
            .Time("Watermark", "watermark", p => p.Watermark).When(p => p.Watermark is not null);
    }

    private static void Query(Html html, PageContext page, StreamingQuery query)
    {
        html.Add($"<a class=\"strong\" href=\"{page.Root}{Tab}statistics/?id={Uri.EscapeDataString(query.RunId)}\">{Name(query)}</a><code class=\"under dim\">{query.Id}</code>");
        if (query.Error is { } error)
            Pieces.Failure(html, error);
    }

    private static Markup State(StreamingQuery query) =>
        query.IsActive ? Pieces.State("active", "run") : query.Error is null ? Pieces.State("ended", "ok") : Pieces.State("failed", "bad");

    private static long Duration(StreamingQuery query, PageContext page) => Math.Max(0, (query.EndTime ?? page.To) - query.StartTime);

    private static double Average(StreamingQuery query, Func<StreamingProgress, double> rate) => query.Progress.Count == 0 ? 0 : Math.Round(query.Progress.Average(rate), 1);

    private static string Name(StreamingQuery query) => query.Name.Length > 0 ? query.Name : "(no name)";

    /// <summary>"walCommit" as "wal commit".</summary>
    private static string Words(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
