using System.Buffers;

namespace Hearth.History.Replay;

/// <summary>
/// Reads a text in blocks that end at line ends. What follows the last line end is kept back: at the end of a finished log it is given
/// as a last block, at the end of a growing one it waits for the rest. Damage ends the text and is kept in <see cref="Damage"/>.
/// </summary>
internal sealed class LineReader(Stream text)
{
    private byte[] _rest = [];
    private int _restLength;
    private bool _ended;

    /// <summary>Bytes of text in the lines that were given out.</summary>
    public long Position { get; private set; }

    /// <summary>What was wrong with the file, if anything; everything before it was given.</summary>
    public string? Damage { get; private set; }

    /// <summary>The damage is only that the file ends too early.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Lines that were too long to be events.</summary>
    public long OverlongLines { get; private set; }

    /// <summary>The text after the last line end, once the text has ended.</summary>
    public ReadOnlySpan<byte> Rest => _rest.AsSpan(0, _restLength);

    /// <summary>The rest turned out to be a whole line.</summary>
    public void TakeRest()
    {
        Position += _restLength;
        _restLength = 0;
    }

    /// <summary>Fills <paramref name="buffer"/> (which may be exchanged for a larger one) with whole lines; 0 at the end.</summary>
    public int ReadBlock(ref byte[] buffer, int longestLine)
    {
        if (_ended)
            return 0;
        if (_restLength > buffer.Length)
            Grow(ref buffer, _restLength * 2, 0);
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = _restLength;
        _restLength = 0;
        var searched = 0;
        while (true)
        {
            length += Fill(buffer.AsSpan(length));
            var end = buffer.AsSpan(searched, length - searched).LastIndexOf((byte)'\n');
            if (end >= 0)
            {
                KeepRest(buffer, searched + end + 1, length);
                Position += searched + end + 1;
                return searched + end + 1;
            }

            if (_ended)
            {
                KeepRest(buffer, 0, length);
                return 0;
            }

            searched = length;
            if (length < buffer.Length)
                continue;
            if (buffer.Length >= longestLine)
            {
                OverlongLines++;
                if (!SkipLine(ref buffer, out length))
                    return 0;
                searched = 0;
                continue;
            }

            Grow(ref buffer, buffer.Length * 2, length);
        }
    }

    private int Fill(Span<byte> target)
    {
        var total = 0;
        try
        {
            while (total < target.Length)
            {
                var count = text.Read(target[total..]);
                if (count == 0)
                {
                    _ended = true;
                    break;
                }

                total += count;
            }
        }
        catch (IOException e)
        {
            _ended = true;
            Damage = e.Message;
            IsCut = e is EventLogs.DamagedLogException { IsCut: true };
        }

        return total;
    }

    /// <summary>Drops text up to the next line end; what follows it is at the buffer's begin.</summary>
    private bool SkipLine(ref byte[] buffer, out int length)
    {
        while (!_ended)
        {
            var count = Fill(buffer.AsSpan(0, LogReader.BlockSize));
            var end = buffer.AsSpan(0, count).IndexOf((byte)'\n');
            if (end < 0)
                continue;
            length = count - end - 1;
            buffer.AsSpan(end + 1, length).CopyTo(buffer);
            return true;
        }

        length = 0;
        return false;
    }

    private void KeepRest(byte[] buffer, int from, int to)
    {
        _restLength = to - from;
        if (_rest.Length < _restLength)
            _rest = new byte[Math.Max(_restLength, 16 * 1024)];
        buffer.AsSpan(from, _restLength).CopyTo(_rest);
    }

    private static void Grow(ref byte[] buffer, int size, int keep)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        buffer.AsSpan(0, keep).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
