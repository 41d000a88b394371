using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The server's side of a SPDY/3.1 connection, as far as Kubernetes clients use it: streams that the client opens, data both ways, pings.
/// No flow control, which those clients have none of either.
/// </summary>
internal sealed class SpdyConnection(Stream transport, Action<SpdyStream> opened) : IDisposable
{
    private const int HeaderSize = 8;
    private const int LongestFrame = 1 << 20;
    private const byte Fin = 1;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SpdyHeaders _headers = new();
    private readonly ConcurrentDictionary<int, SpdyStream> _streams = new();

    /// <summary>Reads frames until the client ends the connection.</summary>
    /// <exception cref="InvalidDataException">What came is not SPDY.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        try
        {
            while (await transport.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken) == HeaderSize)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)) & 0xFFFFFF;
                if (length > LongestFrame)
                    throw new InvalidDataException($"a SPDY frame of {length} bytes");
                var payload = new byte[length];
                await transport.ReadExactlyAsync(payload, cancellationToken);
                if ((header[0] & 0x80) == 0)
                    Receive(BinaryPrimitives.ReadInt32BigEndian(header), header[4], payload);
                else if (!await ControlAsync(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)), header[4], payload, cancellationToken))
                    return;
            }
        }
        finally
        {
            foreach (var stream in _streams.Values)
                stream.Complete();
        }
    }

    public Task SendAsync(int stream, ReadOnlyMemory<byte> data, bool isLast, CancellationToken cancellationToken)
    {
        var frame = new byte[HeaderSize + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, stream);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), data.Length | (isLast ? Fin << 24 : 0));
        data.CopyTo(frame.AsMemory(HeaderSize));
        return WriteAsync(frame, cancellationToken);
    }

    public void Dispose()
    {
        _headers.Dispose();
        _turn.Dispose();
    }

    private void Receive(int id, byte flags, byte[] data)
    {
        if (!_streams.TryGetValue(id, out var stream))
            return;
        if (data.Length > 0)
            stream.Push(data);
        if ((flags & Fin) != 0)
            stream.Complete();
    }

    // False at the end of the connection.
    private async Task<bool> ControlAsync(ushort type, byte flags, byte[] payload, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case 1 when payload.Length >= 10:
                await OpenAsync(payload, flags, cancellationToken);
                return true;
            case 3 when payload.Length >= 4:
                if (_streams.TryRemove(BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue, out var reset))
                    reset.Complete();
                return true;
            case 6:
                await WriteAsync(Control(6, payload), cancellationToken);
                return true;
            default:
                return type != 7;
        }
    }

    private async Task OpenAsync(byte[] payload, byte flags, CancellationToken cancellationToken)
    {
        var id = BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
        var stream = new SpdyStream(this, id, _headers.Read(payload.AsSpan(10)));
        _streams[id] = stream;
        var reply = new List<byte>(payload[..4]);
        reply.AddRange(_headers.WriteEmpty());
        await WriteAsync(Control(2, [.. reply]), cancellationToken);
        if ((flags & Fin) != 0)
            stream.Complete();
        opened(stream);
    }

    private static byte[] Control(ushort type, byte[] payload)
    {
        var frame = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, 0x8003);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), type);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    private async Task WriteAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await transport.WriteAsync(frame, cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>One stream that the client opened.</summary>
internal sealed class SpdyStream(SpdyConnection connection, int id, IReadOnlyDictionary<string, string> headers)
{
    private readonly Channel<byte[]> _received = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>What the client sends, until it ends its side.</summary>
    public IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) => _received.Reader.ReadAllAsync(cancellationToken);

    public Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => connection.SendAsync(id, data, isLast: false, cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => connection.SendAsync(id, ReadOnlyMemory<byte>.Empty, isLast: true, cancellationToken);

    public void Push(byte[] data) => _received.Writer.TryWrite(data);

    public void Complete() => _received.Writer.TryComplete();
}
