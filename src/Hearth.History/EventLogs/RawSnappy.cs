namespace Hearth.History.EventLogs;

/// <summary>
/// The raw Snappy format: the text's length as a varint, then literals and copies of what was decoded before. Decodes into the caller's
/// buffer and never beyond it.
/// </summary>
internal static class RawSnappy
{
    /// <summary>The length that a block claims for its text; -1 when it has none.</summary>
    public static long TextLength(ReadOnlySpan<byte> block) => TextLength(block, out _);

    /// <summary>Fills the whole text; false when the block is damaged.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> block, Span<byte> text)
    {
        if (TextLength(block, out var at) != text.Length)
            return false;
        var written = 0;
        while (at < block.Length)
        {
            int tag = block[at++];
            if ((tag & 3) == 0)
            {
                if (!TryLiteralLength(block, tag >> 2, ref at, out var length) || length > block.Length - at || length > text.Length - written)
                    return false;
                block.Slice(at, length).CopyTo(text[written..]);
                at += length;
                written += length;
                continue;
            }

            if (!TryCopy(block, tag, ref at, out var offset, out var count) || offset <= 0 || offset > written || count > text.Length - written)
                return false;
            CopyWithin(text, written, offset, count);
            written += count;
        }

        return written == text.Length;
    }

    private static long TextLength(ReadOnlySpan<byte> block, out int read)
    {
        long value = 0;
        for (read = 0; read < Math.Min(5, block.Length);)
        {
            value |= (long)(block[read] & 0x7F) << (7 * read);
            if (block[read++] < 0x80)
                return value;
        }

        return -1;
    }

    /// <summary>Up to 60 bytes stand in the tag; else it says how many bytes hold the length.</summary>
    private static bool TryLiteralLength(ReadOnlySpan<byte> block, int code, ref int at, out int length)
    {
        length = code + 1;
        if (code < 60)
            return true;
        var bytes = code - 59;
        if (bytes > block.Length - at)
            return false;
        long value = 0;
        for (var i = 0; i < bytes; i++)
            value |= (long)block[at++] << (8 * i);
        length = (int)Math.Min(int.MaxValue, value + 1);
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> block, int tag, ref int at, out int offset, out int count)
    {
        (offset, count) = (0, (tag >> 2) + 1);
        var bytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (bytes > block.Length - at)
            return false;
        for (var i = 0; i < bytes; i++)
            offset |= block[at++] << (8 * i);
        if (bytes == 1)
            (offset, count) = (offset | ((tag & 0xE0) << 3), ((tag >> 2) & 7) + 4);
        return true;
    }

    /// <summary>What is copied may reach into what the copy writes: then it repeats.</summary>
    private static void CopyWithin(Span<byte> text, int written, int offset, int count)
    {
        var source = text.Slice(written - offset, offset);
        var target = text.Slice(written, count);
        for (; target.Length > source.Length; target = target[source.Length..])
            source.CopyTo(target);
        source[..target.Length].CopyTo(target);
    }
}
