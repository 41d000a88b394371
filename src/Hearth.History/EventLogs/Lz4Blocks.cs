using System.Buffers.Binary;

namespace Hearth.History.EventLogs;

/// <summary>
/// lz4-java's <c>LZ4BlockOutputStream</c>, which is not the LZ4 frame format: per block 21 bytes of header (magic, token, compressed
/// and original length little-endian, checksum of the text) and the block. End marks are skipped, because streams are concatenated.
/// </summary>
internal sealed class Lz4Blocks : IBlockFormat
{
    private const int HeaderLength = 21;
    private const int Raw = 0x10;
    private const int Compressed = 0x20;
    private const uint Seed = 0x9747b28c;

    public int Next(SourceReader source, ref byte[] text)
    {
        if (source.Peek() < 0)
            return -1;
        var header = source.Take(HeaderLength);
        if (!header.StartsWith("LZ4Block"u8))
            throw new DamagedLogException("not an LZ4 block: the magic is missing");
        var method = header[8] & 0xF0;
        var largest = 1 << ((header[8] & 0x0F) + 10);
        var compressed = BinaryPrimitives.ReadInt32LittleEndian(header[9..]);
        var original = BinaryPrimitives.ReadInt32LittleEndian(header[13..]);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[17..]);
        if (original < 0 || compressed < 0 || original > largest || method is not (Raw or Compressed)
            || (method == Raw && compressed != original) || (original == 0) != (compressed == 0))
            throw new DamagedLogException("an LZ4 block's header is damaged");
        if (original == 0)
            return 0;

        // Worst case of LZ4: a block that grew by 1/255 and 16 bytes.
        if (compressed > original + (original / 255) + 16)
            throw new DamagedLogException("an LZ4 block's header is damaged");
        var block = source.Take(compressed);
        if (text.Length < original)
            text = new byte[largest];
        if (method == Raw)
            block.CopyTo(text);
        else if (NativeCodecs.Lz4Decompress(block, text.AsSpan(0, original)) != original)
            throw new DamagedLogException("an LZ4 block is damaged");
        if ((XxHash32.Compute(text.AsSpan(0, original), Seed) & 0x0FFFFFFF) != checksum)
            throw new DamagedLogException("an LZ4 block's checksum does not match");
        return original;
    }
}
