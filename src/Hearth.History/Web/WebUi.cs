using System.Diagnostics.CodeAnalysis;
using Hearth.History.Access;
using Hearth.History.Rest;
using Hearth.History.Sources;
using Hearth.History.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace Hearth.History.Web;

/// <summary>A page, or where it is.</summary>
internal sealed record WebAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? Location = null, bool IsForever = false)
{
    public static WebAnswer Html(ReadOnlyMemory<byte> page, int status = 200) => new(status, "text/html;charset=utf-8", page);

    public static WebAnswer Redirect(string location) => new(302, "text/html;charset=utf-8", default, location);
}

/// <summary>The web pages. Their addresses are those of Spark's History Server, which YARN, notebooks and the operator link to.</summary>
internal sealed class WebUi(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options, TimeProvider time)
{
    private delegate ReadOnlyMemory<byte> Renderer(PageContext page);

    public async Task<WebAnswer> AnswerAsync(Site site, Viewer viewer, string path, string queryText, CancellationToken cancellation)
    {
        try
        {
            var query = RestQuery.Parse(queryText);
            string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
            return segments switch
            {
                [] => WebAnswer.Html(PageRenderer.Render<ApplicationListPage>(site, new ListContext(await ListAsync(options.UpdateInterval, cancellation), query, options.Title, options.LogDirectories, Now))),
                ["history"] => WebAnswer.Redirect(site.Base + "/" + queryText),
                ["history", var id, .. var rest] => await OfApplicationAsync(site, viewer, path, queryText, query, id, rest, cancellation),
                ["static", var name] when StaticFiles.Find(name) is { } asset => new WebAnswer(200, asset.ContentType, asset.Body, IsForever: asset.IsForever),
                ["api"] => WebAnswer.Html(PageRenderer.Render<ApiPage>(site)),
                ["favicon.ico"] => WebAnswer.Redirect(site.Base + "/static/icon.svg"),
                _ => Error(site, 404, "There is no such page."),
            };
        }
        catch (RestException error)
        {
            return Error(site, error.Status, error.Message.Length > 0 ? error.Message : "A number in the address is not a number.");
        }
        catch (IOException error)
        {
            // The store cannot be reached just now; nothing is wrong with the address.
            return Error(site, 503, $"The event log cannot be read: {error.Message}");
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static WebAnswer Error(Site site, int status, string message, string? application = null) =>
        WebAnswer.Html(PageRenderer.Render<ErrorPage>(site, new Trouble(status, message, application)), status);

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
            return WebAnswer.Redirect(site.Root(attempt) + Tabs.Jobs);
        if (rest is ["stages", "pool"])
            return WebAnswer.Redirect($"{site.Root(attempt)}{Tabs.Stages}?pool={Uri.EscapeDataString(query.Text("poolname", ""))}");
        if (Find(rest) is not var (tab, renderer))
            return Error(site, 404, "There is no such page.", site.Root(attempt));
        if (!path.EndsWith('/'))
            return WebAnswer.Redirect(site.Base + path + "/" + queryText);
        var loading = cache.GetAsync(attempt, cancellation);
        if (await Task.WhenAny(loading, Task.Delay(options.PagePatience, time, cancellation)) != loading)
            return WebAnswer.Html(PageRenderer.Render<LoadingPage>(site, new LoadingLog(attempt, cache.ProgressOf(attempt))), 202);
        var loaded = await loading;
        viewer.Check(loaded);
        try
        {
            return WebAnswer.Html(loaded.Read(app => renderer(new PageContext(site, app, attempt, application.Attempts, query, tab, Now))));
        }
        catch (RestException error) when (error.Status == 404 && error.Message.Length > 0)
        {
            return Error(site, 404, error.Message, site.Root(attempt));
        }
    }

    private static (string Tab, Renderer Renderer)? Find(string[] path) => path switch
    {
        ["overview"] => (Tabs.Overview, Render<OverviewPage>),
        ["jobs"] => (Tabs.Jobs, Render<JobsPage>),
        ["jobs", "job"] => (Tabs.Jobs, Render<JobPage>),
        ["stages"] => (Tabs.Stages, Render<StagesPage>),
        ["stages", "stage"] => (Tabs.Stages, Render<StagePage>),
        ["storage"] => (Tabs.Storage, Render<StoragePage>),
        ["storage", "rdd"] => (Tabs.Storage, Render<RddPage>),
        ["environment"] => (Tabs.Environment, Render<EnvironmentPage>),
        ["executors"] => (Tabs.Executors, Render<ExecutorsPage>),
        ["SQL"] => (Tabs.Sql, Render<SqlPage>),
        ["SQL", "execution"] => (Tabs.Sql, Render<SqlExecutionPage>),
        ["StreamingQuery"] => (Tabs.Streaming, Render<StreamingPage>),
        ["StreamingQuery", "statistics"] => (Tabs.Streaming, Render<StreamingQueryPage>),
        ["connect"] => (Tabs.Connect, Render<SessionsPage>),
        ["connect", "session"] => (Tabs.Connect, Render<SessionPage>),
        ["sqlserver"] => (Tabs.Thrift, Render<SessionsPage>),
        ["sqlserver", "session"] => (Tabs.Thrift, Render<SessionPage>),
        _ => null,
    };

    private static ReadOnlyMemory<byte> Render<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(PageContext page)
        where TPage : IComponent => PageRenderer.Render<TPage>(page.Site, page);
}
