using System.Text;
using Hearth.History.Access;
using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History.Web;

/// <summary>A page, or where it is.</summary>
internal sealed record WebAnswer(int Status, string ContentType, byte[] Body, string? Location = null, bool IsForever = false)
{
    public static WebAnswer Html(string page, int status = 200) => new(status, "text/html;charset=utf-8", Encoding.UTF8.GetBytes(page));

    public static WebAnswer Redirect(string location) => new(302, "text/plain", [], location);
}

/// <summary>The web pages. Their addresses are those of Spark's History Server, which YARN, notebooks and the operator link to.</summary>
internal sealed class WebUi(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options, TimeProvider time)
{
    /// <summary>A log that takes longer than this to load shows how far it is instead of a page.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private delegate Html Renderer(PageContext page);

    public async Task<WebAnswer> AnswerAsync(Site site, Viewer viewer, string path, string queryText, CancellationToken cancellation)
    {
        try
        {
            var query = RestQuery.Parse(queryText);
            string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
            return segments switch
            {
                [] => WebAnswer.Html(Page.Of(site, options.Title, ApplicationListPage.Render(site, await ListAsync(options.UpdateInterval, cancellation), query, time))),
                ["history"] => WebAnswer.Redirect(site.Base + "/"),
                ["history", var id, .. var rest] => await OfApplicationAsync(site, viewer, path, queryText, query, id, rest, cancellation),
                ["static", var name] when Assets.Find(name) is { } asset => new WebAnswer(200, asset.ContentType, asset.Body, IsForever: asset.IsForever),
                ["api"] => WebAnswer.Html(ApiPage.Render(site)),
                ["favicon.ico"] => WebAnswer.Redirect(site.Base + "/static/icon.svg"),
                _ => WebAnswer.Html(Page.Error(site, 404, "There is no such page."), 404),
            };
        }
        catch (RestException error)
        {
            return WebAnswer.Html(Page.Error(site, error.Status, error.Message.Length > 0 ? error.Message : "A number in the address is not a number."), error.Status);
        }
        catch (IOException error)
        {
            // The store cannot be reached just now; nothing is wrong with the address.
            return WebAnswer.Html(Page.Error(site, 503, $"The event log cannot be read: {error.Message}"), 503);
        }
    }

    private ValueTask<CatalogSnapshot> ListAsync(TimeSpan age, CancellationToken cancellation) => catalog.GetAsync(age, cancellation);

    private async Task<WebAnswer> OfApplicationAsync(
        Site site, Viewer viewer, string path, string queryText, RestQuery query, string id, string[] rest, CancellationToken cancellation)
    {
        var list = await ListAsync(options.UpdateInterval, cancellation);
        if (!list.ById.ContainsKey(id))
            list = await ListAsync(TimeSpan.FromSeconds(1), cancellation);
        if (!list.ById.TryGetValue(id, out var application))
            throw RestException.NotFound($"No event log of an application '{id}' is in the log directories.");
        var attempt = rest.Length > 0 ? Array.Find(application.Attempts, a => a.Summary.AttemptId == rest[0]) : null;
        if (attempt is not null)
            rest = rest[1..];
        else if (rest.Length == 0 && application.Newest.Summary.AttemptId is not null)
            return WebAnswer.Redirect(site.Root(application.Newest));
        attempt ??= application.Newest;
        if (rest.Length == 0)
            return WebAnswer.Redirect(site.Root(attempt) + "jobs/");
        if (Find(rest) is not var (title, tab, renderer))
            throw RestException.NotFound("There is no such page.");
        if (!path.EndsWith('/'))
            return WebAnswer.Redirect(site.Base + path + "/" + queryText);
        var loading = cache.GetAsync(attempt, cancellation);
        if (await Task.WhenAny(loading, Task.Delay(s_patience, time, cancellation)) != loading)
            return WebAnswer.Html(LoadingPage.Render(site, attempt, cache.ProgressOf(attempt)), 202);
        var loaded = await loading;
        viewer.Check(loaded);
        var body = loaded.Read(app =>
        {
            var context = new PageContext(site, app, attempt, query, time.GetUtcNow().ToUnixTimeMilliseconds());
            var content = new Html();
            Problems.Render(content, app, attempt.Log.IsComplete);
            content.Add(renderer(context));
            return Page.Of(site, context.Title ?? title, content, attempt, tab, Page.Tabs(app));
        });
        return WebAnswer.Html(body);
    }

