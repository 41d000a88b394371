using System.Buffers.Binary;
using IronSnappy;

namespace Hearth.History.EventLogs;

/// <summary>
/// snappy-java's <c>SnappyOutputStream</c>: a 16-byte header, then blocks of a big-endian length and a raw Snappy block.
/// The header comes again where streams are concatenated; its first byte makes the length negative.
/// </summary>
internal sealed class SnappyBlocks : IBlockFormat
{
    private const int HeaderLength = 16;
    private const int LargestBlock = 64 * 1024 * 1024;
    private static ReadOnlySpan<byte> Magic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public int Next(SourceReader source, ref byte[] text)
    {
        var first = source.Peek();
        if (first < 0)
            return -1;
        if (first == Magic[0])
        {
            if (!source.Take(HeaderLength).StartsWith(Magic))
                throw new DamagedLogException("a Snappy header is damaged");
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(source.Take(4));
        if (length is < 0 or > LargestBlock)
            throw new DamagedLogException("a Snappy block's length is damaged");
        if (length == 0)
            return 0;
        var block = source.Take(length);
        if (TextLength(block) is < 0 or > LargestBlock)
            throw new DamagedLogException("a Snappy block's length is damaged");
        try
        {
            var decoded = Snappy.Decode(block);
            text = decoded;
            return decoded.Length;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DamagedLogException("a Snappy block is damaged", e);
        }
    }

    /// <summary>The uncompressed length that a raw block begins with, as a varint; checked before anything is allocated for it.</summary>
    private static long TextLength(ReadOnlySpan<byte> block)
    {
        long value = 0;
        for (var i = 0; i < Math.Min(5, block.Length); i++)
        {
            value |= (long)(block[i] & 0x7F) << (7 * i);
            if (block[i] < 0x80)
                return value;
        }

        return -1;
    }
}
