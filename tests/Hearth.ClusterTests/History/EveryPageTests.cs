using System.Net;
using System.Reflection;
using System.Text.Json;
using Hearth.History;
using Hearth.History.EventLogs;
using Hearth.History.Sources;
using Hearth.History.Web;
using Hearth.History.Web.Pages;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>What must hold of every page, whatever the log says.</summary>
public sealed class EveryPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("hearth-pages-");
    private HistoryServer? _server;

    public static TheoryData<string, string> Texts => new()
    {
        { "markup", BrowserFixture.Markup },
        { "quotes", "' onmouseover='window.hacked=1' x='</title></textarea></style><!--${window.hacked=1}{{7*7}}" },
        { "long", new string('x', 20_000) },
        { "lines", string.Join('\n', Enumerable.Repeat("a line of a statement", 2_000)) },
        { "scripts", "\u202Eلغة \u05E2\u05D1\u05E8\u05D9\u05EA 日本語 👩‍👩‍👧‍👦 Z\u0351\u036B\u0343\u036A\u0302 \u200B\u0001\u0007" },
        { "empty", "" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _logs.Delete(recursive: true);
    }

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public async Task No_text_of_a_log_breaks_a_page(string name, string text)
    {
        await EveryPageLog.WriteAsync(Path.Combine(_logs.FullName, "app-1"), "app-1", text);
        await using var window = await OpenAsync(390);
        var page = await window.NewPageAsync();
        foreach (var path in EveryPageLog.Pages.Select(p => "/history/app-1/" + p.Path).Append("/"))
        {
            var answer = await page.GotoAsync(path);
            answer!.Status.ShouldBe(200, path);
            (await answer.BodyAsync()).Length.ShouldBeLessThan(4_000_000, path);
            (await page.EvaluateAsync<bool>("window.hacked === undefined")).ShouldBeTrue(path);
            (await page.Locator("main img, main script, body > script, main [onerror], main [onmouseover], a[href^='javascript']").CountAsync()).ShouldBe(0, path);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
            (await page.Locator("footer a").First.IsVisibleAsync()).ShouldBeTrue(path);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{path} is wider than the window with {name}");
        }
    }

    [SkippableFact]
    public async Task Every_page_is_there_in_words_and_fits_wide_and_narrow()
    {
        await EveryPageLog.WriteAsync(Path.Combine(_logs.FullName, "app-1"), "app-1", "select * from sales");
        await using var window = await OpenAsync(1600);
        var page = await window.NewPageAsync();
        foreach (var (path, words) in EveryPageLog.Pages)
        {
            await page.GotoAsync("/history/app-1/" + path);
            (await page.Locator("body").InnerTextAsync()).ShouldContain(words, customMessage: path);
            (await page.Locator(".tabs [aria-current]").CountAsync()).ShouldBe(1, path);
            foreach (var width in (int[])[1600, 400])
            {
                await page.SetViewportSizeAsync(width, 1000);
                (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{path} is wider than {width}");
                await page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, $"every-{path.Split('?')[0].Trim('/').Replace('/', '-')}-{width}.png"), FullPage = true });
            }
        }
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_to_mend(ColorScheme scheme)
    {
        await using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream("axe.min.js");
        Skip.If(source is null, "needs axe-core from npm in the build");
        using var reader = new StreamReader(source);
        var axe = await reader.ReadToEndAsync();
        await EveryPageLog.WriteAsync(Path.Combine(_logs.FullName, "app-1"), "app-1", "select * from sales");
        await using var window = await OpenAsync(1280, scheme);
        var page = await window.NewPageAsync();
        foreach (var (path, html) in Before())
            await page.RouteAsync("**" + path, route => route.FulfillAsync(new() { ContentType = "text/html;charset=utf-8", Body = html }));
        foreach (var path in EveryPageLog.Pages.Select(p => "/history/app-1/" + p.Path).Concat(["/", "/api/", "/history/none/", .. Before().Select(b => b.Path)]))
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync(axe);
            var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')}`)");
            found.EnumerateArray().Select(v => v.ToString()).ShouldBeEmpty($"{path}, {scheme}");
        }
    }

    [SkippableFact]
    public async Task A_running_application_shows_what_comes_without_being_asked()
    {
        var log = Path.Combine(_logs.FullName, "app-1.inprogress");
        await EveryPageLog.WriteAsync(log, "app-1", "some name", isOver: false);
        await using var window = await OpenAsync(1280);
        var page = await window.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync("/history/app-1/jobs/");
        (await page.Locator("td[data-label=Id]").AllInnerTextsAsync()).ShouldBe(["0"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Every 10 s" }).WaitForAsync();
        await File.AppendAllTextAsync(log, """{"Event":"SparkListenerJobStart","Job ID":1,"Submission Time":1767225610000,"Stage Infos":[],"Stage IDs":[],"Properties":{}}""" + "\n");
        for (var tries = 0; await page.Locator("td[data-label=Id]").CountAsync() < 2; tries++)
        {
            tries.ShouldBeLessThan(1_000);
            var asked = page.WaitForResponseAsync("**/jobs/");
            await page.Clock.FastForwardAsync(10_000);
            await asked;
        }

        // Told not to, it does not.
        await page.GetByRole(AriaRole.Button, new() { Name = "Every 10 s" }).ClickAsync();
        (await page.Locator("button[aria-pressed=false]").CountAsync()).ShouldBe(1);
    }

    [SkippableFact]
    public async Task Attempts_lead_to_each_other()
    {
        foreach (var attempt in (string[])["1", "2"])
            await EveryPageLog.WriteAsync(Path.Combine(_logs.FullName, $"app-1_{attempt}"), "app-1", $"try {attempt}", attempt: attempt);
        await using var window = await OpenAsync(1280);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/");
        (await page.Locator("td[data-label=Attempt]").AllInnerTextsAsync()).Order().ShouldBe(["1", "2"]);
        await page.GotoAsync("/history/app-1");
        page.Url.ShouldContain("/history/app-1/");
        await page.GotoAsync("/history/app-1/2/stages/");
        await page.GetByRole(AriaRole.Link, new() { Name = "attempt 1" }).ClickAsync();
        page.Url.ShouldEndWith("/history/app-1/1/stages/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Event log" }).IsVisibleAsync().ShouldBeTrueAsync();
    }

    [SkippableFact]
    public async Task Below_a_proxys_path_every_link_stays_there()
    {
        await EveryPageLog.WriteAsync(Path.Combine(_logs.FullName, "app-1"), "app-1", "name");
        await using var window = await OpenAsync(1280);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server!.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/spark");
        foreach (var (path, to) in ((string, string)[])
            [
                ("/history/app-1", "/spark/history/app-1/jobs/"), ("/spark/history/app-1", "/spark/history/app-1/jobs/"), ("/history", "/spark/"), ("/history/app-1/jobs", "/spark/history/app-1/jobs/"),
                ("/history/app-1/stages/stage?id=0&attempt=0", "/spark/history/app-1/stages/stage/?id=0&attempt=0"),
                ("/history/app-1/stages/pool/?poolname=a%20b", "/spark/history/app-1/stages/?pool=a%20b"),
            ])
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().ShouldBe(to, path);
        }

        foreach (var path in EveryPageLog.Pages.Select(p => "/spark/history/app-1/" + p.Path).Concat(["/spark/", "/spark", "/spark/api/"]))
        {
            var page = await client.GetStringAsync(path);
            var links = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src|action|data-source)=\"([^\"]*)\"").Select(m => m.Groups[1].Value).Where(l => l.StartsWith('/')).ToList();
            links.ShouldNotBeEmpty(path);
            links.ShouldAllBe(l => l.StartsWith("/spark/", StringComparison.Ordinal), path);
        }
    }

    /// <summary>The pages that come before an application's, which this server has no occasion to show.</summary>
    private static (string Path, string Html)[] Before()
    {
        var site = new Site("");
        var store = new FolderLogStore("logs", "/none");
        var log = EventLog.Find([new StoredFile("app-1", 100, DateTimeOffset.UnixEpoch)]).Single();
        var attempt = new ListedAttempt(new LogSummary { Id = "app-1", Name = "large", User = "u", SparkVersion = "4.3.0", StartTime = 1 }, log, store);
        return
        [
            ("/before/sign-in", Html(PageRenderer.Render<LoginPage>(site, new SignIn("/", "This token is not known.")))),
            ("/before/loading", Html(PageRenderer.Render<LoadingPage>(site, new LoadingLog(attempt, new LoadProgress(100))))),
        ];

        static string Html(ReadOnlyMemory<byte> page) => System.Text.Encoding.UTF8.GetString(page.Span);
    }

    private async Task<IBrowserContext> OpenAsync(int width, ColorScheme scheme = ColorScheme.Light)
    {
        _server = await HistoryServer.StartAsync(
            new HistoryOptions { LogDirectories = [_logs.FullName], Port = 0, PagePatience = HearthProcess.Patience, UpdateInterval = TimeSpan.FromSeconds(1) }, TimeProvider.System, _ => { }, CancellationToken.None);
        return await browser.OpenAsync(new() { BaseURL = _server.Address.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
    }
}
