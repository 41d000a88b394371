using System.Reflection;
using System.Text;
using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History.Web;

/// <summary>A page, or where it is.</summary>
internal sealed record WebAnswer(int Status, string ContentType, byte[] Body, string? Location = null)
{
    public static WebAnswer Html(string page, int status = 200) => new(status, "text/html;charset=utf-8", Encoding.UTF8.GetBytes(page));

    public static WebAnswer Redirect(string location) => new(302, "text/plain", [], location);
}

/// <summary>The web pages. Their addresses are those of Spark's History Server, which YARN, notebooks and the operator link to.</summary>
internal sealed class WebUi(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options, TimeProvider time)
{
    private static readonly byte[] s_style = Resource("style.css");

    private delegate Html Renderer(PageContext page);

    public async Task<WebAnswer> AnswerAsync(string path, string queryText, CancellationToken cancellation)
    {
        try
        {
            var query = RestQuery.Parse(queryText);
            string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
            return segments switch
            {
                [] => WebAnswer.Html(Page.Of("Applications", ApplicationListPage.Render(await ListAsync(options.UpdateInterval, cancellation), query, time))),
                ["history"] => WebAnswer.Redirect("/"),
                ["history", var id, .. var rest] => await OfApplicationAsync(path, queryText, query, id, rest, cancellation),
                ["static", "style.css"] => new WebAnswer(200, "text/css;charset=utf-8", s_style),
                _ => WebAnswer.Html(Page.Error(404, "There is no such page."), 404),
            };
        }
        catch (RestException error)
        {
            return WebAnswer.Html(Page.Error(error.Status, error.Message), error.Status);
        }
    }

    private ValueTask<CatalogSnapshot> ListAsync(TimeSpan age, CancellationToken cancellation) => catalog.GetAsync(age, cancellation);

    private async Task<WebAnswer> OfApplicationAsync(
        string path, string queryText, RestQuery query, string id, string[] rest, CancellationToken cancellation)
    {
        var list = await ListAsync(options.UpdateInterval, cancellation);
        if (!list.ById.ContainsKey(id))
            list = await ListAsync(TimeSpan.FromSeconds(1), cancellation);
        if (!list.ById.TryGetValue(id, out var application))
            throw RestException.NotFound($"Application {id} is not found.");
        var attempt = rest.Length > 0 ? Array.Find(application.Attempts, a => a.Summary.AttemptId == rest[0]) : null;
        if (attempt is not null)
            rest = rest[1..];
        else if (rest.Length == 0 && application.Newest.Summary.AttemptId is not null)
            return WebAnswer.Redirect(Links.Root(application.Newest));
        attempt ??= application.Newest;
        if (rest.Length == 0)
            return WebAnswer.Redirect(Links.Root(attempt) + "jobs/");
        if (Find(rest) is not var (title, tab, renderer))
            throw RestException.NotFound("There is no such page.");
        if (!path.EndsWith('/'))
            return WebAnswer.Redirect(path + "/" + queryText);
        var loaded = await cache.GetAsync(attempt, cancellation);
        var body = loaded.Read(app =>
        {
            var context = new PageContext(app, attempt, query, time.GetUtcNow().ToUnixTimeMilliseconds());
            var content = new Html();
            Problems.Render(content, app);
            content.Add(renderer(context));
            return Page.Of(context.Title ?? title, content, attempt, tab);
        });
        return WebAnswer.Html(body);
    }

    private static (string Title, string Tab, Renderer Renderer)? Find(string[] path) => path switch
    {
        ["overview"] => ("Overview", "overview/", OverviewPage.Render),
        ["jobs"] => ("Jobs", "jobs/", JobPages.List),
        ["jobs", "job"] => ("Job", "jobs/", JobPages.One),
        ["stages"] => ("Stages", "stages/", StagePages.List),
        ["stages", "stage"] => ("Stage", "stages/", StagePages.One),
        ["storage"] => ("Storage", "storage/", StoragePages.List),
        ["storage", "rdd"] => ("RDD", "storage/", StoragePages.One),
        ["environment"] => ("Environment", "environment/", EnvironmentPage.Render),
        ["executors"] => ("Executors", "executors/", ExecutorsPage.Render),
        ["SQL"] => ("SQL", "SQL/", SqlPages.List),
        ["SQL", "execution"] => ("SQL execution", "SQL/", SqlPages.One),
        _ => null,
    };

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Hearth.History.Web." + name)
            ?? throw new InvalidOperationException($"the resource {name} is not in this build");
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}

/// <summary>What a page is made of.</summary>
internal sealed record PageContext(Application App, ListedAttempt Attempt, RestQuery Query, long Now)
{
    /// <summary>A title with more than the kind of the page.</summary>
    public string? Title { get; set; }

    public string Root => Links.Root(Attempt);
    public long From => App.StartTime;
    public long To => App.Completed ? App.EndTime : Math.Max(App.LastUpdated, App.StartTime + 1);

    public int Id(string name) => int.TryParse(Query.First(name), out var id) ? id : throw RestException.NotFound($"'{name}' must be a number.");
}

/// <summary>What could not be read of the log, at the top of each page.</summary>
internal static class Problems
{
    public static void Render(Html html, Application app)
    {
        var problems = app.Problems;
        if (!problems.Any)
            return;
        html.Add($"<div class=\"notice\" role=\"status\">");
        foreach (var (file, damage) in problems.Damages)
            html.Add($"<div><code>{file}</code>: {damage}. What came before is shown.</div>");
        if (problems.CorruptLines > 0)
            html.Add($"<div>{Show.Count(problems.CorruptLines)} lines of the log could not be read and were left out.</div>");
        if (problems.TruncatedLine)
            html.Add($"<div>The last line of the log is not complete.</div>");
        if (problems.UnknownEvents.Count > 0)
            html.Add($"<div class=\"dim\">Events that are not shown: {string.Join(", ", problems.UnknownEvents.Take(8).Select(e => $"{e.Key} ({e.Value})"))}</div>");
        html.Add($"</div>");
    }
}
