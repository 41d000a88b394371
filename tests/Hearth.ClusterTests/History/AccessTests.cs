using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.History;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>Who gets into the history server, and what the rest sees.</summary>
public class AccessTests
{
    private const string App = BrowserFixture.Rich;
    private const string Token = "a-token-of-a-fair-length";

    [Fact]
    public void An_open_server_without_tokens_and_half_settings_do_not_start()
    {
        var options = new HistoryOptions { LogDirectories = ["/tmp"] };
        HistoryServer.Validate(options).ShouldBeEmpty();
        HistoryServer.Validate(options with { Host = "::1" }).ShouldBeEmpty();
        HistoryServer.Validate(options with { Host = "0.0.0.0", Token = Token }).ShouldBeEmpty();
        Problem(options with { Host = "0.0.0.0" }).ShouldContain("needs a token");
        Problem(options with { Host = "::" }).ShouldContain("needs a token");
        Problem(options with { Host = "my-host" }).ShouldContain("neither an IP address");
        Problem(options with { Token = "short" }).ShouldContain("guessed");
        Problem(options with { AclsEnabled = true }).ShouldContain("names of users");
        Problem(options with { UserHeader = "X-User", Token = Token }).ShouldContain("proxy on this machine");
        Problem(options with { ProxyBase = "//evil.example" }).ShouldContain("plain path");

        static string Problem(HistoryOptions wrong) => HistoryServer.Validate(wrong).ShouldHaveSingleItem();
    }

