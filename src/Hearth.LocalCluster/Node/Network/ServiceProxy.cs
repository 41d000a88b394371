using System.Net;
using System.Net.Sockets;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Listens on the addresses of services and passes connections on to the pods behind them, one after the other. TCP only.
/// </summary>
internal sealed class ServiceProxy(Func<IPEndPoint, IReadOnlyList<IPEndPoint>> backends, Action<IPEndPoint, string> cannotServe, bool mayMakeLocal) : IAsyncDisposable
{
    private readonly Dictionary<IPEndPoint, Listener> _listeners = [];
    private readonly HashSet<IPEndPoint> _refused = [];

    /// <summary>Listens on exactly these.</summary>
    public async Task UpdateAsync(IReadOnlySet<IPEndPoint> wanted)
    {
        foreach (var gone in _listeners.Keys.Where(e => !wanted.Contains(e)).ToList())
        {
            await _listeners[gone].DisposeAsync();
            _listeners.Remove(gone);
        }

        _refused.IntersectWith(wanted);
        foreach (var added in wanted.Where(e => !_listeners.ContainsKey(e)))
            TryListen(added);
    }

    public bool Serves(IPEndPoint endpoint) => _listeners.ContainsKey(endpoint);

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values)
            await listener.DisposeAsync();
        _listeners.Clear();
    }

    private void TryListen(IPEndPoint endpoint)
    {
        try
        {
            // Addresses that another API server gave out are not this machine's yet.
            if (mayMakeLocal && !IPAddress.IsLoopback(endpoint.Address) && !_listeners.Keys.Any(e => e.Address.Equals(endpoint.Address)))
                PodNetwork.MakeLocal($"{endpoint.Address}/32");
            _listeners.Add(endpoint, new Listener(endpoint, () => backends(endpoint)));
            _refused.Remove(endpoint);
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // Whoever holds the address may let go of it: tried again at the next change, told once.
            if (_refused.Add(endpoint))
                cannotServe(endpoint, error.Message);
        }
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener _listener;
        private readonly CancellationTokenSource _stop = new();
        private readonly Func<IReadOnlyList<IPEndPoint>> _backends;
        private readonly Task _accepting;
        private int _turn;

        public Listener(IPEndPoint endpoint, Func<IReadOnlyList<IPEndPoint>> backends)
        {
            _backends = backends;
            _listener = new(endpoint);
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            // A listener that is stopped between two accepts throws on the next one: accepting ends first.
            await _accepting;
            _listener.Stop();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    var client = await _listener.AcceptSocketAsync(_stop.Token);
                    _ = ServeAsync(client);
                }
                catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
                {
                    // Stopped, or one client went away before it was accepted.
                }
            }
        }

        private async Task ServeAsync(Socket client)
        {
            try
            {
                using (client)
                using (var server = await ConnectAsync())
                {
                    if (server is not null)
                        await SocketRelay.RunAsync(client, server, _stop.Token);
                }
            }
            catch (Exception error) when (error is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // A broken connection ends both sides.
            }
        }

        // Tries each pod once, beginning where the last connection left off.
        private async Task<Socket?> ConnectAsync()
        {
            var targets = _backends();
            var turn = (uint)Interlocked.Increment(ref _turn);
            for (var i = 0u; i < targets.Count; i++)
            {
                var target = targets[(int)((turn + i) % (uint)targets.Count)];
                var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(target, _stop.Token);
                    return socket;
                }
                catch (SocketException)
                {
                    socket.Dispose();
                }
            }

            return null;
        }
    }
}

/// <summary>Copies between two connected sockets until both sides are done.</summary>
internal static class SocketRelay
{
    public static async Task RunAsync(Socket a, Socket b, CancellationToken cancellationToken)
    {
        a.NoDelay = true;
        await Task.WhenAll(CopyAsync(a, b, cancellationToken), CopyAsync(b, a, cancellationToken));
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellationToken);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One direction is broken: the other cannot go on either.
            from.Dispose();
            to.Dispose();
        }
    }
}
