using System.Buffers;
using System.Net.WebSockets;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Several streams over one WebSocket, as <c>v4.channel.k8s.io</c> and <c>v5.channel.k8s.io</c> carry them: the first byte of a message
/// names the stream; version 5 can close one of them.
/// </summary>
internal sealed class ChannelSocket(WebSocket socket) : ICallerStreams
{
    private const byte Close = 255;
    private static readonly string[] s_versions = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
    private const int LongestMessage = 32 * 1024;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The versions spoken here, the best first.</summary>
    public static string? Choose(IEnumerable<string> offered) =>
        s_versions.FirstOrDefault(v => offered.Contains(v, StringComparer.Ordinal));

    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        message[0] = channel;
        data.CopyTo(message.AsMemory(1));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Who has closed its own side still listens.
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.SendAsync(message.AsMemory(0, data.Length + 1), WebSocketMessageType.Binary, true, cancellationToken);
        }
        finally
        {
            _turn.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Copies a stream to a channel until it ends.</summary>
    public async Task CopyAsync(byte channel, Stream source, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        while (await source.ReadAsync(buffer, cancellationToken) is var read and > 0)
            await SendAsync(channel, buffer.AsMemory(0, read), cancellationToken);
    }

    /// <summary>Called when the peer's window has a new size: columns and rows.</summary>
    public Action<ushort, ushort>? Resized { get; set; }

    /// <summary>Ends when the peer has closed the socket or is gone.</summary>
    public Task PeerGone { get; private set; } = Task.CompletedTask;

    /// <summary>From now on passes what comes in to <paramref name="input"/>, until the peer closes that stream or the socket.</summary>
    /// <param name="keepOpen">Others may write there later.</param>
    public void Receive(Stream? input, CancellationToken cancellationToken, bool keepOpen = false) => PeerGone = ReceiveAsync(input, keepOpen, cancellationToken);

    /// <summary>Closes this side and waits a moment for the other, so that nothing that was sent is lost.</summary>
    public async Task EndAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        await Task.WhenAny(PeerGone, Task.Delay(patience, cancellationToken));
    }

    private async Task ReceiveAsync(Stream? input, bool keepOpen, CancellationToken cancellationToken)
    {
        try
        {
            await ReceiveAllAsync(input, keepOpen, cancellationToken);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // Gone without a word.
        }

        if (!keepOpen)
            await ProcessInput.CloseAsync(input);
    }

    private async Task ReceiveAllAsync(Stream? input, bool keepOpen, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var isFirst = true;
        byte channel = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            if (read.Count == 0)
                continue;
            var start = isFirst ? 1 : 0;
            if (isFirst)
                channel = buffer[0];
            isFirst = read.EndOfMessage;
            if (channel == Close && start == 1 && read.Count > 1 && buffer[1] == ICallerStreams.Input && !keepOpen)
                await ProcessInput.CloseAsync(input);
            else if (channel == ICallerStreams.Resize && start == 1 && isFirst)
                WindowSize.Tell(buffer.AsSpan(1, read.Count - 1), Resized);
            else if (channel == ICallerStreams.Input && input is not null)
                await ProcessInput.WriteAsync(input, buffer.AsMemory(start, read.Count - start), cancellationToken);
        }
    }

    public void Dispose() => _turn.Dispose();
}
