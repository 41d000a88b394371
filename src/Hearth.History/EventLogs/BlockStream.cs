namespace Hearth.History.EventLogs;

/// <summary>One Java library's framing: reads the next block from a source and appends its text.</summary>
internal interface IBlockFormat
{
    /// <summary>
    /// Decodes the next block into <paramref name="text"/> (grown as needed).
    /// Returns its length; 0 for a block without text; -1 at a clean end.
    /// </summary>
    int Next(SourceReader source, ref byte[] text);
}

/// <summary>
/// A decoder that can be entered again in the middle: decoding from <c>Source</c> (an offset in the file) gives the text from
/// <c>Text</c> on.
/// </summary>
internal interface IRestartable
{
    (long Source, long Text) RestartPoint { get; }
}

/// <summary>The text of a file that is a sequence of compressed blocks. A cut or damaged block ends it with <see cref="DamagedLogException"/>.</summary>
internal sealed class BlockStream(Stream source, IBlockFormat format) : ForwardStream, IRestartable
{
    private readonly SourceReader _source = new(source);
    private byte[] _text = [];
    private int _position;
    private int _length;

    /// <summary>The begin of the block that is being given out.</summary>
    public (long Source, long Text) RestartPoint { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (_position == _length)
        {
            RestartPoint = (_source.Position, RestartPoint.Text + _length);
            _position = 0;
            _length = 0;
            var next = format.Next(_source, ref _text);
            if (next < 0)
                return 0;
            _length = next;
        }

        var count = Math.Min(buffer.Length, _length - _position);
        _text.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Exact reads over a stream, through one buffer.</summary>
internal sealed class SourceReader(Stream source)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _position;
    private int _length;
    private byte[] _large = [];

    /// <summary>How many bytes were taken.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte without taking it; -1 at the end.</summary>
    public int Peek()
    {
        if (_position == _length && !Fill(1))
            return -1;
        return _buffer[_position];
    }

    /// <summary>The next bytes, valid until the next call. Throws <see cref="DamagedLogException"/> when the file ends before them.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count <= _buffer.Length)
        {
            if (_length - _position < count && !Fill(count))
                throw Cut();
            _position += count;
            Position += count;
            return _buffer.AsSpan(_position - count, count);
        }

        if (_large.Length < count)
            _large = new byte[count];
        var have = _length - _position;
        _buffer.AsSpan(_position, have).CopyTo(_large);
        _position = _length;
        if (source.ReadAtLeast(_large.AsSpan(have, count - have), count - have, throwOnEndOfStream: false) < count - have)
            throw Cut();
        Position += count;
        return _large.AsSpan(0, count);
    }

    private bool Fill(int count)
    {
        _buffer.AsSpan(_position, _length - _position).CopyTo(_buffer);
        _length -= _position;
        _position = 0;
        _length += source.ReadAtLeast(_buffer.AsSpan(_length), count - _length, throwOnEndOfStream: false);
        return _length >= count;
    }

    private static DamagedLogException Cut() => new("the file ends in the middle of a compressed block") { IsCut = true };
}
