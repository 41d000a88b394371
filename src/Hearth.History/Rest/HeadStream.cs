namespace Hearth.History.Rest;

/// <summary>Keeps the beginning of an answer; refuses more than it holds.</summary>
internal sealed class HeadStream(int size) : Stream
{
    private readonly MemoryStream _head = new();

    public bool IsFull { get; private set; }
    public ReadOnlyMemory<byte> Written => _head.GetBuffer().AsMemory(0, (int)_head.Length);
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _head.Length;
    public override long Position { get => _head.Length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsFull)
            return;
        if (_head.Length + buffer.Length > size)
        {
            IsFull = true;
            _head.SetLength(0);
            throw new FullException();
        }

        _head.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The answer is longer than the head.</summary>
    internal sealed class FullException : Exception;
}
