using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hearth.ClusterTests.History;

/// <summary>The history pages in a real browser.</summary>
public class BrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly (string Name, string Path)[] s_pages =
    [
        ("list", "/"), ("overview", "overview/"), ("jobs", "jobs/"), ("job", "jobs/job/?id=30"), ("stages", "stages/"), ("stage", "stages/stage/?id=53&attempt=0"),
        ("executors", "executors/"), ("sql", "SQL/"), ("execution", "SQL/execution/?id=0"), ("storage", "storage/"), ("rdd", "storage/rdd/?id=18"), ("environment", "environment/"),
        ("streaming", $"/history/{BrowserFixture.Stream}/StreamingQuery/"),
        ("query", $"/history/{BrowserFixture.Stream}/StreamingQuery/statistics/?id=935c2219-9fb1-40c8-a27b-a906f049d993"), ("api", "/api/"),
    ];

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_fits_is_readable_and_named_and_asks_nothing_of_the_outside(ColorScheme scheme, int width)
    {
        await using var window = await browser.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await window.NewPageAsync();
        var watch = new Watch(page);
        foreach (var (name, path) in s_pages)
        {
            await page.GotoAsync(Of(BrowserFixture.Rich, path));
            (await page.Locator("h1").CountAsync()).ShouldBe(1, name);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{name} is wider than {width}");
            await ShouldBeEmptyAsync(page, PageChecks.Nameless, name);
            await ShouldBeEmptyAsync(page, PageChecks.Unreadable, name);
            await page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, $"{name}-{scheme.ToString().ToLowerInvariant()}-{width}.png"), FullPage = true });
        }

        watch.ShouldBeQuiet(browser.Address);
    }

    [SkippableFact]
    public async Task Markup_in_names_stays_text()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        var watch = new Watch(page);
        foreach (var (name, path) in s_pages.Where(p => p.Path == "/" || !p.Path.StartsWith('/')))
        {
            await page.GotoAsync(Of(BrowserFixture.Hostile, path));
            (await page.EvaluateAsync<bool>("window.hacked === undefined")).ShouldBeTrue(name);
            (await page.Locator("main img, main script, body > script").CountAsync()).ShouldBe(0, name);
            (await page.Locator("body").InnerTextAsync()).ShouldContain("<script>window.hacked=1</script>", customMessage: name);
        }

        watch.ShouldBeQuiet(browser.Address);
    }

    [SkippableFact]
    public async Task Without_script_everything_is_there()
    {
        await using var window = await browser.OpenAsync(new() { JavaScriptEnabled = false });
        var page = await window.NewPageAsync();
        await page.GotoAsync(Of(BrowserFixture.Rich, "overview/"));
        await page.Locator("figure svg").First.IsVisibleAsync().ShouldBeTrueAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("stream");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "stream", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
    }

    [SkippableFact]
    public async Task Charts_come_alive_where_ECharts_is_in_the_build()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        var watch = new Watch(page);
        await page.GotoAsync(Of(BrowserFixture.Rich, "overview/"));
        Skip.If(await page.Locator("script[src*=echarts]").CountAsync() == 0, "needs ECharts from npm in the build");
        await page.WaitForFunctionAsync("document.documentElement.dataset.charts === 'live'");
        (await page.Locator("figure.live canvas").CountAsync()).ShouldBe(4);
        await page.Locator("figure.live svg").First.IsHiddenAsync().ShouldBeTrueAsync();

        // A part of the time is read again, finer.
        var finer = page.WaitForRequestAsync("**/timeline?buckets=500&from=*");
        await page.EvaluateAsync("echarts.getInstanceByDom(document.querySelector('.canvas')).dispatchAction({ type: 'dataZoom', start: 20, end: 40 })");
        (await (await finer).ResponseAsync())!.Status.ShouldBe(200);
        watch.ShouldBeQuiet(browser.Address);
    }

    [SkippableFact]
    public async Task Tables_are_sorted_searched_and_turned_over_by_links()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(Of(BrowserFixture.Rich, "jobs/?size=10"));
        (await Column(page, "Id").First.InnerTextAsync()).ShouldBe("36");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(Column(page, "Id").First).ToHaveTextAsync("26");
        await Expect(page.Locator(".pages")).ToContainTextAsync("11–20 of 37");
        await page.GetByRole(AriaRole.Link, new() { Name = "Duration" }).ClickAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Duration");
        await page.GetByRole(AriaRole.Combobox).SelectOptionAsync("failed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(Column(page, "Id")).ToHaveTextAsync(["30", "8"]);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nothing has this name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Expect(page.Locator(".empty")).ToContainTextAsync("Nothing matches");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(37);
    }

    [SkippableFact]
    public async Task The_keyboard_reaches_the_content_and_shows_where_it_is()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(Of(BrowserFixture.Rich, "stages/"));
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
        (await page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0")).ShouldBeTrue();
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("content");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.type")).ShouldBe("search");
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldNotBe("none");
        for (var i = 0; i < 12 && await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") != "Duration"; i++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/stages/\\?sort=duration"));

        await page.GotoAsync(Of(BrowserFixture.Rich, "jobs/?size=10"));
        await Expect(page.Locator(".keys")).ToContainTextAsync("next page");
        await page.Keyboard.PressAsync("n");
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("n/p");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("n/p");
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
    }

    [SkippableFact]
    public async Task Errors_say_what_is_wrong_and_lead_back()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        foreach (var (path, words) in ((string, string)[])
            [
                ("/history/nope/jobs/", "nope"), (Of(BrowserFixture.Rich, "jobs/job/?id=9999"), "no job 9999"), (Of(BrowserFixture.Rich, "jobs/job/?id=x"), "number"),
                ("/somewhere", "no such page"),
            ])
        {
            var answer = await page.GotoAsync(path);
            answer!.Status.ShouldBe(404, path);
            (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain(words);
            await page.GetByRole(AriaRole.Link, new() { Name = "All applications" }).IsVisibleAsync().ShouldBeTrueAsync();
            (await page.GetByRole(AriaRole.Link, new() { Name = "Overview of the application" }).CountAsync()).ShouldBe(path.Contains(BrowserFixture.Rich, StringComparison.Ordinal) ? 1 : 0);
        }

        await page.GotoAsync(Of(BrowserFixture.Damaged, "jobs/"));
        (await page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldContain("1 line is damaged");
        await page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Screenshots, "damaged.png") });
    }

    private static string Of(string application, string path) => path.StartsWith('/') ? path : $"/history/{application}/{path}";

    private static ILocator Column(IPage page, string heading) => page.Locator($"td[data-label='{heading}']");

    private static async Task ShouldBeEmptyAsync(IPage page, string check, string name) =>
        (await page.EvaluateAsync<JsonElement>(check)).EnumerateArray().Select(found => found.ToString()).ShouldBeEmpty($"on {name}");

    /// <summary>Listens for what a page must not do.</summary>
    private sealed class Watch
    {
        private readonly List<string> _noise = [];
        private readonly List<Uri> _requests = [];

        public Watch(IPage page)
        {
            page.Request += (_, request) => _requests.Add(new Uri(request.Url));
            page.Console += (_, message) => _noise.Add($"{message.Type}: {message.Text}");
            page.PageError += (_, error) => _noise.Add(error);
            page.Dialog += (_, dialog) => _noise.Add("dialog: " + dialog.Message);
        }

        public void ShouldBeQuiet(Uri server)
        {
            _noise.ShouldBeEmpty();
            _requests.ShouldNotBeEmpty();
            _requests.Where(r => r.Scheme != "data" && r.Authority != server.Authority).ShouldBeEmpty();
        }
    }
}

internal static class Answers
{
    public static async Task ShouldBeTrueAsync(this Task<bool> answer) => (await answer).ShouldBeTrue();
}
