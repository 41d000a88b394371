namespace Hearth.History.Sources;

/// <summary>How much of a log was read, in bytes as stored; written by the loader, read by whoever waits.</summary>
internal sealed class LoadProgress(long of)
{
    private long _done;

    public static LoadProgress Finished(long of) => new(of) { _done = of };

    public long Of => of;
    public long Done => Math.Min(Volatile.Read(ref _done), of);
    public int Percent => of <= 0 ? 0 : (int)(Done * 100 / of);

    public Stream Count(Stream stream) => new Counting(stream, this);

    private sealed class Counting(Stream inner, LoadProgress progress) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Interlocked.Add(ref progress._done, read);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