    [SkippableFact]
    public async Task A_browser_signs_in_stays_and_signs_out()
    {
        await using var server = await StartAsync(o => o with { Token = Token });
        using var client = Client(server);
        // As browsers do: pages before anything else.
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*;q=0.8");
        using var first = await client.GetAsync($"/history/{App}/jobs/?sort=id");
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        first.Headers.Location!.ToString().ShouldBe($"/login?next=%2Fhistory%2F{App}%2Fjobs%2F%3Fsort%3Did");
        (await client.GetStringAsync(first.Headers.Location)).ShouldContain("name=\"token\"");
        using var style = await client.GetAsync("/static/icon.svg");
        style.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var wrong = await SignInAsync(client, "not the token", "/");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();
        using var right = await SignInAsync(client, Token, $"/history/{App}/jobs/?sort=id");
        right.Headers.Location!.ToString().ShouldBe($"/history/{App}/jobs/?sort=id");
        var cookie = right.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldNotContain(Token);
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await client.GetStringAsync("/")).ShouldContain("Sign out");
        using var api = await client.GetAsync("/api/v1/applications");
        api.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var leave = await client.PostAsync("/logout", null);
        leave.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var after = await client.GetAsync("/");
        after.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [SkippableTheory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string next)
    {
        await using var server = await StartAsync(o => o with { Token = Token });
        using var client = Client(server);
        using var answer = await SignInAsync(client, Token, next);
        answer.Headers.Location!.ToString().ShouldBe("/");
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        using var foreign = await SignInAsync(client, Token, "/");
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [SkippableFact]
    public async Task View_ACLs_hold_for_pages_both_APIs_and_logs()
    {
        var rich = await File.ReadAllTextAsync(Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster", App));
        using var logs = new TemporaryLogs();
        logs.Write(App, rich.Replace("\"Spark Properties\":{", "\"Spark Properties\":{\"spark.ui.view.acls\":\"vera, victor\",\"spark.admin.acls\":\"adam\",", StringComparison.Ordinal));
        await using var server = await HistoryServer.StartAsync(
            new HistoryOptions { LogDirectories = [logs.Path], Port = 0, PagePatience = HearthProcess.Patience, UserHeader = "X-Forwarded-User", AclsEnabled = true, AdminUsers = ["root"] }, TimeProvider.System, _ => { }, CancellationToken.None);
        string[] closed =
        [
            $"/history/{App}/jobs/", $"/history/{App}/environment/", $"/api/v1/applications/{App}/jobs", $"/api/v1/applications/{App}/environment",
            $"/api/v1/applications/{App}/logs", $"/api/v2/applications/{App}/jobs", $"/api/v2/applications/{App}/timeline",
        ];
        foreach (var (user, allowed) in ((string?, bool)[])[("tester", true), ("vera", true), ("victor", true), ("adam", true), ("root", true), (null, true), ("alice", false)])
        {
            using var client = Client(server);
            if (user is not null)
                client.DefaultRequestHeaders.Add("X-Forwarded-User", user);
            foreach (var path in closed)
            {
                using var answer = await client.GetAsync(path);
                answer.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{user} {path}");
                if (!allowed)
                    WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Replace("\\\"", "\"", StringComparison.Ordinal).ShouldContain("user \"alice\" is not authorized");
            }

            using var list = await client.GetAsync("/api/v1/applications");
            list.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [SkippableFact]
    public async Task Behind_a_proxy_every_address_stands_below_its_path()
    {
        await using var server = await StartAsync(o => o with { ProxyBase = "/spark" });
        using var client = Client(server);
        foreach (var path in (string[])["/", "/spark/", $"/history/{App}/overview/", $"/spark/history/{App}/SQL/execution/?id=0", $"/spark/history/{App}/stages/"])
        {
            var html = await client.GetStringAsync(path);
            Addresses(html).ShouldNotBeEmpty();
            Addresses(html).Where(a => !a.StartsWith("/spark/", StringComparison.Ordinal)).ShouldBeEmpty(path);
        }

        using var redirect = await client.GetAsync($"/spark/history/{App}");
        redirect.Headers.Location!.ToString().ShouldBe($"/spark/history/{App}/jobs/");
        client.DefaultRequestHeaders.Add("X-Forwarded-Context", "/gateway/default/sparkhistory");
        Addresses(await client.GetStringAsync("/")).ShouldAllBe(a => a.StartsWith("/gateway/default/sparkhistory/", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Remove("X-Forwarded-Context");
        client.DefaultRequestHeaders.Add("X-Forwarded-Context", "//evil.example/\"><script>");
        var defended = await client.GetStringAsync("/");
        defended.ShouldNotContain("evil.example");

        static string[] Addresses(string html) => [.. Regex.Matches(html, "(?:href|src|action)=\"(/[^\"]*)\"").Select(m => m.Groups[1].Value)];
    }

    [SkippableFact]
    public async Task Paths_lead_nowhere_but_to_applications()
    {
        await using var server = await StartAsync(o => o);
        foreach (var path in (string[])
            [
                "/static/../../../../etc/passwd", "/static/..%2f..%2fetc%2fpasswd", "/history/..%2f..%2f..%2fetc%2fpasswd/jobs/", $"/history/{App}/../../../../etc/passwd",
                "/history/%00/jobs/", "/history/%2e%2e/%2e%2e/etc/passwd", "/api/v1/applications/..%2f..%2fetc%2fpasswd/logs", "/api/v1/applications/%2e%2e/logs", "//etc/passwd", "/%",
                "/api/v2/applications/%ff%fe/jobs", "/history/" + new string('a', 5000) + "/jobs/",
            ])
        {
            var answer = await RawAsync(server, path);
            answer.ShouldMatch("^HTTP/1.1 (400|404) ", path);
            answer.ShouldNotContain("root:");
        }
    }

    [SkippableFact]
    public async Task Answers_of_every_kind_carry_the_headers_that_browsers_heed()
    {
        await using var server = await StartAsync(o => o with { Token = Token });
        using var client = Client(server);
        foreach (var path in (string[])["/", "/nope", "/api/v1/version", "/api/v2/nope", "/login", "/static/icon.svg"])
        {
            foreach (var bearer in (string?[])[null, Token])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                if (bearer is not null)
                    request.Headers.Authorization = new("Bearer", bearer);
                using var answer = await client.SendAsync(request);
                answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
                answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"], path);
                var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
                policy.ShouldContain("default-src 'none'");
                policy.ShouldNotContain("unsafe");
                answer.Headers.Contains("Server").ShouldBeFalse();
            }
        }
    }

    [SkippableFact]
    public async Task HTTPS_with_a_certificate_of_ones_own()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var server = await StartAsync(o => o with { Token = Token, Certificate = certificate });
        server.Address.Scheme.ShouldBe("https");
#pragma warning disable MA0039 // The test trusts the one certificate that it made.
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == certificate.Thumbprint };
#pragma warning restore MA0039
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        using var answer = await SignInAsync(client, Token, "/");
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("secure");
    }

    [SkippableFact]
    public async Task Secrets_in_settings_are_not_shown()
    {
        var rich = await File.ReadAllTextAsync(Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster", App));
        using var logs = new TemporaryLogs();
        logs.Write(App, rich.Replace("\"Spark Properties\":{", "\"Spark Properties\":{\"spark.my.password\":\"open sesame\",\"spark.hadoop.fs.s3a.secret.key\":\"open sesame\",", StringComparison.Ordinal));
        await using var server = await HistoryServer.StartAsync(new HistoryOptions { LogDirectories = [logs.Path], Port = 0, PagePatience = HearthProcess.Patience }, TimeProvider.System, _ => { }, CancellationToken.None);
        using var client = Client(server);
        foreach (var path in (string[])[$"/history/{App}/environment/", $"/history/{App}/environment/?search=sesame", $"/api/v1/applications/{App}/environment"])
        {
            var answer = await client.GetStringAsync(path);
            answer.Replace("value=\"sesame\"", "", StringComparison.Ordinal).ShouldNotContain("open sesame");
        }
    }

    private static Task<HistoryServer> StartAsync(Func<HistoryOptions, HistoryOptions> with) => HistoryServer.StartAsync(
        with(new HistoryOptions { LogDirectories = [Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster")], Port = 0, PagePatience = HearthProcess.Patience }), TimeProvider.System, _ => { }, CancellationToken.None);

    private static HttpClient Client(HistoryServer server) => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string token, string next)
    {
        using var form = new FormUrlEncodedContent([new("token", token), new("next", next)]);
        return await client.PostAsync("/login", form);
    }

    /// <summary>A path as it is: HttpClient would tidy it.</summary>
    private static async Task<string> RawAsync(HistoryServer server, string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}

/// <summary>A folder of event logs for one test.</summary>
internal sealed class TemporaryLogs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-logs-");

    public string Path => _folder.FullName;

    public void Write(string name, string log) => File.WriteAllText(System.IO.Path.Combine(Path, name), log);

    public void Dispose() => _folder.Delete(recursive: true);
}
