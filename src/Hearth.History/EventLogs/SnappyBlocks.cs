using System.Buffers.Binary;

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
        var size = RawSnappy.TextLength(block);
        if (size is < 0 or > LargestBlock)
            throw new DamagedLogException("a Snappy block's length is damaged");
        if (text.Length < size)
            text = new byte[size];
        return RawSnappy.TryDecode(block, text.AsSpan(0, (int)size)) ? (int)size : throw new DamagedLogException("a Snappy block is damaged");
    }
}
