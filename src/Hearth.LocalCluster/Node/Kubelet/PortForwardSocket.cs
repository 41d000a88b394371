using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Port-forward as fabric8 and the Python client ask for it: a WebSocket with two channels for each port, <c>2 n</c> for data and
/// <c>2 n + 1</c> for an error; each begins with the number of its port.
/// </summary>
internal static class PortForwardSocket
{
    private const string Protocol = "v4.channel.k8s.io";
    private const int LongestPart = 32 * 1024;
    private const int MostPorts = 127;
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    public static async Task ServeAsync(HttpContext context, PortForwardTarget target)
    {
        var ports = Ports(context.Request);
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (!context.WebSockets.IsWebSocketRequest || ports is not { Count: > 0 and <= MostPorts } || (offered.Count > 0 && !offered.Contains(Protocol, StringComparer.Ordinal)))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(ports is null or { Count: 0 } ? "query parameter \"port\" is required" : "Upgrade request required");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered.Count > 0 ? Protocol : null);
        using var channels = new ChannelSocket(socket);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            await ForwardAsync(ports, target, channels, socket, ended.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or SocketException)
        {
            // One of both ends is gone.
        }

        await ended.CancelAsync();
    }

    private static async Task ForwardAsync(List<int> ports, PortForwardTarget target, ChannelSocket channels, WebSocket socket, CancellationToken cancellationToken)
    {
        var pods = new Socket?[ports.Count];
        try
        {
            var back = new List<Task>();
            for (var i = 0; i < ports.Count; i++)
            {
                byte[] number = [(byte)(ports[i] & 0xFF), (byte)(ports[i] >> 8)];
                await channels.SendAsync((byte)(2 * i), number, cancellationToken);
                await channels.SendAsync((byte)((2 * i) + 1), number, cancellationToken);
                if (await ConnectAsync(ports[i], target, channels, (byte)((2 * i) + 1), cancellationToken) is { } pod)
                    back.Add(FromPodAsync(pods[i] = pod, channels, (byte)(2 * i), cancellationToken));
            }

            var there = ToPodsAsync(socket, pods, cancellationToken);
            await Task.WhenAny(Task.WhenAll(back), there);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
            // The client's farewell: a socket torn down before it would lose what was sent last.
            await Task.WhenAny(there, Task.Delay(s_farewell, cancellationToken));
        }
        finally
        {
            foreach (var pod in pods)
                pod?.Dispose();
        }
    }

    private static async Task<Socket?> ConnectAsync(int port, PortForwardTarget target, ChannelSocket channels, byte errors, CancellationToken cancellationToken)
    {
        try
        {
            return await target.ConnectAsync(port, cancellationToken);
        }
        catch (PortForwardException error)
        {
            await channels.SendAsync(errors, Encoding.UTF8.GetBytes(error.Message), cancellationToken);
            return null;
        }
    }

    private static async Task FromPodAsync(Socket pod, ChannelSocket channels, byte channel, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(pod, ownsSocket: false);
        await channels.CopyAsync(channel, stream, cancellationToken);
    }

    private static async Task ToPodsAsync(WebSocket socket, Socket?[] pods, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestPart];
        Socket? pod = null;
        for (var isFirst = true; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            if (read.Count > 0 && isFirst)
                pod = buffer[0] % 2 == 0 && buffer[0] / 2 < pods.Length ? pods[buffer[0] / 2] : null;
            var start = isFirst ? 1 : 0;
            if (pod is not null && read.Count > start && !await TrySendAsync(pod, buffer.AsMemory(start, read.Count - start), cancellationToken))
                pod = null;
            isFirst = read.EndOfMessage;
        }
    }

    // A program that has closed its side may still have an answer on its way: what comes for it goes nowhere.
    private static async Task<bool> TrySendAsync(Socket pod, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await pod.SendAsync(data, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Null where one is none.
    private static List<int>? Ports(HttpRequest request)
    {
        var ports = new List<int>();
        foreach (var text in request.Query["port"].Concat(request.Query["ports"]).SelectMany(v => (v ?? "").Split(',')))
        {
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
                return null;
            ports.Add(port);
        }

        return ports;
    }
}
