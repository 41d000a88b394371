using System.Net;
using System.Net.Sockets;

namespace Hearth.History;

/// <summary>
/// A server's first request waits for what the runtime compiles then, some 50 ms. The server asks it of itself before it tells its
/// address, so that nobody else waits.
/// </summary>
internal static class FirstRequest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks what needs no list and no rights. TLS is left to who comes first.</summary>
    public static async Task AskAsync(Uri address, CancellationToken cancellation)
    {
        if (address.Scheme != Uri.UriSchemeHttp)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.TryParse(address.DnsSafeHost, out var host) ? host : IPAddress.Loopback, address.Port, limit.Token);
            await socket.SendAsync("OPTIONS /api/v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            var answer = new byte[4096];
            while (await socket.ReceiveAsync(answer, limit.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A firewall, perhaps: whoever asks first waits a little.
        }
    }
}
