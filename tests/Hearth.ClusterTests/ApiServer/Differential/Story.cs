using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>One request of a story: a line <c>METHOD path</c>, headers, a body; a blank line ends it.</summary>
internal sealed record StoryRequest(string File, int Line, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    /// <summary>How often at least both servers are asked again until they agree: caches follow a moment later, and some answers are one of several.</summary>
    public int Tries { get; init; }

    /// <summary>Whether the answer is what came in a second.</summary>
    public bool IsWatch => Method is "WATCH" or "SOCKET" || Path.Contains("watch=true", StringComparison.Ordinal);

    public override string ToString() => $"{File}:{Line} {Method} {Path}";

    /// <summary>
    /// Reads a story. <c>#</c> starts a comment line. <c>{rv}</c> and <c>{uid}</c> stand for those of the last answer that had them,
    /// <c>{continue}</c> for the last list's token. <c>WATCH path</c> collects a watch of one second, <c>SOCKET path</c> one over WebSocket, <c>GONE path</c> waits for 404, <c>THERE path</c> for 200,
    /// <c>UNTIL path status.replicas=2</c> waits for a field, <c>AGAIN word METHOD path</c> sends again until the status, a warning or the body has the word,
    /// <c>QUIET METHOD path</c> sends without comparing.
    /// </summary>
    public static IEnumerable<StoryRequest> Read(string path)
    {
        var lines = System.IO.File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#')
                continue;
            var start = i;
            var words = lines[i].Split(' ', 2);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            var body = new StringBuilder();
            for (i++; i < lines.Length && lines[i].Length > 0; i++)
            {
                var colon = lines[i].IndexOf(": ", StringComparison.Ordinal);
                if (body.Length == 0 && colon > 0 && char.IsAsciiLetterUpper(lines[i][0]))
                    headers[lines[i][..colon]] = lines[i][(colon + 2)..];
                else
                    body.Append(lines[i]).Append('\n');
            }

            yield return new StoryRequest(System.IO.Path.GetFileName(path), start + 1, words[0], words[1], headers, body.Length == 0 ? null : body.ToString());
        }
    }
}

/// <summary>What a server answered, ready to be compared.</summary>
internal sealed record StoryAnswer(int Status, JsonNode? Body, string Headers)
{
    /// <summary>The status of no answer at all.</summary>
    public const int HungUp = 0;
}

