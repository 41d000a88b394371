using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Driver;

/// <summary>The driver's port: executors register here, get their tasks and report results.</summary>
internal sealed class ExecutorListener(StageScheduler scheduler, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _full = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _connections = [];
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener!.LocalEndpoint).Port;

    /// <summary>Listens on the port asked for, or on a free one where that is taken.</summary>
    public void Start(string address, int port)
    {
        var ip = IPAddress.TryParse(address, out var parsed) ? parsed : IPAddress.Loopback;
        try
        {
            _listener = new TcpListener(ip, port);
            _listener.Start(512);
        }
        catch (SocketException)
        {
            _listener = new TcpListener(ip, 0);
            _listener.Start(512);
        }

        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        // Accepting ends first: a listener that is stopped between two accepts throws, and the list of connections is whole from here on.
        await _full.CancelAsync();
        await _accepting;
        _listener?.Dispose();
        // Executors get a moment to hang up by themselves, so that their last line is not an error.
        await Task.WhenAny(Task.WhenAll(_connections), Task.Delay(TimeSpan.FromMilliseconds(500), time));
        await _closing.CancelAsync();
        await Task.WhenAll(_connections);
        _closing.Dispose();
        _full.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_full.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Closed: no more executors are wanted.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        var outgoing = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
        var sending = SendAsync(stream, outgoing.Reader);
        ExecutorSlots? executor = null;
        try
        {
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(_closing.Token) is { Length: <= Message.LongestLine } line)
            {
                var message = Message.Decode(line);
                if (executor is null && message.Verb == Message.Register)
                    scheduler.Register(executor = Admit(message, outgoing.Writer));
                else if (executor is not null)
                    scheduler.Handle(executor, message);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The executor is gone or no longer wanted: handled below as its loss.
        }

        outgoing.Writer.TryComplete();
        if (executor is not null && !_closing.IsCancellationRequested)
            scheduler.HangUp(executor.Record.Id, "Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues. Check driver logs for WARN messages.");
        await sending;
    }

    private ExecutorSlots Admit(Message message, ChannelWriter<Message> outgoing)
    {
        var cores = int.TryParse(message[1], out var given) ? Math.Clamp(given, 1, 1024) : 1;
        return new ExecutorSlots(new ExecutorRecord(message[0], $"{message[2]}:7079", cores, time.GetUtcNow()), m => outgoing.TryWrite(m));
    }

    private async Task SendAsync(NetworkStream stream, ChannelReader<Message> outgoing)
    {
        try
        {
            await using var writer = new StreamWriter(stream) { NewLine = "\n" };
            await foreach (var message in outgoing.ReadAllAsync(_closing.Token))
            {
                await writer.WriteLineAsync(message.Encode().AsMemory(), _closing.Token);
                if (!outgoing.TryPeek(out _))
                    await writer.FlushAsync(_closing.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reading side of the connection tells the loss.
        }
    }
}
