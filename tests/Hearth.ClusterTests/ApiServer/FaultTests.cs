using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hearth.LocalCluster.ApiServer;
using Shouldly;
using Xunit;
using Server = Hearth.LocalCluster.ApiServer.ApiServer;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>What a client meets of the faults that somebody asked for.</summary>
public sealed class FaultTests
{
    private const string Settings = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Each_kind_is_met()
    {
        await using var server = await StartAsync();
        using var client = Client(server, "story/1.0");
        (await SendAsync(client, HttpMethod.Post, Settings, """{"metadata":{"name":"a"}}""")).StatusCode.ShouldBe(HttpStatusCode.Created);

        server.Spoil(new() { Conflict = 1 });
        var conflict = await SendAsync(client, HttpMethod.Patch, Settings + "/a", """{"data":{"k":"v"}}""");
        (conflict.StatusCode, (await conflict.Content.ReadAsStringAsync()).Contains("\"reason\":\"Conflict\"", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        (await client.GetAsync(Path(Settings + "/a"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        server.Spoil(new() { TooManyRequests = 1 });
        var busy = await client.GetAsync(Path(Settings));
        (busy.StatusCode, busy.Headers.RetryAfter?.Delta).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)));

        server.Spoil(new() { InternalError = 1 });
        (await client.GetAsync(Path(Settings))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        server.Spoil(new() { Gone = 1 });
        (await client.GetAsync(Path(Settings + "?watch=true"))).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await client.GetAsync(Path(Settings))).StatusCode.ShouldBe(HttpStatusCode.OK);

        server.Spoil(new() { CutWatch = 1 });
        await using (var watch = await client.GetStreamAsync(Path(Settings + "?watch=true")))
            await Should.ThrowAsync<Exception>(() => watch.CopyToAsync(Stream.Null));

        var late = TimeSpan.FromMilliseconds(300);
        server.Spoil(new() { Delay = 1, DelayTime = late });
        var start = Stopwatch.GetTimestamp();
        (await client.GetAsync(Path(Settings))).StatusCode.ShouldBe(HttpStatusCode.OK);
        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThan(late * 0.9);
    }

    [Fact]
    public async Task Equal_seeds_give_a_client_equal_faults_whatever_others_do()
    {
        var alone = await CourseAsync(seed: 7, others: 0);
        alone.ShouldContain("429");
        alone.ShouldContain("500");
        alone.ShouldContain("200");
        (await CourseAsync(seed: 7, others: 3)).ShouldBe(alone);
        (await CourseAsync(seed: 8, others: 0)).ShouldNotBe(alone);
    }

    /// <summary>The answers to fifty requests of one client.</summary>
    private static async Task<string> CourseAsync(int seed, int others)
    {
        await using var server = await StartAsync();
        server.Spoil(new() { Seed = seed, TooManyRequests = 0.3, InternalError = 0.3 });
        using var client = Client(server, "story/1.0");
        using var other = Client(server, "other/1.0");
        var answers = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            answers.Add($"{(int)(await client.GetAsync(Path(Settings))).StatusCode}");
            for (var j = 0; j < others; j++)
                await other.GetAsync(Path(Settings));
        }

        return string.Join(' ', answers);
    }

    private static Task<Server> StartAsync() => Server.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);

    private static HttpClient Client(Server server, string agent)
    {
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.AdminToken);
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var message = new HttpRequestMessage(method, Path(path)) { Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json") };
        return await client.SendAsync(message);
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
