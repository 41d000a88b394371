using System.Buffers;
using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Microsoft.Extensions.Logging;

namespace Hearth.Kube.Watching;

/// <summary>
/// Follows a kind for ever: lists, watches from the list's version, goes on from the last version when a watch ends, and lists again
/// where the server has forgotten that version (410). Troubles are logged and tried again, later each time. One object that does not
/// read as its kind hides no other.
/// </summary>
/// <param name="client">Whom to ask.</param>
/// <param name="type">Which kind.</param>
/// <param name="ns">Null: all namespaces.</param>
/// <param name="labelSelector">Null: all objects.</param>
/// <param name="fieldSelector">Null: all objects.</param>
/// <param name="handle">Gets every event, one after the other; must be quick and must not throw.</param>
/// <param name="logger">Gets troubles.</param>
/// <param name="random">Spreads delays and the ends of watches.</param>
public sealed class Watcher<T>(
    KubeClient client, ResourceType<T> type, string? ns, string? labelSelector, string? fieldSelector, Action<WatcherEvent<T>> handle, ILogger logger, Random random)
    where T : KubeObject
{
    private const int PageSize = 1000;
    private const int AttemptsBeforeList = 5;
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), random);
    private string? _version;
    private int _failures;

    /// <summary>The trouble that is being waited out; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _version ??= await ListAsync(cancellationToken);
                await WatchAsync(_version, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                await RecoverAsync(e, cancellationToken);
            }
        }
    }

    private async Task RecoverAsync(Exception e, CancellationToken cancellationToken)
    {
        Failure = e;
        var isGone = e is KubeException { IsGone: true };
        // A version that fails again and again, or an error that nobody thought of: begin anew.
        if (isGone || e is not KubeException || _failures % AttemptsBeforeList == AttemptsBeforeList - 1)
            _version = null;
        if (isGone)
            WatchLog.Gone(logger, type.Plural, ns);
        else
            WatchLog.Failed(logger, e, type.Plural, ns, _failures + 1);
        var delay = isGone && _failures == 0 ? TimeSpan.Zero : _backoff.Delay(_failures);
        if (e is KubeException { RetryAfter: { } asked } && asked > delay)
            delay = asked;
        _failures++;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, client.Time, cancellationToken);
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        handle(new(WatcherEventType.ListStarted, default, null, null));
        // Pages grow old while they are read; where that happened everything is asked for at once.
        var options = new ListOptions { LabelSelector = labelSelector, FieldSelector = fieldSelector, Limit = Failure is KubeException { IsGone: true } ? null : PageSize };
        var reader = new ListReader<T>(type.Object, Applied, Malformed);
        while (true)
        {
            var page = await client.ReadListAsync(type, ns, options, reader, cancellationToken);
            if (string.IsNullOrEmpty(page.Continue))
            {
                handle(new(WatcherEventType.ListEnded, default, null, null));
                Succeeded();
                return page.ResourceVersion ?? "0";
            }

            options = options with { Continue = page.Continue };
            reader = new(type.Object, Applied, Malformed);
        }
    }

    private async Task WatchAsync(string version, CancellationToken cancellationToken)
    {
        var options = new WatchOptions { LabelSelector = labelSelector, FieldSelector = fieldSelector, ResourceVersion = version, Timeout = TimeSpan.FromSeconds(Between(300, 600)) };
        var started = client.Time.GetTimestamp();
        var any = false;
        await foreach (var line in client.WatchLinesAsync(type, ns, options, cancellationToken))
        {
            Handle(line);
            any = true;
            Succeeded();
        }

        // A server that ends every watch at once must not be asked in a tight loop.
        if (!any && client.Time.GetElapsedTime(started) < TimeSpan.FromSeconds(1))
            await Task.Delay(_backoff.Delay(_failures++), client.Time, cancellationToken);
    }

    private void Handle(in ReadOnlySequence<byte> line)
    {
        WatchEvent<T> happened;
        try
        {
            happened = WatchDecoder.Decode(line, type.Object);
        }
        catch (JsonException e)
        {
            // Is only this object odd, or the whole line?
            var (what, odd) = client.Decode(line, ResourceTypes.Untyped(type.Group, type.Version, type.Plural, type.Kind));
            Handle(what, odd, e);
            return;
        }

        var item = happened.Object;
        if (happened.Type == WatchEventType.Deleted)
            handle(new(WatcherEventType.Deleted, ObjectKey.Of(item), item, null));
        else if (happened.Type != WatchEventType.Bookmark)
            Applied(item);
        _version = item.Metadata.ResourceVersion ?? _version;
    }

    private void Handle(WatchEventType what, KubeObject odd, JsonException error)
    {
        if (odd.Metadata.Name is null)
            throw new JsonException($"A watch event without an object: {error.Message}", error);
        if (what == WatchEventType.Deleted)
            handle(new(WatcherEventType.Deleted, ObjectKey.Of(odd), null, null));
        else
            Malformed(odd, error);
        _version = odd.Metadata.ResourceVersion ?? _version;
    }

    private void Applied(T item) => handle(new(WatcherEventType.Applied, ObjectKey.Of(item), item, null));

    private void Malformed(KubeObject odd, JsonException error)
    {
        var key = ObjectKey.Of(odd);
        WatchLog.Malformed(logger, type.Plural, key, error.Message);
        handle(new(WatcherEventType.Malformed, key, null, error.Message));
    }

    private void Succeeded()
    {
        _failures = 0;
        Failure = null;
    }

    private int Between(int low, int high)
    {
        lock (random)
            return random.Next(low, high);
    }
}
