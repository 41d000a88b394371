using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Pods;

/// <summary>
/// Passes <c>log</c>, <c>exec</c>, <c>attach</c> and <c>portforward</c> on to the node that runs the pod, at the address and port that
/// its Node object publishes, with the token that nodes ask of the API server.
/// </summary>
internal sealed class KubeletProxy : IDisposable
{
    private static readonly System.Net.Security.RemoteCertificateValidationCallback s_anyCertificate = AcceptsNodes;
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

    public Task HandleAsync(RequestInfo request)
    {
        var pod = _context.FindObject("", "pods", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var spec = pod.Map("spec") ?? [];
        var container = request.Subresource == "portforward" ? "" : Container(request, pod, spec);
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

    private static string Container(RequestInfo request, JsonObject pod, JsonObject spec)
    {
        var all = spec.Objects("containers").Concat(spec.Objects("initContainers")).Concat(spec.Objects("ephemeralContainers")).Select(container => container.Text("name")!).ToArray();
        var name = request.Query("container") ?? "";
        if (name.Length == 0 && pod.Map("metadata")?.Map("annotations")?.Text("kubectl.kubernetes.io/default-container") is { } preferred && request.Subresource != "log")
            name = preferred;
        if (name.Length == 0)
        {
            var main = spec.Objects("initContainers").Where(container => container.Text("restartPolicy") == "Always").Concat(spec.Objects("containers")).Select(container => container.Text("name")).ToArray();
            var init = spec.Objects("initContainers").Where(container => container.Text("restartPolicy") != "Always").Select(container => container.Text("name")).ToArray();
            if (main.Length == 1 && init.Length == 0 || main.Length == 1 && request.Subresource != "log")
                return main[0]!;
            var others = init.Length > 0 ? $" or one of the init containers: [{string.Join(' ', init)}]" : "";
            throw ApiException.BadRequest($"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', main)}]{others}");
        }

        if (!all.Contains(name))
            throw ApiException.BadRequest($"container {name} is not valid for pod {request.Name}");
        return name;
    }

    private Uri Target(RequestInfo request, string nodeName, string container)
    {
        var status = _context.FindObject("", "nodes", "", nodeName)?.Map("status") ?? throw ApiException.NotFound("", "nodes", nodeName);
        var address = status.Objects("addresses").FirstOrDefault(candidate => candidate.Text("type") == "InternalIP")?.Text("address") ?? IPAddress.Loopback.ToString();
        var port = status.Map("daemonEndpoints")?.Map("kubeletEndpoint")?["Port"].Number ?? 10250;
        var path = request.Subresource switch
        {
            "log" => $"/containerLogs/{request.Namespace}/{request.Name}/{container}",
            "portforward" => $"/portForward/{request.Namespace}/{request.Name}",
            var verb => $"/{verb}/{request.Namespace}/{request.Name}/{container}",
        };
        var query = request.Context.Request.QueryString.Value ?? "";
        if (request.Subresource is "exec" or "attach")
            query = Rename(query);
        return new UriBuilder(Uri.UriSchemeHttps, address, (int)port, path) { Query = query }.Uri;
    }

    /// <summary>Kubelets call the streams <c>input</c>, <c>output</c> and <c>error</c>.</summary>
    private static string Rename(string query) => query
        .Replace("stdin=true", "input=1", StringComparison.Ordinal)
        .Replace("stdout=true", "output=1", StringComparison.Ordinal)
        .Replace("stderr=true", "error=1", StringComparison.Ordinal)
        .Replace("tty=true", "tty=1", StringComparison.Ordinal);

    private async Task LogAsync(RequestInfo request, Uri target)
    {
        var cancellation = request.Cancellation;
        using var message = new HttpRequestMessage(HttpMethod.Get, target);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await SendAsync(message, target, cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            throw answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
                ? ApiException.BadRequest(text.Trim())
                : new ApiException(500, "InternalError", $"an error on the server (\"{text.Trim()}\") has prevented the request from succeeding (get pods {request.Name})");
        }

        var response = request.Context.Response;
        response.ContentType = "text/plain";
        await response.StartAsync(cancellation);
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
            throw ApiException.BadRequest("Upgrade request required: this server streams over WebSocket (SPDY is not supported; kubectl 1.31 and later speak WebSocket)");
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
