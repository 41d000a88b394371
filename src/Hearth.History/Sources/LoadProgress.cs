using Hearth.History.EventLogs;

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

    private sealed class Counting(Stream inner, LoadProgress progress) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Interlocked.Add(ref progress._done, read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