    private static (string Title, string Tab, Renderer Renderer)? Find(string[] path) => path switch
    {
        ["overview"] => ("Overview", "overview/", OverviewPage.Render),
        ["jobs"] => ("Jobs", "jobs/", JobPages.List),
        ["jobs", "job"] => ("Job", "jobs/", JobPages.One),
        ["stages"] => ("Stages", "stages/", StagePages.List),
        ["stages", "stage"] => ("Stage", "stages/", StagePage.Render),
        ["storage"] => ("Storage", "storage/", StoragePages.List),
        ["storage", "rdd"] => ("RDD", "storage/", StoragePages.One),
        ["environment"] => ("Environment", "environment/", EnvironmentPage.Render),
        ["executors"] => ("Executors", "executors/", ExecutorsPage.Render),
        ["SQL"] => ("SQL", "SQL/", SqlPages.List),
        ["SQL", "execution"] => ("SQL execution", "SQL/", SqlPages.One),
        ["StreamingQuery"] => ("Structured Streaming", StreamingPages.Tab, StreamingPages.List),
        ["StreamingQuery", "statistics"] => ("Streaming query", StreamingPages.Tab, StreamingPages.One),
        ["connect"] => ("Connect", SessionPages.ConnectTab, SessionPages.Connect),
        ["connect", "session"] => ("Session", SessionPages.ConnectTab, SessionPages.ConnectSession),
        ["sqlserver"] => ("JDBC/ODBC server", SessionPages.ThriftTab, SessionPages.Thrift),
        ["sqlserver", "session"] => ("Session", SessionPages.ThriftTab, SessionPages.ThriftSession),
        _ => null,
    };
}

/// <summary>What a page is made of.</summary>
internal sealed record PageContext(Site Site, Application App, ListedAttempt Attempt, RestQuery Query, long Now)
{
    private const long Day = 86_400_000;
    private ILookup<int, Stage>? _stages;
    private long? _to;

    /// <summary>A title with more than the kind of the page.</summary>
    public string? Title { get; set; }

    public string Root => Site.Root(Attempt);
    public long From => App.StartTime;

    /// <summary>Where time ends: with the application, with its log when that was closed without its end, or with the log's last change.</summary>
    public long To => _to ??= Math.Max(App.StartTime + 1, App.Completed ? App.EndTime : Attempt.Log.IsComplete ? Model.Timeline.LastEvent(App) : App.LastUpdated);

    /// <summary>A time without its date on the day the application started.</summary>
    public Markup Clock(long? time)
    {
        var html = new Html();
        if (time is { } known and > 0 && known / Day == From / Day)
            html.Add($"<time title=\"{Show.Time(known)}\">{Show.Clock(known)}</time>");
        else
            html.Add($"{Show.Time(time)}");
        return html.ToMarkup();
    }

    /// <summary>The attempts of a stage, in order.</summary>
    public IEnumerable<Stage> StagesOf(int id) => (_stages ??= App.Stages.Values.OrderBy(s => s.Key).ToLookup(s => s.Info.Id))[id];

    public int Id(string name) => int.TryParse(Query.First(name), out var id) ? id : throw RestException.NotFound($"The address needs a number '{name}'.");
}

/// <summary>Shown while a large log is read; it asks again by itself.</summary>
internal static class LoadingPage
{
    public static string Render(Site site, ListedAttempt attempt, LoadProgress progress)
    {
        var html = new Html();
        html.Add($"<div class=\"notice\" role=\"status\"><p>The event log of <b>{attempt.Summary.Name}</b> is being read: {Show.Size(progress.Done)} of {Show.Size(progress.Of)}.</p>");
        html.Add($"<progress max=\"100\" value=\"{progress.Percent}\" aria-label=\"Read\">{progress.Percent} %</progress><p class=\"dim\">This page asks again by itself.</p></div>");
        return Page.Of(site, "Loading", html);
    }
}

/// <summary>What could not be read of the log, at the top of each page.</summary>
internal static class Problems
{
    public static void Render(Html html, Application app, bool isClosed)
    {
        var problems = app.Problems;
        var damaged = problems.Damages.Count > 0 || problems.CorruptLines > 0 || problems.TruncatedLine;
        if (damaged)
        {
            html.Add($"<div class=\"notice\" role=\"status\"><p><b>Part of this log could not be read.</b> What could be is shown.</p><ul>");
            foreach (var (file, damage) in problems.Damages.Take(10))
                html.Add($"<li><code>{file}</code>: {damage}</li>");
            if (problems.CorruptLines > 0)
                html.Add($"<li>{Show.Count(problems.CorruptLines)} {(problems.CorruptLines == 1 ? "line is" : "lines are")} damaged and left out</li>");
            if (problems.TruncatedLine)
                html.Add($"<li>the last line is not complete{(isClosed ? "" : "; the application may still be writing it")}</li>");
            html.Add($"</ul></div>");
        }

        if (problems.UnknownEvents.Count > 0)
            html.Add($"<p class=\"dim small\">Events in the log that no page shows: {string.Join(", ", problems.UnknownEvents.Take(8).Select(e => $"{e.Key[(e.Key.LastIndexOfAny(['.', '$']) + 1)..]} ({e.Value})"))}</p>");
    }
}
