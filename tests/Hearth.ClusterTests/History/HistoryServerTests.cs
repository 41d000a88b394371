using System.Net;
using Hearth.History;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>The history server over real sockets: what a browser and a client see.</summary>
public class HistoryServerTests
{
    private const string App = "app-20261121021618-0000";

    private static readonly string[] s_pages =
    [
        "/", "/?search=rich&state=completed", $"/history/{App}/overview/", $"/history/{App}/jobs/", $"/history/{App}/jobs/job/?id=30", $"/history/{App}/stages/",
        $"/history/{App}/stages/stage/?id=53&attempt=0&sort=duration&desc=1", $"/history/{App}/executors/", $"/history/{App}/storage/", $"/history/{App}/storage/rdd/?id=18",
        $"/history/{App}/environment/", $"/history/{App}/SQL/", $"/history/{App}/SQL/execution/?id=0",
    ];

    [SkippableFact]
    public async Task Every_page_is_there_encoded_and_closed_to_the_outside()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        foreach (var page in s_pages)
        {
            using var response = await client.GetAsync(page);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            var html = await response.Content.ReadAsStringAsync();
            html.ShouldNotContain("<b>&\"quoted\"");
            html.Replace("<script src=\"/static/", "").ShouldNotContain("<script");
            html.ShouldEndWith("</html>");
        }
    }

    [SkippableFact]
    public async Task Bookmarks_of_the_stock_server_lead_somewhere()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        (await RedirectAsync("/history/")).ShouldBe("/");
        (await RedirectAsync($"/history/{App}")).ShouldBe($"/history/{App}/jobs/");
        (await RedirectAsync($"/history/{App}/SQL")).ShouldBe($"/history/{App}/SQL/");
        foreach (var missing in (string[])["/nope", "/history/nope/jobs/", $"/history/{App}/stages/stage/?id=x", "/static/../../etc/passwd", $"/history/{App}/%2e%2e/%2e%2e/etc/"])
        {
            using var response = await client.GetAsync(missing);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, missing);
        }

        async Task<string> RedirectAsync(string path)
        {
            using var response = await client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            return response.Headers.Location!.ToString();
        }
    }

    [SkippableFact]
    public async Task The_API_answers_compressed_refuses_other_methods_and_foreign_names()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        using var compressed = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/applications/{App}/stages");
        compressed.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await client.SendAsync(compressed);
        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        using var post = await client.PostAsync("/api/v1/applications", null);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var options = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/applications"));
        options.StatusCode.ShouldBe(HttpStatusCode.OK);
        options.Content.Headers.Allow.ShouldBe(["GET", "HEAD", "OPTIONS"]);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/v1/version") { Headers = { Host = "evil.example" } };
        using var refused = await client.SendAsync(foreign);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/applications"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [SkippableTheory]
    [InlineData("/applications", "text/html", 406)]
    [InlineData("/applications", "text/html,application/xhtml+xml,*/*;q=0.8", 200)]
    [InlineData("/applications", "application/*", 200)]
    [InlineData("/applications", "application/json;q=0, text/plain", 406)]
    [InlineData("/applications/none", "text/plain", 406)]
    [InlineData("/applications/none", "application/json", 404)]
    [InlineData("/applications/" + App + "/logs", "application/json", 406)]
    [InlineData("/applications/" + App + "/logs", "application/octet-stream", 200)]
    [InlineData("/nothing", "text/html", 404)]
    [InlineData("/applications", "nonsense", 200)]
    public async Task What_a_client_cannot_take_is_refused(string path, string accept, int status)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [SkippableFact]
    public async Task Version_2_pages_with_totals_and_tells_timelines_and_problems()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        (await client.GetStringAsync("/api/v2/applications?search=rich&size=1")).ShouldContain("\"total\": 1");
        var jobs = await client.GetStringAsync($"/api/v2/applications/{App}/jobs?page=2&size=30");
        jobs.ShouldContain("\"total\": 37");
        jobs.ShouldContain("\"jobId\": 6");
        jobs.ShouldNotContain("\"jobId\": 7,");
        (await client.GetStringAsync($"/api/v2/applications/{App}/timeline?buckets=10")).ShouldContain("runningTasks");
        (await client.GetStringAsync($"/api/v2/applications/{App}/problems")).ShouldContain("\"corruptLines\": 0");
        using var unknown = await client.GetAsync($"/api/v2/applications/{App}/nope");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [SkippableFact]
    public async Task With_a_token_only_its_bearer_gets_in()
    {
        await using var server = await StartAsync(token: "a-token-of-a-fair-length");
        using var client = Client(server);
        using var without = await client.GetAsync("/api/v1/applications");
        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        using var wrong = await client.GetAsync("/api/v1/applications");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "a-token-of-a-fair-length");
        using var right = await client.GetAsync("/api/v1/applications");
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Options_that_cannot_work_are_told_all_at_once()
    {
        var problems = HistoryServer.Validate(new HistoryOptions { LogDirectories = ["ftp://x"], Host = "0.0.0.0", Port = 70000, SparkVersion = "new" });
        problems.Count.ShouldBe(4);
    }

    private static Task<HistoryServer> StartAsync(string? token = null) => HistoryServer.StartAsync(
        new HistoryOptions { LogDirectories = [Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster")], Port = 0, PagePatience = HearthProcess.Patience, Token = token },
        TimeProvider.System, _ => { }, CancellationToken.None);

    private static HttpClient Client(HistoryServer server) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
}
