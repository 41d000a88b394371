using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Simulator.Rest;

/// <summary>
/// The port of Spark's UI: answers GET with JSON from <see cref="StatusApi"/>. A web server in 80 lines, because a simulated driver
/// must start in a blink; one request a connection, small answers.
/// </summary>
internal sealed class StatusServer(StatusApi api) : IAsyncDisposable
{
    private const int LongestRequest = 8192;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>False where the port is taken: the application runs without it, as Spark's does when it runs out of ports.</summary>
    public bool TryStart(string address, int port)
    {
        try
        {
            _listener = new TcpListener(IPAddress.TryParse(address, out var ip) ? ip : IPAddress.Loopback, port);
            _listener.Start();
        }
        catch (SocketException)
        {
            return false;
        }

        _accepting = AcceptAsync(_listener);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // Accepting ends first: a listener that is stopped between two accepts throws on the next one.
        await _accepting;
        _listener?.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(_closing.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            limit.CancelAfter(s_patience);
            var stream = client.GetStream();
            var (status, type, body) = await AnswerAsync(stream, limit.Token);
            var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            await stream.WriteAsync(body, limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private async Task<(string Status, string Type, byte[] Body)> AnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var request = await ReadHeadAsync(stream, cancellationToken);
        if (request.Split(' ') is not ["GET", var target, ..])
            return ("405 Method Not Allowed", "text/plain", []);
        var path = target.Split('?')[0];
        if (path == "/")
            return ("200 OK", "text/plain", "A simulated Spark application of hearth; its REST API is at /api/v1/applications.\n"u8.ToArray());
        return api.Get(path) is { } json ? ("200 OK", "application/json", json) : ("404 Not Found", "text/plain", Encoding.UTF8.GetBytes($"no such path: {path}"));
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[LongestRequest];
        var length = 0;
        while (length < head.Length && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
        }

        return Encoding.ASCII.GetString(head, 0, length).Split("\r\n")[0];
    }
}
