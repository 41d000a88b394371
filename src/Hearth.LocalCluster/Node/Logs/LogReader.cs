using System.Globalization;
using System.IO.Pipelines;
using System.Buffers;
using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Reads a log that a <see cref="ContainerLog"/> wrote or is still writing.</summary>
internal sealed class LogReader(string path, LogQuery query)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = query.LimitBytes ?? long.MaxValue;

    /// <summary>Ends once it is settled what is skipped: all that is written from then on is copied.</summary>
    public Task Settled => _settled.Task;

    /// <param name="output">Gets the lines, flushed whenever the log's end is reached.</param>
    /// <param name="live">The log where it is still being written; null: what is there is all.</param>
    public async Task CopyToAsync(Stream output, ContainerLog? live, CancellationToken cancellationToken)
    {
        var files = Files();
        var skip = query.TailLines is { } tail ? await CountAsync(files, cancellationToken) - tail : 0;
        _settled.TrySetResult();
        foreach (var file in files.SkipLast(1))
            skip = await CopyFileAsync(file, skip, output, cancellationToken);
        await FollowAsync(skip, output, live, cancellationToken);
    }

    private List<string> Files()
    {
        var files = new List<string>();
        for (var i = 4; i >= 1; i--)
        {
            if (File.Exists($"{path}.{i}"))
                files.Add($"{path}.{i}");
        }

        files.Add(path);
        return files;
    }

    private async Task<long> CountAsync(List<string> files, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (var file in files.Where(File.Exists))
        {
            await using var stream = Open(file);
            await foreach (var line in LinesAsync(stream, cancellationToken))
                count += Passes(line) ? 1 : 0;
        }

        return count;
    }

    private async Task<long> CopyFileAsync(string file, long skip, Stream output, CancellationToken cancellationToken)
    {
        await using var stream = Open(file);
        return await CopyStreamAsync(stream, skip, output, cancellationToken);
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

    private async Task FollowAsync(long skip, Stream output, ContainerLog? live, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;
        var rotations = live?.Rotations;
        var stream = Open(path);
        try
        {
            while (_left > 0)
            {
                var grown = live?.GrownAsync();
                var closed = live is null or { IsClosed: true };
                skip = await CopyStreamAsync(stream, skip, output, cancellationToken);
                if (!query.Follow || closed)
                    return;
                await Task.WhenAny(grown!, Task.Delay(s_poll, TimeProvider.System, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                if (live?.Rotations == rotations)
                    continue;
                // What was written to the old file before is read first.
                skip = await CopyStreamAsync(stream, skip, output, cancellationToken);
                await stream.DisposeAsync();
                rotations = live?.Rotations;
                stream = Open(path);
            }
        }
        finally
        {
            await stream.DisposeAsync();
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
        if (query.Timestamps)
            Limited(span[..(time + 1)], batch);
        Limited(span[(time + stream + 4)..], batch);
        if (flag == 'F')
            Limited("\n"u8, batch);
    }

    private void Limited(ReadOnlySpan<byte> text, MemoryStream batch)
    {
        var length = (int)Math.Min(text.Length, _left);
        batch.Write(text[..length]);
        _left -= length;
    }

    private static FileStream Open(string file) => new(file, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });
}
