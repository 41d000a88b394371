using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Reads and writes the header blocks of SPDY/3.1, which are compressed by one zlib stream a direction, primed with a dictionary.
/// </summary>
internal sealed class SpdyHeaders : IDisposable
{
    private const int LongestBlock = 64 * 1024;
    private readonly FedStream _compressed = new();
    private readonly DeflateStream _inflate;
    private bool _primed;
    private bool _wroteHeader;

    public SpdyHeaders() => _inflate = new(_compressed, CompressionMode.Decompress);

    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        if (!_primed)
        {
            // The zlib header: two bytes, and four that name the dictionary where bit 5 of the second says so.
            block = block[(block.Length > 1 && (block[1] & 0x20) != 0 ? 6 : 2)..];
            Prime();
        }

        _compressed.Feed(block);
        var count = Number();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < count; i++)
        {
            var name = Text();
            headers[name] = Text();
        }

        return headers;
    }

    /// <summary>An answer without headers. Stored, not compressed, which every zlib reader accepts.</summary>
    public byte[] WriteEmpty()
    {
        List<byte> block = _wroteHeader ? [] : [0x78, 0x01];
        _wroteHeader = true;
        // One stored block of four bytes (no headers), then an empty one that flushes.
        block.AddRange([0x00, 0x04, 0x00, 0xFB, 0xFF, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0xFF, 0xFF]);
        return [.. block];
    }

    public void Dispose()
    {
        _inflate.Dispose();
        _compressed.Dispose();
    }

    // A stored block with the dictionary puts it where the real stream expects it: in the window.
    private void Prime()
    {
        _primed = true;
        var dictionary = SpdyDictionary.Bytes;
        Span<byte> header = [0x00, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)dictionary.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~dictionary.Length);
        _compressed.Feed(header);
        _compressed.Feed(dictionary);
        _inflate.ReadExactly(new byte[dictionary.Length]);
    }

    private int Number()
    {
        Span<byte> bytes = stackalloc byte[4];
        _inflate.ReadExactly(bytes);
        var number = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return number is >= 0 and <= LongestBlock ? number : throw new InvalidDataException($"a SPDY header of {number} bytes");
    }

    private string Text()
    {
        var bytes = new byte[Number()];
        _inflate.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Gives what was fed and not yet read; its end is only for now.</summary>
    private sealed class FedStream : MemoryStream
    {
        public void Feed(ReadOnlySpan<byte> data)
        {
            var at = Position;
            Position = Length;
            Write(data);
            Position = at;
        }
    }
}
