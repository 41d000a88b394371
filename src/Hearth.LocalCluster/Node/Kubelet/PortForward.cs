using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// <c>kubectl port-forward</c>: SPDY inside a WebSocket. Each connection is a pair of streams, one for data and one for an error, that
/// carry the same request number.
/// </summary>
internal static class PortForward
{
    private const string Protocol = "portforward.k8s.io";

    public static async Task ServeAsync(HttpContext context, Node node)
    {
        var (ns, name) = (context.Request.RouteValues["ns"] as string ?? "", context.Request.RouteValues["pod"] as string ?? "");
        if (node.FindWorker(ns, name)?.PodIP is not { } address)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"pod {name} is not running");
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"Upgrade request required: {Protocol} over WebSocket");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        await using var transport = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var pairs = new ConcurrentDictionary<string, SpdyStream>(StringComparer.Ordinal);
        using var connection = new SpdyConnection(transport, stream => Pair(stream, pairs, address, ended.Token));
        try
        {
            await connection.RunAsync(ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException or InvalidDataException)
        {
            // The client went away, or speaks something else: either way this is the end.
        }

        await ended.CancelAsync();
    }

    private static void Pair(SpdyStream stream, ConcurrentDictionary<string, SpdyStream> pairs, string address, CancellationToken cancellationToken)
    {
        var request = stream.Headers.GetValueOrDefault("requestID") ?? "";
        if (stream.Headers.GetValueOrDefault("streamType") == "error")
            pairs[request] = stream;
        else if (pairs.TryRemove(request, out var errors))
            _ = ForwardAsync(stream, errors, address, cancellationToken);
    }

    private static async Task ForwardAsync(SpdyStream data, SpdyStream errors, string address, CancellationToken cancellationToken)
    {
        try
        {
            var port = int.Parse(data.Headers.GetValueOrDefault("port") ?? "", CultureInfo.InvariantCulture);
            using var pod = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await pod.ConnectAsync(address, port, cancellationToken);
                await Task.WhenAll(ToPodAsync(data, pod, cancellationToken), FromPodAsync(pod, data, cancellationToken));
            }
            catch (SocketException error)
            {
                await errors.SendAsync(Encoding.UTF8.GetBytes($"an error occurred forwarding {port}: dial tcp4 {address}:{port}: {error.Message}"), cancellationToken);
            }

            await data.EndAsync(cancellationToken);
            await errors.EndAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or WebSocketException or OperationCanceledException or FormatException or ObjectDisposedException)
        {
            // The whole connection is ending.
        }
    }

    private static async Task ToPodAsync(SpdyStream data, Socket pod, CancellationToken cancellationToken)
    {
        await foreach (var part in data.ReadAllAsync(cancellationToken))
            await pod.SendAsync(part, cancellationToken);
        pod.Shutdown(SocketShutdown.Send);
    }

    private static async Task FromPodAsync(Socket pod, SpdyStream data, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await pod.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
            await data.SendAsync(buffer.AsMemory(0, read), cancellationToken);
        // Browsers keep their side open for long: the pod's end is the end.
        data.Complete();
    }
}
