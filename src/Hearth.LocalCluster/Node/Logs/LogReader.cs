using System.Globalization;
using System.IO.Pipelines;
using System.Buffers;
using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Reads a log that a <see cref="ContainerLog"/> wrote or is still writing.</summary>
internal sealed class LogReader(string path, LogQuery query)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private long _left = query.LimitBytes ?? long.MaxValue;
    private bool _isWithinLine;

    /// <param name="output">Gets the lines, flushed whenever the log's end is reached.</param>
    /// <param name="live">The log where it is still being written; null: what is there is all.</param>
    public async Task CopyToAsync(Stream output, ContainerLog? live, CancellationToken cancellationToken)
    {
        var (files, rotations) = live is null ? (ContainerLog.OpenEnded(path), 0) : await live.OpenAsync(int.MinValue / 2, cancellationToken);
        try
        {
            var skip = query.TailLines is { } tail ? await CountAsync(files, cancellationToken) - tail : 0;
            foreach (var file in files.SkipLast(1))
                skip = await CopyStreamAsync(file, skip, output, cancellationToken);
            if (live is null && files.Count > 0)
                await CopyStreamAsync(files[^1], skip, output, cancellationToken);
            else if (live is not null)
                await FollowAsync(files, rotations, skip, live, output, cancellationToken);
        }
        finally
        {
            await CloseAsync(files);
        }
    }

    private static async Task CloseAsync(List<FileStream> files)
    {
        foreach (var file in files)
            await file.DisposeAsync();
        files.Clear();
    }

    private async Task<long> CountAsync(List<FileStream> files, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (var file in files)
        {
            await foreach (var line in LinesAsync(file, cancellationToken))
                count += Passes(line) ? 1 : 0;
            file.Position = 0;
        }

        return count;
    }

    private async Task<long> CopyStreamAsync(FileStream stream, long skip, Stream output, CancellationToken cancellationToken)
    {
        using var batch = new MemoryStream();
        await foreach (var line in LinesAsync(stream, cancellationToken))
        {
            if (!Passes(line) || skip-- > 0)
                continue;
            Write(line, batch);
            if (_left <= 0)
                break;
            if (batch.Length > 64 * 1024)
                await FlushAsync(batch, output, cancellationToken);
        }

        await FlushAsync(batch, output, cancellationToken);
        return Math.Max(skip, 0);
    }

    // The last of the files is the one that grows.
    private async Task FollowAsync(List<FileStream> files, int rotations, long skip, ContainerLog live, Stream output, CancellationToken cancellationToken)
    {
        while (_left > 0)
        {
            var grown = live.GrownAsync();
            var closed = live.IsClosed;
            skip = await CopyStreamAsync(files[^1], skip, output, cancellationToken);
            if (live.Rotations != rotations)
            {
                // What was written to the old file before it was put aside is read first.
                skip = await CopyStreamAsync(files[^1], skip, output, cancellationToken);
                await CloseAsync(files);
                (var more, rotations) = await live.OpenAsync(rotations, cancellationToken);
                files.AddRange(more);
                foreach (var file in more.SkipLast(1))
                    skip = await CopyStreamAsync(file, skip, output, cancellationToken);
                continue;
            }

            if (!query.Follow || closed)
                return;
            await Task.WhenAny(grown, Task.Delay(s_poll, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task FlushAsync(MemoryStream batch, Stream output, CancellationToken cancellationToken)
    {
        if (batch.Length == 0)
            return;
        await output.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), cancellationToken);
        await output.FlushAsync(cancellationToken);
        batch.SetLength(0);
    }

    // Whole lines only; the stream is left where the last of them ends.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        FileStream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = stream.Position;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, bufferSize: 64 * 1024));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                start += line.Length + 1;
                yield return line.IsSingleSegment ? line.First : line.ToArray();
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
        stream.Position = start;
    }

    private bool Passes(ReadOnlyMemory<byte> line) =>
        query.Since is not { } since
        || (line.Span.IndexOf((byte)' ') is var end && end > 0
            && DateTimeOffset.TryParse(Encoding.ASCII.GetString(line.Span[..end]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at >= since);

    // TIME STREAM FLAG TEXT; a line in parts ends with the part whose flag is F.
    private void Write(ReadOnlyMemory<byte> line, MemoryStream batch)
    {
        var span = line.Span;
        var time = span.IndexOf((byte)' ');
        var stream = time < 0 ? -1 : span[(time + 1)..].IndexOf((byte)' ');
        if (stream < 0 || time + stream + 4 > span.Length)
            return;
        var flag = span[time + stream + 2];
        if (query.Timestamps && !_isWithinLine)
            Limited(span[..(time + 1)], batch);
        Limited(span[(time + stream + 4)..], batch);
        _isWithinLine = flag != 'F';
        if (!_isWithinLine)
            Limited("\n"u8, batch);
    }

    private void Limited(ReadOnlySpan<byte> text, MemoryStream batch)
    {
        var length = (int)Math.Min(text.Length, _left);
        batch.Write(text[..length]);
        _left -= length;
    }
}
