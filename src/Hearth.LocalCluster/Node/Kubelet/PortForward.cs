using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// <c>kubectl port-forward</c>: SPDY, alone or inside a WebSocket. Each connection is a pair of streams, one for data and one for an
/// error, that carry the same request number. Other clients (<see cref="PortForwardSocket"/>) have a WebSocket for each connection.
/// </summary>
internal static class PortForward
{
    private const string Protocol = "portforward.k8s.io";

    public static async Task ServeAsync(HttpContext context, Node node)
    {
        var (ns, name) = (context.Request.RouteValues["ns"] as string ?? "", context.Request.RouteValues["pod"] as string ?? "");
        if (node.FindWorker(ns, name) is not { PodIP: { } address, Pod.Metadata.Uid: { } uid })
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("pod does not exist");
            return;
        }

        var target = new PortForwardTarget(address, uid);
        if (SpdyStreams.IsAsked(context.Request))
        {
            if (await SpdyStreams.AcceptAsync(context, Protocol) is { } transport)
                await ServeAsync(transport, target, context.RequestAborted);
        }
        else if (context.WebSockets.IsWebSocketRequest && context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal))
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
            await using var transport = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: false);
            await ServeAsync(transport, target, context.RequestAborted);
        }
        else
        {
            await PortForwardSocket.ServeAsync(context, target);
        }
    }

    private static async Task ServeAsync(Stream transport, PortForwardTarget target, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pairs = new ConcurrentDictionary<string, SpdyStream>(StringComparer.Ordinal);
        using var connection = new SpdyConnection(transport, stream => Pair(stream, pairs, target, ended.Token));
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

    private static void Pair(SpdyStream stream, ConcurrentDictionary<string, SpdyStream> pairs, PortForwardTarget target, CancellationToken cancellationToken)
    {
        var request = stream.Headers.GetValueOrDefault("requestID") ?? "";
        if (stream.Headers.GetValueOrDefault("streamType") == "error")
            pairs[request] = stream;
        else if (pairs.TryRemove(request, out var errors))
            _ = ForwardAsync(stream, errors, target, cancellationToken);
    }

    private static async Task ForwardAsync(SpdyStream data, SpdyStream errors, PortForwardTarget target, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                var port = Port(data.Headers.GetValueOrDefault("port") ?? "");
                using var pod = await target.ConnectAsync(port, cancellationToken);
                await Task.WhenAll(ToPodAsync(data, pod, cancellationToken), FromPodAsync(pod, data, cancellationToken));
            }
            catch (PortForwardException error)
            {
                await errors.SendAsync(Encoding.UTF8.GetBytes(error.Message), cancellationToken);
            }
            catch (SocketException)
            {
                // The pod broke the connection off: for the client it just ends, and others go on.
            }

            await data.EndAsync(cancellationToken);
            await errors.EndAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The whole connection is ending.
        }
    }

    /// <exception cref="PortForwardException">It is none.</exception>
    private static int Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port
        : throw new PortForwardException($"unable to parse \"{text}\" as a port");

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

/// <summary>The pod that connections are forwarded to.</summary>
internal sealed record PortForwardTarget(string Address, string Uid)
{
    /// <exception cref="PortForwardException">Nobody listens there; the message is the kubelet's.</exception>
    public async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Address, port, cancellationToken);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            var why = error.SocketErrorCode == SocketError.ConnectionRefused ? "connect: connection refused" : error.Message;
            throw new PortForwardException($"error forwarding port {port.ToString(CultureInfo.InvariantCulture)} to pod {Uid}, uid : failed to execute portforward in network namespace \"host\": failed to connect to {Address}:{port.ToString(CultureInfo.InvariantCulture)}, IPv4: dial tcp4 {Address}:{port.ToString(CultureInfo.InvariantCulture)}: {why}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

internal sealed class PortForwardException(string message) : Exception(message);
