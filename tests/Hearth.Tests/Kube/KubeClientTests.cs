using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube;

public sealed class KubeClientTests : IDisposable
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","resourceVersion":"5"}}""";
    private readonly Answers _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_busy_server_is_asked_again_also_to_create()
    {
        using var client = _server.Then(HttpStatusCode.TooManyRequests, "").Then(HttpStatusCode.Created, Pod).Client();
        (await client.CreateAsync(ResourceTypes.Pods, "n", new(), default)).Metadata.Name.ShouldBe("p");
        _server.Asked.Count.ShouldBe(2);
        _server.Asked[0].ShouldBe("""POST /api/v1/namespaces/n/pods?fieldManager=hearth {"apiVersion":"v1","kind":"Pod","metadata":{}}""");
    }

    [Fact]
    public async Task A_creation_is_not_repeated_after_a_server_error_or_a_cut()
    {
        using var client = _server.Then(HttpStatusCode.ServiceUnavailable, "down").ThenFails(HttpRequestError.ResponseEnded).Client();
        (await Should.ThrowAsync<KubeException>(client.CreateAsync(ResourceTypes.Pods, "n", new(), default))).IsTransient.ShouldBeTrue();
        (await Should.ThrowAsync<KubeException>(client.CreateAsync(ResourceTypes.Pods, "n", new(), default))).IsUnreachable.ShouldBeTrue();
        _server.Asked.Count.ShouldBe(2);
    }

    /// <summary>.NET throws the socket's own exception where a connection ends while it is made.</summary>
    [Fact]
    public async Task A_connection_that_ends_while_it_is_made_is_a_server_that_cannot_be_reached()
    {
        using var client = _server.ThenThrows(new SocketException((int)SocketError.NotConnected)).Client();
        (await Should.ThrowAsync<KubeException>(client.GetAsync(ResourceTypes.Pods, "n", "p", default))).IsUnreachable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_read_is_repeated_after_server_errors_and_cuts()
    {
        using var client = _server.Then(HttpStatusCode.InternalServerError, "").ThenFails(HttpRequestError.ResponseEnded).Then(HttpStatusCode.OK, Pod).Client();
        (await client.GetAsync(ResourceTypes.Pods, "n", "p", default)).Metadata.Name.ShouldBe("p");
    }

    [Fact]
    public async Task Missing_is_an_answer_but_an_unknown_path_is_not()
    {
        const string Missing = """{"kind":"Status","reason":"NotFound","message":"pods \"p\" not found","code":404}""";
        using var client = _server.Then(HttpStatusCode.NotFound, Missing).Then(HttpStatusCode.NotFound, "404 page not found").Client();
        (await client.FindAsync(ResourceTypes.Pods, "n", "p", default)).ShouldBeNull();
        (await Should.ThrowAsync<KubeException>(client.FindAsync(ResourceTypes.Pods, "n", "p", default))).Message.ShouldContain("does not know this path");
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, "AlreadyExists")]
    [InlineData(HttpStatusCode.Conflict, "Conflict")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "Invalid")]
    [InlineData(HttpStatusCode.Gone, "Expired")]
    public async Task A_refusal_keeps_the_servers_words_and_reason(HttpStatusCode code, string reason)
    {
        using var client = _server.Then(code, $$$"""{"kind":"Status","reason":"{{{reason}}}","message":"the words","code":{{{(int)code}}} }""").Client();
        var error = await Should.ThrowAsync<KubeException>(client.GetAsync(ResourceTypes.Pods, "n", "p", default));
        error.Message.ShouldBe("the words");
        (error.IsAlreadyExists, error.IsConflict, error.IsForbidden, error.IsInvalid, error.IsGone).ShouldBe(
            (reason == "AlreadyExists", reason == "Conflict", reason == "Forbidden", reason == "Invalid", reason == "Expired"));
    }

    [Fact]
    public async Task What_is_no_api_server_is_told_so()
    {
        using var client = _server.Then(HttpStatusCode.OK, "<html>").ThenFails(HttpRequestError.ConnectionError).Client();
        (await Should.ThrowAsync<KubeException>(client.GetAsync(ResourceTypes.Pods, "n", "p", default))).Message.ShouldContain("not what a Kubernetes API server answers");
        (await Should.ThrowAsync<KubeException>(client.GetAsync(ResourceTypes.Pods, "n", "p", default))).Message.ShouldContain("Cannot reach the API server");
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        using var client = _server
            .Then(HttpStatusCode.OK, $$$"""{"metadata":{"resourceVersion":"9","continue":"c/1"},"items":[{{{Pod}}}]}""")
            .Then(HttpStatusCode.OK, $$$"""{"metadata":{"resourceVersion":"9"},"items":[{{{Pod}}}]}""")
            .Client();
        var pods = new List<Pod>();
        await foreach (var pod in client.ListAllAsync(ResourceTypes.Pods, null, new() { LabelSelector = "a in (b)", Limit = 1 }, default))
            pods.Add(pod);
        pods.Count.ShouldBe(2);
        _server.Asked.ShouldBe(["GET /api/v1/pods?labelSelector=a%20in%20%28b%29&limit=1", "GET /api/v1/pods?labelSelector=a%20in%20%28b%29&limit=1&continue=c%2F1"]);
    }

    [Fact]
    public async Task Writes_go_where_kubernetes_expects_them()
    {
        using var client = _server.Then(HttpStatusCode.OK, Pod).Then(HttpStatusCode.OK, Pod).Then(HttpStatusCode.OK, "{}").Client();
        await client.PatchAsync(ResourceTypes.Pods, "n", "p", Patch.Apply(new JsonObject { ["a"] = 1 }, "me", force: true), "status", default);
        await client.ReplaceStatusAsync(ResourceTypes.Pods, "n", new() { Metadata = new() { Name = "p" } }, default);
        await client.DeleteAsync(ResourceTypes.Pods, "n", "p", new() { GracePeriodSeconds = 0, Uid = "u" }, default);
        _server.Asked.ShouldBe([
            """PATCH /api/v1/namespaces/n/pods/p/status?fieldManager=me&force=true {"a":1}""",
            """PUT /api/v1/namespaces/n/pods/p/status?fieldManager=hearth {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}""",
            """DELETE /api/v1/namespaces/n/pods/p {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"preconditions":{"uid":"u"}}""",
        ]);
    }

    [Fact]
    public async Task An_empty_name_never_becomes_a_call_for_all()
    {
        using var client = _server.Client();
        await Should.ThrowAsync<ArgumentException>(() => client.DeleteAsync(ResourceTypes.Pods, "n", "", null, default));
        await Should.ThrowAsync<ArgumentException>(() => client.DeleteAsync(ResourceTypes.Pods, "n", "..", null, default));
        _server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_token_is_read_again_once()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "t");
        using var client = _server.Then(HttpStatusCode.Unauthorized, "").Then(HttpStatusCode.OK, Pod).Client(credentials: CredentialSource.FromTokenFile(file));
        await client.GetAsync(ResourceTypes.Pods, "n", "p", default);
        File.Delete(file);
        _server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_watch_gives_its_events_and_an_error_event_is_thrown()
    {
        var lines = $$$"""
            {"type":"ADDED","object":{{{Pod}}} }

            {"object":{{{Pod}}},"type":"MODIFIED"}
            {"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"9"} } }
            {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}
            """;
        using var client = _server.Then(HttpStatusCode.OK, lines).Client();
        var seen = new List<string>();
        var error = await Should.ThrowAsync<KubeException>(async () =>
        {
            await foreach (var e in client.WatchAsync(ResourceTypes.Pods, "n", new() { ResourceVersion = "5" }, default))
                seen.Add($"{e.Type} {e.Object.Metadata.ResourceVersion}");
        });
        error.IsGone.ShouldBeTrue();
        seen.ShouldBe(["Added 5", "Modified 5", "Bookmark 9"]);
        _server.Asked[0].ShouldBe("GET /api/v1/namespaces/n/pods?watch=true&resourceVersion=5&allowWatchBookmarks=true&timeoutSeconds=600");
    }
}
