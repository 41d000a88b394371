using System.Net;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube;

public sealed class StoreTests
{
    [Fact]
    public async Task A_store_lists_watches_resumes_and_lists_again_when_its_version_is_forgotten()
    {
        var server = new Answers()
            .Then(HttpStatusCode.OK, List("1", Map("a", "x"), Map("b", "x")))
            .Then(HttpStatusCode.OK, Event("ADDED", Map("c", "y", "2")) + Event("DELETED", Map("a", "x", "3")))
            .Then(HttpStatusCode.OK, Event("BOOKMARK", Map("", "", "7")))
            .Then(HttpStatusCode.OK, """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""")
            .Then(HttpStatusCode.OK, List("9", Map("b", "y"), Map("d", "y")));
        using var client = server.Client();
        var store = new Store<ConfigMap, string>(client, ResourceTypes.ConfigMaps, Value, new() { Namespaces = ["n"] }, null, new Random(1));
        var index = store.AddIndex(value => value);
        var changes = new List<string>();
        var done = new TaskCompletionSource();
        store.Changed += change =>
        {
            changes.Add($"{change.Key.Name}:{change.Before}>{change.After}");
            if (changes.Count == 7)
                done.TrySetResult();
        };
        using var stop = new CancellationTokenSource();
        var running = store.RunAsync(stop.Token);
        await store.WaitForSyncAsync(default);
        await done.Task.WaitAsync(TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        changes.ShouldBe(["a:>x", "b:>x", "c:>y", "a:x>", "b:x>y", "d:>y", "c:y>"]);
        store.Snapshot().Select(i => $"{i.Key}={i.Value}").Order().ShouldBe(["n/b=y", "n/d=y"]);
        index.Find("y").Count.ShouldBe(2);
        index.Count("x").ShouldBe(0);
        server.Asked.Select(a => a.Split('?')[1]).Where(q => q.Contains("watch")).Select(q => q.Split('&')[1]).Take(3)
            .ShouldBe(["resourceVersion=1", "resourceVersion=3", "resourceVersion=7"]);
    }

    [Fact]
    public async Task One_object_that_does_not_read_hides_no_other()
    {
        const string Odd = """{"metadata":{"name":"odd","namespace":"n","resourceVersion":"4"},"data":[1]}""";
        var server = new Answers()
            .Then(HttpStatusCode.OK, List("1", Odd, Map("a", "x")))
            .Then(HttpStatusCode.OK, Event("MODIFIED", Odd) + Event("ADDED", Map("b", "x", "5")));
        using var client = server.Client();
        var store = new Store<ConfigMap, string>(client, ResourceTypes.ConfigMaps, Value, null, null, new Random(1));
        var malformed = new List<string>();
        store.Malformed += (key, why) => malformed.Add(key.ToString());
        var both = new TaskCompletionSource();
        store.Changed += _ =>
        {
            if (store.Count == 2)
                both.TrySetResult();
        };
        using var stop = new CancellationTokenSource();
        var running = store.RunAsync(stop.Token);
        await both.Task.WaitAsync(TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        malformed.ShouldBe(["n/odd", "n/odd"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_list_reads_the_same_in_pieces_of_any_size(int piece)
    {
        var text = """{"kind":"ConfigMapList","extra":{"a":[1,{"b":2}]},"items":[""" + Map("a", "ä\\n") + " , " + Map("b", new string('x', 5000))
            + """],"metadata":{"resourceVersion":"12","continue":"t"},"more":null}""";
        var items = new List<ConfigMap>();
        var reader = new ListReader<ConfigMap>(ResourceTypes.ConfigMaps.Object, items.Add, (_, e) => throw e);
        await using var body = new Pieces(System.Text.Encoding.UTF8.GetBytes(text), piece);
        var metadata = await reader.ReadAsync(body, default);
        metadata.Continue.ShouldBe("t");
        items.Select(Value).ShouldBe(["ä\n", new string('x', 5000)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"items":[""")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[{]}""")]
    public async Task A_list_that_is_none_is_refused(string text)
    {
        var reader = new ListReader<ConfigMap>(ResourceTypes.ConfigMaps.Object, _ => { }, (_, _) => { });
        await using var body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await Should.ThrowAsync<System.Text.Json.JsonException>(reader.ReadAsync(body, default));
    }

    private static string? Value(ConfigMap map) => map.Data?.GetValueOrDefault("v");

    private static string Map(string name, string value, string version = "1") =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"n","resourceVersion":"{{{version}}}"},"data":{"v":"{{{value}}}"}}""";

    private static string Event(string type, string item) => $$$"""{"type":"{{{type}}}","object":{{{item}}} }""" + "\n";

    private static string List(string version, params string[] items) =>
        $$$"""{"kind":"ConfigMapList","metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', items)}}}]}""";

    private sealed class Pieces(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
