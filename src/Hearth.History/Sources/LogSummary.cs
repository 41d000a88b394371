using Hearth.History.EventLogs;
using Hearth.History.Replay;

namespace Hearth.History.Sources;

/// <summary>What the list of applications shows of a log, read from its head and tail only.</summary>
internal sealed record LogSummary
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? AttemptId { get; init; }
    public required string User { get; init; }
    public required string SparkVersion { get; init; }
    public required long StartTime { get; init; }

    /// <summary>-1 while it is not known.</summary>
    public long EndTime { get; init; } = -1;

    public bool Completed { get; init; }
    public int? ExitCode { get; init; }
}

/// <summary>Reads summaries: lines of the head until the application's start, and of the tail for its end.</summary>
internal static class LogSummaryReader
{
    /// <summary>The environment's line comes before the start; it rarely passes 200 KB.</summary>
    private const int HeadLimit = 16 * 1024 * 1024;

    private const int TailLength = 64 * 1024;

    /// <summary>Null when the log has no application start (yet).</summary>
    public static LogSummary? Read(EventLog log, ILogStore store)
    {
        if (Head(log.Files[0], store) is not { } head)
            return null;
        if (!log.IsComplete)
            return head;
        var end = End(log.Files[^1], store);

        // A log without its end is that of a running application, for Spark, whatever its name says.
        return end is null ? head : head with { Completed = true, EndTime = end.Time, ExitCode = end.ExitCode };
    }

    private static LogSummary? Head(StoredFile file, ILogStore store)
    {
        var codec = store.CodecOf(file) ?? throw new NotSupportedException($"{file.Name} has an unknown compression codec");
        using var text = Codecs.Decode(store.Open(file, 0), codec);
        var lines = new LineReader(text);
        var parser = new EventParser(new StringPool());
        var buffer = new byte[64 * 1024];
        var version = "";
        while (lines.Position < HeadLimit)
        {
            var length = lines.ReadBlock(ref buffer, HeadLimit);
            var block = length == 0 ? lines.Rest.ToArray() : buffer.AsMemory(0, length);
            if (block.IsEmpty)
                return null;
            foreach (var found in Events(parser, block, "{\"Event\":\"SparkListenerLogStart"u8, "{\"Event\":\"SparkListenerApplicationStart"u8))
            {
                if (found is LogStart start)
                    version = start.SparkVersion;
                if (found is ApplicationStart application)
                    return Summary(application, version, file);
            }

            if (length == 0)
                return null;
        }

        return null;
    }

    private static LogSummary Summary(ApplicationStart start, string version, StoredFile file) => new()
    {
        // Logs of Spark 1 may lack an id; the file's name stands in for it.
        Id = start.Id ?? file.FileName,
        Name = start.Name,
        AttemptId = start.AttemptId,
        User = start.User,
        SparkVersion = version,
        StartTime = start.Time,
    };

    /// <summary>The application's end: from the last bytes where that is possible, else from the whole last file.</summary>
    private static ApplicationEnd? End(StoredFile file, ILogStore store)
    {
        var codec = store.CodecOf(file) ?? Codec.None;
        foreach (var offset in TailOffsets(file, store, codec))
        {
            if (EndIn(file, store, codec, offset) is { } end)
                return end;
        }

        return null;
    }

    /// <summary>Where reading may begin so that the end is in sight, nearest first. A false start decodes to nothing.</summary>
    private static IEnumerable<long> TailOffsets(StoredFile file, ILogStore store, Codec codec)
    {
        if (file.Length <= TailLength)
        {
            yield return 0;
            yield break;
        }

        if (codec == Codec.None)
        {
            yield return file.Length - TailLength;
            yield return 0;
            yield break;
        }

        byte[]? magic = codec switch
        {
            Codec.Zstd => [0x28, 0xB5, 0x2F, 0xFD],
            Codec.Lz4 => "LZ4Block"u8.ToArray(),
            _ => null,
        };
        if (magic is not null)
        {
            var tail = new byte[TailLength];
            int length;
            using (var stream = store.Open(file, file.Length - TailLength))
                length = stream.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
            var tries = 0;
            for (var at = tail.AsSpan(0, length).LastIndexOf(magic); at >= 0 && tries < 8; at = tail.AsSpan(0, at).LastIndexOf(magic), tries++)
                yield return file.Length - TailLength + at;
        }

        yield return 0;
    }

    private static ApplicationEnd? EndIn(StoredFile file, ILogStore store, Codec codec, long offset)
    {
        using var text = Codecs.Decode(store.Open(file, offset), codec);
        var lines = new LineReader(text);
        var parser = new EventParser(new StringPool());
        var buffer = new byte[64 * 1024];
        ApplicationEnd? end = null;
        int length;
        do
        {
            length = lines.ReadBlock(ref buffer, HeadLimit);
            var block = length == 0 ? lines.Rest.ToArray() : buffer.AsMemory(0, length);
            foreach (var found in Events(parser, block, "{\"Event\":\"SparkListenerApplicationEnd"u8, "{\"Event\":\"SparkListenerApplicationEnd"u8))
                end = found as ApplicationEnd ?? end;
        }
        while (length > 0);
        return end;
    }

    private static List<LogEvent> Events(EventParser parser, ReadOnlyMemory<byte> block, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var batch = new EventBatch();
        while (!block.IsEmpty)
        {
            var end = block.Span.IndexOf((byte)'\n');
            var line = end < 0 ? block : block[..end];
            if (line.Span.StartsWith(first) || line.Span.StartsWith(second))
                parser.Parse(line, batch);
            block = end < 0 ? default : block[(end + 1)..];
        }

        return batch.Others;
    }
}