/// <summary>Tells a story to one server.</summary>
internal sealed class StoryTeller : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _hook;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <param name="hook">What <c>{hook}</c> stands for.</param>
    public StoryTeller(Uri address, string token, string hook = "")
    {
        _variables["hook"] = _hook = hook;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
        {
            BaseAddress = address,
            Timeout = HearthProcess.Patience,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("story/1.0");
    }

    public async Task<StoryAnswer?> TellAsync(StoryRequest request)
    {
        switch (request.Method)
        {
            case "GONE":
                await WaitForAsync(request.Path, HttpStatusCode.NotFound);
                return null;
            case "THERE":
                await WaitForAsync(request.Path, HttpStatusCode.OK);
                return null;
            case "UNTIL":
                await WaitForFieldAsync(request);
                return null;
            case "AGAIN":
                await RepeatAsync(request);
                return null;
            case "QUIET":
                var words = request.Path.Split(' ', 2);
                await SendAsync(request with { Method = words[0], Path = words[1] });
                return null;
            case "WATCH":
                return await WatchAsync(request);
            case "SOCKET":
                return await WatchBySocketAsync(request);
            default:
                return await SendAsync(request);
        }
    }

    /// <summary>What else a request did, to be compared with its answer.</summary>
    public Func<JsonArray>? After { get; init; }

    private string Fill(string text)
    {
        foreach (var (name, value) in _variables)
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    private async Task WaitForAsync(string path, HttpStatusCode status)
    {
        for (var i = 0; i < 2400; i++)
        {
            using var answer = await _http.GetAsync(new Uri(Fill(path), UriKind.Relative));
            if (answer.StatusCode == status)
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException($"{path} did not answer {status}");
    }

    private async Task WaitForFieldAsync(StoryRequest request)
    {
        var space = request.Path.LastIndexOf(' ');
        var (field, value) = request.Path[(space + 1)..].Split('=', 2) is [var name, var wanted] ? (name, wanted) : throw new FormatException($"{request} names no field");
        string? found = null;
        for (var i = 0; i < 2400; i++)
        {
            var answer = await SendAsync(request with { Method = "GET", Path = request.Path[..space] });
            found = field.Split('.').Aggregate(answer.Body, (node, part) => node switch
            {
                JsonObject map => map[part],
                JsonArray list => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) is var i && i < list.Count ? list[i] : null,
                _ => null,
            })?.ToString();
            if (found == value || value.Length == 0 && answer.Body is not null && found is not null)
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException($"{request} did not come at {_http.BaseAddress}: {found}");
    }

    private async Task RepeatAsync(StoryRequest request)
    {
        var words = request.Path.Split(' ', 3);
        var (status, text) = (0, "");
        for (var i = 0; i < 2400; i++)
        {
            using var message = Message(request with { Method = words[1], Path = words[2] });
            using var answer = await _http.SendAsync(message);
            (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            var warnings = answer.Headers.TryGetValues("Warning", out var all) ? string.Join(' ', all) : "";
            if ($"{status} {warnings} {text}".Contains(words[0], StringComparison.Ordinal))
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException($"{request} is answered {status} {text}");
    }

    private async Task<StoryAnswer> WatchAsync(StoryRequest request)
    {
        var answer = await SendAsync(request with { Method = "GET", Path = request.Path + (request.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "watch=1&timeoutSeconds=1" });
        return answer;
    }

    private async Task<StoryAnswer> WatchBySocketAsync(StoryRequest request)
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        socket.Options.SetRequestHeader("Authorization", _http.DefaultRequestHeaders.Authorization!.ToString());
        // Real servers refuse sockets that do not say where they come from; Spark's client names the server itself.
        socket.Options.SetRequestHeader("Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        var path = Fill(request.Path) + (request.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "watch=true&timeoutSeconds=1";
        await socket.ConnectAsync(new Uri(_http.BaseAddress!.ToString().Replace("https://", "wss://", StringComparison.Ordinal).TrimEnd('/') + path), CancellationToken.None);
        var events = new JsonArray();
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            System.Net.WebSockets.ValueWebSocketReceiveResult read;
            try
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // Real servers hang up at the end of a watch without a closing frame.
                return new StoryAnswer(101, events, "");
            }

            if (read.MessageType == System.Net.WebSockets.WebSocketMessageType.Close)
                return new StoryAnswer(101, events, "");
            text.Write(buffer, 0, read.Count);
            if (!read.EndOfMessage)
                continue;
            events.Add(JsonNode.Parse(text.ToArray()));
            text.SetLength(0);
        }
    }

    private async Task<StoryAnswer> SendAsync(StoryRequest request)
    {
        using var message = Message(request);
        using var answer = await AnswerAsync(message);
        if (answer is null)
            return new StoryAnswer(StoryAnswer.HungUp, null, "");
        var text = await answer.Content.ReadAsStringAsync();
        // Each server has webhooks of its own; the order of the fields is that of the answer.
        var body = Parse(_hook.Length > 0 ? text.Replace(_hook, "https://hook", StringComparison.Ordinal).Replace(_hook["https://".Length..], "hook", StringComparison.Ordinal) : text);
        Remember(body);
        if (After is not null)
            body = new JsonObject { ["answer"] = body, ["after"] = After() };
        var headers = $"{answer.Content.Headers.ContentType} {(answer.Headers.TryGetValues("Warning", out var warnings) ? string.Join("; ", warnings) : "")} {answer.Headers.RetryAfter}".Trim();
        return new StoryAnswer((int)answer.StatusCode, body, headers);
    }

    private HttpRequestMessage Message(StoryRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(Fill(request.Path), UriKind.Relative));
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fill(request.Body)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Headers.GetValueOrDefault("Content-Type", "application/json"));
        }

        foreach (var (name, value) in request.Headers)
        {
            if (name == "Authorization")
                message.Headers.Authorization = AuthenticationHeaderValue.Parse(Fill(value));
            else if (name != "Content-Type")
                message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Null where the server hangs up: Go's servers do when a handler panics.</summary>
    private async Task<HttpResponseMessage?> AnswerAsync(HttpRequestMessage message)
    {
        try
        {
            return await _http.SendAsync(message);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException) when (text.StartsWith("{\"type\"", StringComparison.Ordinal))
        {
            return new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private void Remember(JsonNode? body)
    {
        if (body is not JsonObject map || map["metadata"] is not JsonObject metadata)
            return;
        if (map["items"] is JsonArray { Count: > 0 } items)
            Remember("item", items[0]?["metadata"]?["name"]);
        Remember("rv", metadata["resourceVersion"]);
        Remember("uid", metadata["uid"]);
        Remember("continue", metadata["continue"]);
        if (map["status"] is JsonObject status)
            Remember("token", status["token"]);
        if (map["spec"] is JsonObject spec)
            Remember("clusterIP", spec["clusterIP"]);
    }

    private void Remember(string name, JsonNode? value)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var found))
            _variables[name] = found;
    }

    public void Dispose() => _http.Dispose();
}
