using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.LocalCluster.ApiServer.Pods;

/// <summary>
/// Passes <c>log</c>, <c>exec</c>, <c>attach</c> and <c>portforward</c> on to the node that runs the pod, at the address and port that
/// its Node object publishes, with the token that nodes ask of the API server.
/// </summary>
internal sealed class KubeletProxy : IDisposable
{
    private static readonly System.Net.Security.RemoteCertificateValidationCallback s_anyCertificate = AcceptsNodes;
    private const string StreamVersions = "X-Stream-Protocol-Version";
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);
    private readonly ApiContext _context;
    private readonly string _token;
    private readonly HttpClient _http;

    public KubeletProxy(ApiContext context, string token)
    {
        _context = context;
        _token = token;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = s_anyCertificate },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Like a real API server without <c>--kubelet-certificate-authority</c>: nodes have certificates of their own making.</summary>
    private static bool AcceptsNodes(object sender, System.Security.Cryptography.X509Certificates.X509Certificate? certificate, System.Security.Cryptography.X509Certificates.X509Chain? chain, System.Net.Security.SslPolicyErrors errors) =>
        certificate is not null;

    /// <summary>What the query says, as the object that admission sees: <c>PodExecOptions</c> and the like.</summary>
    public static JsonObject Options(RequestInfo request)
    {
        var kind = request.Subresource switch { "exec" => "PodExecOptions", "attach" => "PodAttachOptions", _ => "PodPortForwardOptions" };
        var options = new JsonObject { ["kind"] = kind, ["apiVersion"] = "v1" };
        if (request.Subresource == "portforward")
        {
            if (request.Context.Request.Query["ports"] is { Count: > 0 } ports)
                options["ports"] = new JsonArray([.. ports.SelectMany(text => (text ?? "").Split(',')).Select(text => (JsonNode)(long.TryParse(text, out var port) ? port : 0))]);
            return options;
        }

        foreach (var name in (ReadOnlySpan<string>)["stdin", "stdout", "stderr", "tty"])
        {
            if (request.QueryFlag(name))
                options[name] = true;
        }

        if (request.Query("container") is { Length: > 0 } container)
            options["container"] = container;
        if (request.Subresource == "exec" && request.Context.Request.Query["command"] is { Count: > 0 } command)
            options["command"] = new JsonArray([.. command.Select(text => (JsonNode)(text ?? ""))]);
        return options;
    }

    public Task HandleAsync(RequestInfo request)
    {
        if (request.Subresource == "log")
            LogOptions.Check(request);
        var pod = _context.FindObject("", "pods", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var spec = pod.Map("spec") ?? [];
        var container = request.Subresource == "portforward" ? "" : Container(request, spec);
        var node = spec.Text("nodeName");
        if (string.IsNullOrEmpty(node))
            return request.Subresource == "log" ? NoContentAsync(request) : throw ApiException.BadRequest($"pod {request.Name} does not have a host assigned");
        var target = Target(request, node, container);
        return request.Subresource == "log" ? LogAsync(request, target) : StreamAsync(request, target);
    }

    /// <summary>A pod that no node runs has no log yet.</summary>
    private static Task NoContentAsync(RequestInfo request)
    {
        request.Context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static string Container(RequestInfo request, JsonObject spec)
    {
        var all = spec.Objects("initContainers").Concat(spec.Objects("containers")).Concat(spec.Objects("ephemeralContainers")).Select(container => container.Text("name")!).ToArray();
        var name = request.Query("container") ?? "";
        if (name.Length > 0)
            return all.Contains(name) ? name : throw ApiException.BadRequest($"container {name} is not valid for pod {request.Name}");
        return spec.Objects("containers").ToArray() is [var main]
            ? main.Text("name")!
            : throw ApiException.BadRequest($"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', all)}]");
    }

    private Uri Target(RequestInfo request, string nodeName, string container)
    {
        var status = _context.FindObject("", "nodes", "", nodeName)?.Map("status") ?? throw ApiException.NotFound("", "pods", nodeName);
        var address = status.Objects("addresses").FirstOrDefault(candidate => candidate.Text("type") == "InternalIP")?.Text("address") ?? IPAddress.Loopback.ToString();
        var port = status.Map("daemonEndpoints")?.Map("kubeletEndpoint")?["Port"].Number ?? 10250;
        var path = request.Subresource switch
        {
            "log" => $"/containerLogs/{request.Namespace}/{request.Name}/{container}",
            "portforward" => $"/portForward/{request.Namespace}/{request.Name}",
            var verb => $"/{verb}/{request.Namespace}/{request.Name}/{container}",
        };
        return new UriBuilder(Uri.UriSchemeHttps, address, (int)port, path) { Query = KubeletQuery(request).ToString() }.Uri;
    }

    /// <summary>What kubelets are asked: they know their streams by other names, and one spelling of yes.</summary>
    private static QueryString KubeletQuery(RequestInfo request)
    {
        var query = request.Context.Request.Query;
        (string Ours, string Theirs)[] flags = request.Subresource == "log"
            ? [("follow", "follow"), ("previous", "previous"), ("timestamps", "timestamps")]
            : [("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty")];
        (string Ours, string Theirs)[] texts = [("command", "command"), ("ports", "port"), ("tailLines", "tailLines"), ("limitBytes", "limitBytes"), ("sinceSeconds", "sinceSeconds"), ("sinceTime", "sinceTime")];
        var yes = request.Subresource == "log" ? "true" : "1";
        var asked = new QueryBuilder();
        foreach (var (ours, theirs) in flags.Where(f => request.QueryFlag(f.Ours)))
            asked.Add(theirs, yes);
        foreach (var (ours, theirs) in texts)
            asked.Add(theirs, query[ours].OfType<string>());
        return asked.ToQueryString();
    }

    private async Task LogAsync(RequestInfo request, Uri target)
    {
        var cancellation = request.Cancellation;
        using var message = new HttpRequestMessage(HttpMethod.Get, target);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await SendAsync(message, target, cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            throw answer.StatusCode is HttpStatusCode.BadRequest
                ? ApiException.BadRequest(text.Trim())
                : answer.StatusCode is HttpStatusCode.NotFound
                ? new ApiException(404, "NotFound", $"the server could not find the requested resource ( pods/log {request.Name})")
                : new ApiException(500, "InternalError", $"an error on the server (\"{text.Trim()}\") has prevented the request from succeeding (get pods {request.Name})");
        }

        var response = request.Context.Response;
        response.ContentType = "text/plain";
        await response.Body.FlushAsync(cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, Uri target, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw ApiException.Internal($"Get \"{target}\": {exception.Message}");
        }
    }

    private async Task StreamAsync(RequestInfo request, Uri target)
    {
        var sockets = request.Context.WebSockets;
        if (!sockets.IsWebSocketRequest)
        {
            await PassOnAsync(request, target);
            return;
        }

        using var kubelet = new ClientWebSocket();
        var isTunnel = sockets.WebSocketRequestedProtocols.Contains(TunnelSocket.Protocol);
        foreach (var protocol in sockets.WebSocketRequestedProtocols.Where(name => !name.StartsWith("base64url.bearer", StringComparison.Ordinal)))
            kubelet.Options.AddSubProtocol(protocol == TunnelSocket.Protocol ? TunnelSocket.NodeProtocol : protocol);
        kubelet.Options.SetRequestHeader("Authorization", "Bearer " + _token);
        kubelet.Options.RemoteCertificateValidationCallback = s_anyCertificate;
        kubelet.Options.Proxy = null;
        try
        {
            await kubelet.ConnectAsync(new UriBuilder(target) { Scheme = Uri.UriSchemeWss }.Uri, request.Cancellation);
        }
        catch (WebSocketException exception)
        {
            throw ApiException.Internal($"error dialing backend: {exception.Message}");
        }

        using var client = isTunnel ? await TunnelSocket.AcceptAsync(request.Context) : await sockets.AcceptWebSocketAsync(kubelet.SubProtocol);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation);
        var up = PumpAsync(client, kubelet, ended.Token);
        var down = PumpAsync(kubelet, client, ended.Token);
        await down;
        // The client's farewell: a socket torn down before it would lose what was sent last.
        await Task.WhenAny(up, Task.Delay(s_farewell, CancellationToken.None));
        await ended.CancelAsync();
        await Task.WhenAll(up, down);
    }

    /// <summary>SPDY, which kubectl spoke before 1.31 and Go's clients may still: byte for byte, once the node agrees.</summary>
    private async Task PassOnAsync(RequestInfo request, Uri target)
    {
        var (incoming, response) = (request.Context.Request, request.Context.Response);
        var upgrade = request.Context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade?.IsUpgradableRequest != true)
            throw ApiException.BadRequest("Upgrade request required");
        using var message = new HttpRequestMessage(HttpMethod.Post, target) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        message.Headers.Connection.Add("Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", incoming.Headers.Upgrade.ToString());
        message.Headers.TryAddWithoutValidation(StreamVersions, incoming.Headers[StreamVersions].OfType<string>());
        using var answer = await SendAsync(message, target, request.Cancellation);
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            response.StatusCode = (int)answer.StatusCode;
            await response.WriteAsync(await answer.Content.ReadAsStringAsync(request.Cancellation), request.Cancellation);
            return;
        }

        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = incoming.Headers.Upgrade;
        if (answer.Headers.TryGetValues(StreamVersions, out var chosen))
            response.Headers[StreamVersions] = chosen.ToArray();
        await using var node = await answer.Content.ReadAsStreamAsync(request.Cancellation);
        await using var client = await upgrade.UpgradeAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation);
        await Task.WhenAny(CopyAsync(client, node, ended.Token), CopyAsync(node, client, ended.Token));
        await ended.CancelAsync();
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        try
        {
            var buffer = new byte[32 * 1024];
            while (await from.ReadAsync(buffer, cancellation) is var read and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
                await to.FlushAsync(cancellation);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; the other is ended by the caller.
        }
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer, cancellation);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    if (to.State is WebSocketState.Open or WebSocketState.CloseReceived)
                        await to.CloseOutputAsync(from.CloseStatus ?? WebSocketCloseStatus.NormalClosure, from.CloseStatusDescription, cancellation);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, cancellation);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // One side is gone; the other is ended by the caller.
        }
    }

    public void Dispose() => _http.Dispose();
}
