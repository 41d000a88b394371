using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.Controllers;

/// <summary>
/// A namespace of one API server on which a story is played. Nobody runs pods: the story plays the kubelet. Generated names get stable ones
/// that both servers share: <c>web-(h1)-#2</c> is the second pod of the first ReplicaSet of <c>web</c>.
/// </summary>
internal sealed class PlayedCluster : IAsyncDisposable
{
    private const string Node = "played";
    private readonly HttpClient _http;
    private readonly NameBook _names = new();
    private readonly string _namespace;
    private readonly ConcurrentBag<string> _nodes = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    public PlayedCluster(Uri address, string token, string ns)
    {
        _namespace = ns;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(100),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("story/1.0");
    }

    /// <summary>The namespace with its account, and the node that all pods are bound to.</summary>
    public async Task PrepareAsync()
    {
        await SendAsync("POST", "/api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{_namespace}}}"}}""");
        await SendAsync("POST", "/api/v1/nodes", $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{Node}}}"}}""");
        await JoinAsync(Node);
        await UntilAsync($"/api/v1/namespaces/{_namespace}/serviceaccounts/default", body => body is not null);
        _beating = BeatAsync();
    }

    /// <summary>Sends a request whose path and body may use names of the book.</summary>
    public async Task<(int Status, JsonNode? Body)> TellAsync(string method, string path, string? body, string? contentType = null)
    {
        foreach (var name in NameBook.Mentioned(path + body))
            await ResolveAsync(name);
        foreach (var item in NameBook.Identified(body ?? "").ToList())
            body = body!.Replace($"{{uid:{item}}}", (string?)(await SendAsync("GET", Fill(item), null)).Body?["metadata"]?["uid"] ?? "", StringComparison.Ordinal);
        var (status, answer) = await SendAsync(method, Fill(path), body is null ? null : Fill(body), contentType);
        if (method == "POST" && path == "/api/v1/nodes" && status == 201)
            await JoinAsync((string)answer!["metadata"]!["name"]!);
        return (status, Canonical(answer));
    }

    /// <summary>What a kubelet does first: its node is ready, and from now on it says so again and again.</summary>
    private async Task JoinAsync(string node)
    {
        await SendAsync("PATCH", $"/api/v1/nodes/{node}/status", $$$"""{"status":{"conditions":[{"type":"Ready","status":"True","reason":"Played","lastHeartbeatTime":"{{{Now()}}}","lastTransitionTime":"{{{Now()}}}"}]}}""");
        _nodes.Add(node);
    }

    public Task RunAsync(string pod, string address, bool ready) => PlayAsync(pod, "Running", ready, address, $$$"""{"running":{"startedAt":"{{{Now()}}}"}}""");

    public Task EndAsync(string pod, int exitCode, string address) => PlayAsync(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        ready: false,
        address,
        $$$"""{"terminated":{"exitCode":{{{exitCode}}},"reason":"{{{(exitCode == 0 ? "Completed" : "Error")}}}","startedAt":"{{{Now()}}}","finishedAt":"{{{Now()}}}"}}""");

    /// <summary>What a kubelet does once the containers of a deleted pod have ended.</summary>
    public async Task VanishAsync(string pod)
    {
        var name = await ResolveAsync(pod);
        await UntilAsync($"/api/v1/namespaces/{_namespace}/pods/{name}", body => body?["metadata"]?["deletionTimestamp"] is not null);
        await SendAsync("DELETE", $"/api/v1/namespaces/{_namespace}/pods/{name}?gracePeriodSeconds=0", null);
    }

    public async Task UntilHasAsync(string path, string text) => await UntilAsync(Fill(path), body => body?.ToJsonString().Contains(text, StringComparison.Ordinal) == true);

    public async Task UntilGoneAsync(string path) => await UntilAsync(Fill(path), body => body is null);

    /// <summary>Everything in the namespace that controllers write, by kind and stable name.</summary>
    public async Task<JsonObject> LookAsync()
    {
        var lists = new Dictionary<string, List<JsonObject>>(StringComparer.Ordinal);
        // What is made later is read earlier: whoever is seen has owners that are seen.
        foreach (var (kind, path) in WatchedKinds.Paths.Reverse())
        {
            var (_, list) = await SendAsync("GET", path.Replace("{ns}", _namespace, StringComparison.Ordinal), null);
            lists[kind] = [.. (list?["items"] as JsonArray ?? []).OfType<JsonObject>()];
        }

        _names.Learn(lists);
        var look = new JsonObject();
        foreach (var (kind, _) in WatchedKinds.Paths)
        {
            var items = lists[kind];
            if (kind == "events")
                look[kind] = Events(items);
            else
            {
                var masked = items.Select(item => Canonical(WatchedKinds.Trim(kind, item, _namespace))!.AsObject()).OrderBy(item => (string?)item["metadata"]!["name"], StringComparer.Ordinal);
                var byName = new JsonObject();
                foreach (var item in masked)
                    byName[(string)item["metadata"]!["name"]!] = item.DeepClone();
                look[kind] = byName;
            }
        }

        return look;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        _http.Dispose();
    }

    /// <summary>A node that is not heard of for 50 seconds counts as lost.</summary>
    private async Task BeatAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var node in _nodes)
                await BeatAsync(node);
            await Task.Delay(TimeSpan.FromSeconds(5), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task BeatAsync(string node)
    {
        const string Leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
        var lease = $$$"""{"metadata":{"name":"{{{node}}}"},"spec":{"holderIdentity":"{{{node}}}","leaseDurationSeconds":40,"renewTime":"{{{Now().Replace("Z", ".000000Z", StringComparison.Ordinal)}}}"}}""";
        try
        {
            var (status, _) = await SendAsync("PATCH", $"{Leases}/{node}", lease);
            if (status == 404)
                await SendAsync("POST", Leases, lease);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // The next one comes in a moment.
        }
    }

    private JsonObject Events(List<JsonObject> items)
    {
        var told = new JsonObject();
        foreach (var about in items.Where(WatchedKinds.IsPromised).GroupBy(e => $"{e["type"]} {e["reason"]} {e["involvedObject"]!["kind"]}/{e["involvedObject"]!["name"]} ({e["source"]?["component"] ?? e["reportingComponent"]})", StringComparer.Ordinal))
        {
            var messages = about.Select(e => (string?)e["message"] ?? "").ToList();
            // Of many alike only the first are told one by one: which, is chance.
            if (messages.Exists(m => m.StartsWith("(combined from similar events)", StringComparison.Ordinal)))
                messages = ["<many>"];
            foreach (var message in messages)
                told[(string)ApiServers.Differential.Masks.Apply(JsonValue.Create(_names.Canonical($"{about.Key}: {message}")))!] = 1;
        }

        return told;
    }

    private async Task PlayAsync(string pod, string phase, bool ready, string address, string state)
    {
        var path = $"/api/v1/namespaces/{_namespace}/pods/{await ResolveAsync(pod)}";
        await UntilAsync(path, body => body is not null);
        var (_, present) = await SendAsync("GET", path, null);
        if (string.IsNullOrEmpty((string?)present!["spec"]!["nodeName"]))
            await SendAsync("POST", path + "/binding", $$$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{present["metadata"]!["name"]}}}"},"target":{"kind":"Node","name":"{{{NameBook.NodeWanted(present.AsObject()) ?? Node}}}"}}""");
        string[] own = ["Initialized", "Ready", "ContainersReady"];
        var others = (present["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>().Where(c => !own.Contains((string?)c["type"], StringComparer.Ordinal));
        var conditions = new JsonArray([.. others.Select(c => c.DeepClone()), .. own.Select(type => new JsonObject
        {
            ["type"] = type,
            ["status"] = type == "Initialized" || ready ? "True" : "False",
            ["lastTransitionTime"] = Now(),
        })]);
        var containers = new JsonArray([.. present["spec"]!["containers"]!.AsArray().Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c!["name"]!.DeepClone(),
            ["image"] = c["image"]!.DeepClone(),
            ["imageID"] = "",
            ["ready"] = ready,
            ["restartCount"] = 0,
            ["state"] = JsonNode.Parse(state),
        })]);
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["podIP"] = address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["startTime"] = (string?)present["status"]?["startTime"] ?? Now(),
            ["conditions"] = conditions,
            ["containerStatuses"] = containers,
        };
        var (code, answer) = await SendAsync("PATCH", path + "/status", new JsonObject { ["status"] = status }.ToJsonString());
        if (code != 200)
            throw new InvalidOperationException($"{pod} could not become {phase}: {answer?.ToJsonString()}");
    }

    /// <summary>The real name of a stable one; controllers may take a moment to create its object.</summary>
    private async Task<string> ResolveAsync(string name)
    {
        for (var i = 0; i < 900 && _names.Real(name) is null; i++)
        {
            await Task.Delay(100);
            await LookAsync();
        }

        return _names.Real(name) ?? (name.Contains('#', StringComparison.Ordinal) || name.Contains('(', StringComparison.Ordinal) ? throw new TimeoutException($"{_namespace}: there is no {name}") : name);
    }

    private string Fill(string text) => _names.Fill(text).Replace("{ns}", _namespace, StringComparison.Ordinal).Replace("{now}", Now(), StringComparison.Ordinal);

    private async Task UntilAsync(string path, Func<JsonNode?, bool> holds)
    {
        for (var i = 0; i < 1200; i++)
        {
            var (status, body) = await SendAsync("GET", path, null);
            if (holds(status == 404 ? null : body))
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{path} did not become as wished");
    }

    private JsonNode? Canonical(JsonNode? node) => ApiServers.Differential.Masks.Apply(_names.Canonical(node));

    private static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? body, string? contentType = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(method, path, body, contentType);
            }
            catch (HttpRequestException) when (method == "GET" && attempt < 5)
            {
                // Who only looks may look again.
                await Task.Delay(200);
            }
        }
    }

    private async Task<(int Status, JsonNode? Body)> SendOnceAsync(string method, string path, string? body, string? contentType)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType ?? (method == "PATCH" ? "application/merge-patch+json" : "application/json"));
        }

        using var answer = await _http.SendAsync(message);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(text));
    }
}
