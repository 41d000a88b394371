using Hearth.History.EventLogs;

namespace Hearth.History.Sources;

/// <summary>Ends a text that is longer than it can honestly be: a decompression bomb.</summary>
internal sealed class GuardedStream(Stream text, long limit) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var count = text.Read(buffer);
        _read += count;
        return _read <= limit
            ? count
            : throw new DamagedLogException($"the text is longer than {limit:N0} bytes, far beyond what its file can honestly hold; the rest was not read");
    }

    /// <summary>Drops text that was used before.</summary>
    public void Skip(long count)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (count > 0)
            {
                var read = Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
                if (read == 0)
                    return;
                count -= read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
