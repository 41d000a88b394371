using System.Net.WebSockets;

namespace Hearth.LocalCluster.Nodes;

/// <summary>The streams of one caller of exec or attach, by WebSocket (<see cref="ChannelSocket"/>) or SPDY (<see cref="SpdyStreams"/>).</summary>
internal interface ICallerStreams : IDisposable
{
    const byte Input = 0;
    const byte Output = 1;
    const byte Error = 2;
    const byte Status = 3;
    const byte Resize = 4;

    /// <summary>Called when the caller's window has a new size: columns and rows.</summary>
    Action<ushort, ushort>? Resized { get; set; }

    /// <summary>Ends when the caller has closed the connection or is gone.</summary>
    Task PeerGone { get; }

    Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>From now on passes what comes in to <paramref name="input"/>, until the caller closes that stream or the connection.</summary>
    /// <param name="keepOpen">Others may write there later.</param>
    void Receive(Stream? input, CancellationToken cancellationToken, bool keepOpen = false);

    /// <summary>Closes this side and waits a moment for the other, so that nothing that was sent is lost.</summary>
    Task EndAsync(TimeSpan patience, CancellationToken cancellationToken);
}

internal static class CallerOutput
{
    private const int LongestPart = 32 * 1024;

    /// <summary>Reads what a process writes to its end, also what nobody asked for or hears any more: the process must not wait for a reader.</summary>
    /// <param name="channel">Where it goes; null: nowhere.</param>
    /// <param name="heard">Cancelled when the caller has left.</param>
    public static async Task PassOnAsync(this ICallerStreams streams, byte? channel, Stream output, CancellationToken heard)
    {
        var buffer = new byte[LongestPart];
        while (await output.ReadAsync(buffer, CancellationToken.None) is var read and > 0)
        {
            if (channel is not { } to || heard.IsCancellationRequested)
                continue;
            try
            {
                await streams.SendAsync(to, buffer.AsMemory(0, read), heard);
            }
            catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                channel = null;
            }
        }
    }
}
