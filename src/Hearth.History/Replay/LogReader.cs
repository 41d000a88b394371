using Hearth.History.EventLogs;

namespace Hearth.History.Replay;

/// <summary>A file of an event log: its name and how to read it from an offset of its (compressed) bytes.</summary>
internal sealed record LogFile(string Name, long Length, Codec Codec, Func<Stream> Open);

/// <summary>
/// Reads the files of one event log into an application. Blocks of lines are read (and decompressed) one after another, parsed by all
/// cores and applied in order. Memory holds a few blocks, whatever the log's size.
/// </summary>
internal sealed class LogReader(ApplicationReplay replay, StringPool strings, int workers)
{
    public const int BlockSize = 512 * 1024;

    /// <summary>A longer line is no event; it is skipped and counted.</summary>
    private const int LongestLine = 512 * 1024 * 1024;

    private const int MostPending = 24;
    private readonly Lock _reading = new();
    private readonly object _ordering = new();
    private readonly Dictionary<long, EventBatch> _parsed = [];
    private readonly Stack<EventBatch> _batches = [];
    private long _nextToRead;
    private long _nextToApply;
    private bool _applying;
    private Exception? _failure;

    /// <summary>Reads all of a file's lines, from the beginning. Damage ends the file and is noted in the application's problems.</summary>
    /// <param name="lines">The file's text; closed by the caller.</param>
    public void Read(LineReader lines, CancellationToken cancellation)
    {
        _failure = null;
        if (workers <= 1)
        {
            Work(lines, cancellation);
        }
        else
        {
            var others = new Task[workers - 1];
            for (var i = 0; i < others.Length; i++)
                others[i] = Task.Factory.StartNew(() => Work(lines, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Work(lines, cancellation);
            Task.WaitAll(others, CancellationToken.None);
        }

        cancellation.ThrowIfCancellationRequested();
        if (_failure is not null)
            throw new InvalidOperationException("reading an event log failed: " + _failure.Message, _failure);
        ReadRest(lines);
    }

    /// <summary>A text may end without a line end, or in the middle of a line. A whole event is applied, a cut one noted.</summary>
    private void ReadRest(LineReader lines)
    {
        var problems = replay.Application.Problems;
        problems.CorruptLines += lines.OverlongLines;
        if (lines.Rest.IsEmpty)
            return;
        var batch = new EventBatch();
        new EventParser(strings).Parse(lines.Rest.ToArray(), batch);
        if (batch.Problems.CorruptLines > 0)
        {
            problems.TruncatedLine = true;
            return;
        }

        replay.Apply(batch);
        lines.TakeRest();
    }

    private void Work(LineReader lines, CancellationToken cancellation)
    {
        var parser = new EventParser(strings);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (!cancellation.IsCancellationRequested && _failure is null)
            {
                long number;
                int length;
                lock (_reading)
                {
                    AwaitRoom();
                    length = lines.ReadBlock(ref buffer, LongestLine);
                    if (length == 0)
                        return;
                    number = _nextToRead++;
                }

                var batch = RentBatch();
                parser.Parse(buffer.AsMemory(0, length), batch);
                Hand(number, batch);
            }
        }
        catch (Exception e)
        {
            // Workers stop together; the caller sees the first failure.
            Interlocked.CompareExchange(ref _failure, e, null);
            lock (_ordering)
                Monitor.PulseAll(_ordering);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Parsed blocks wait for their turn; not too many of them.</summary>
    private void AwaitRoom()
    {
        lock (_ordering)
        {
            while (_parsed.Count >= MostPending && _failure is null)
                Monitor.Wait(_ordering);
        }
    }

    private void Hand(long number, EventBatch batch)
    {
        lock (_ordering)
        {
            _parsed.Add(number, batch);
            if (_applying)
                return;
            _applying = true;
        }

        while (true)
        {
            lock (_ordering)
            {
                if (!_parsed.Remove(_nextToApply, out batch!))
                {
                    _applying = false;
                    return;
                }

                _nextToApply++;
                Monitor.PulseAll(_ordering);
            }

            replay.Apply(batch);
            batch.Clear();
            lock (_ordering)
                _batches.Push(batch);
        }
    }

    private EventBatch RentBatch()
    {
        lock (_ordering)
            return _batches.TryPop(out var batch) ? batch : new EventBatch();
    }
}
