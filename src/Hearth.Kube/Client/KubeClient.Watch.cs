using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.Kube.Client;

public sealed partial class KubeClient
{
    private static readonly TimeSpan s_watchTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How much longer than agreed a watch may be silent before it counts as dead.</summary>
    private static readonly TimeSpan s_watchGrace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The changes of a kind over one connection. Ends when the server ends it (go on from the last version seen); throws
    /// <see cref="KubeException"/> with <see cref="KubeException.IsGone"/> where the version asked for is too old.
    /// A store does both.
    /// </summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceType<T> type, string? ns, WatchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubeObject
    {
        await foreach (var line in WatchLinesAsync(type, ns, options ?? new(), cancellationToken))
            yield return Decode(line, type);
    }

    /// <summary>Each line of a watch as it came. A line is valid until the next one is asked for.</summary>
    internal async IAsyncEnumerable<ReadOnlySequence<byte>> WatchLinesAsync<T>(
        ResourceType<T> type, string? ns, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubeObject
    {
        using var limit = new CancellationTokenSource((options.Timeout ?? s_watchTimeout) + s_watchGrace, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var answer = await _transport.SendAsync(WatchRequest(type, ns, options), cancellationToken);
        await using var body = await answer.Response.Content.ReadAsStreamAsync(cancellationToken);
        var lines = PipeReader.Create(body, new(bufferSize: 32 * 1024));
        try
        {
            while (await ReadLinesAsync(lines, both.Token, limit.Token) is { } read)
            {
                var rest = read.Buffer;
                while (TryTakeLine(ref rest, read.IsCompleted, out var line))
                    yield return line;
                lines.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                    yield break;
            }
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    /// <summary>Null at the agreed end of a watch.</summary>
    private async Task<ReadResult?> ReadLinesAsync(PipeReader lines, CancellationToken both, CancellationToken limit)
    {
        try
        {
            return await lines.ReadAsync(both);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Errors.Unreachable("watch", configuration, e);
        }
    }

    internal WatchEvent<T> Decode<T>(in ReadOnlySequence<byte> line, ResourceType<T> type)
        where T : KubeObject
    {
        try
        {
            return WatchDecoder.Decode(line, type.Object);
        }
        catch (JsonException e)
        {
            throw Errors.NotKubernetes($"the watch of {type.Plural}", configuration, e);
        }
    }

    /// <summary>Empty lines are keep-alives of proxies; they are passed over.</summary>
    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (!line.IsEmpty)
                return true;
        }

        line = isLast ? buffer : default;
        buffer = isLast ? buffer.Slice(buffer.End) : buffer;
        return !line.IsEmpty;
    }

    private static KubeRequest WatchRequest<T>(ResourceType<T> type, string? ns, WatchOptions options)
        where T : KubeObject
    {
        var query = new Query(ResourcePath.Of(type, ns));
        query.Add("watch", "true");
        query.Add("labelSelector", options.LabelSelector);
        query.Add("fieldSelector", options.FieldSelector);
        query.Add("resourceVersion", options.ResourceVersion);
        query.Add("allowWatchBookmarks", options.Bookmarks);
        query.Add("timeoutSeconds", (long)(options.Timeout ?? s_watchTimeout).TotalSeconds);
        return new(HttpMethod.Get, query.ToString()) { IsStream = true, IsSafeToRepeat = true };
    }
}
