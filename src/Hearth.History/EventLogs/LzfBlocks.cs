using System.Buffers.Binary;

namespace Hearth.History.EventLogs;

/// <summary>
/// ning's compress-lzf: chunks of <c>ZV</c>, a type (0 raw, 1 compressed), a big-endian 16-bit length, for compressed chunks also the
/// text's length, and the payload.
/// </summary>
internal sealed class LzfBlocks : IBlockFormat
{
    public int Next(SourceReader source, ref byte[] text)
    {
        if (source.Peek() < 0)
            return -1;
        var header = source.Take(5);
        if (header[0] != 'Z' || header[1] != 'V' || header[2] > 1)
            throw new DamagedLogException("not an LZF chunk: the magic is missing");
        var raw = header[2] == 0;
        int length = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        if (text.Length < ushort.MaxValue)
            text = new byte[ushort.MaxValue];
        if (raw)
        {
            source.Take(length).CopyTo(text);
            return length;
        }

        int original = BinaryPrimitives.ReadUInt16BigEndian(source.Take(2));
        if (!Decode(source.Take(length), text.AsSpan(0, original)))
            throw new DamagedLogException("an LZF chunk is damaged");
        return original;
    }

    /// <summary>LZF proper: a control byte below 32 begins a run of literals, others a copy from before.</summary>
    private static bool Decode(ReadOnlySpan<byte> block, Span<byte> text)
    {
        int from = 0, to = 0;
        while (from < block.Length)
        {
            int control = block[from++];
            if (control < 32)
            {
                var run = control + 1;
                if (from + run > block.Length || to + run > text.Length)
                    return false;
                block.Slice(from, run).CopyTo(text[to..]);
                from += run;
                to += run;
                continue;
            }

            var length = control >> 5;
            if (length == 7)
            {
                if (from == block.Length)
                    return false;
                length += block[from++];
            }

            length += 2;
            if (from == block.Length)
                return false;
            var distance = ((control & 31) << 8) + block[from++] + 1;
            if (distance > to || to + length > text.Length)
                return false;

            // Overlapping copies repeat; byte by byte is the definition.
            for (var i = 0; i < length; i++, to++)
                text[to] = text[to - distance];
        }

        return to == text.Length;
    }
}
