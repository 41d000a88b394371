using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Tables;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>
/// Watches over HTTP (one JSON object a line) and WebSocket (one a frame). Each watch walks the table's log of changes by itself, so a
/// slow client costs the others nothing; one that falls behind the kept changes gets 410.
/// </summary>
internal sealed class WatchHandler(ObjectStore store, TimeProvider time, Random random, CancellationToken stopping)
{
    private const int BatchSize = 256;
    private static readonly TimeSpan s_bookmarkInterval = TimeSpan.FromMinutes(1);

    // The last bookmark comes this long before a watch ends, so that the next one can start from it.
    private static readonly TimeSpan s_beforeEnd = TimeSpan.FromSeconds(2);

    public async Task WatchAsync(RequestInfo request)
    {
        var options = ListOptions.Read(request);
        CheckInitialEvents(request, options);
        var timeout = options.Timeout ?? TimeSpan.FromMinutes(30 + random.Next(30));
        using var limit = new CancellationTokenSource(timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, limit.Token, stopping);
        var watch = new Watch(store, request, options, TableRequest.From(request)) { LastBookmark = time.GetUtcNow() + timeout - s_beforeEnd };
        try
        {
            if (request.Context.WebSockets.IsWebSocketRequest)
                await WatchSocketAsync(request, watch, ended.Token);
            else
                await WatchStreamAsync(request, watch, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left or the time is up: a watch ends without an error.
        }
    }

    private static void CheckInitialEvents(RequestInfo request, ListOptions options)
    {
        var errors = new List<FieldError>();
        if (options.SendInitialEvents is not null && options.ResourceVersionMatch != "NotOlderThan")
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        if (options.SendInitialEvents is null && options.ResourceVersionMatch.Length > 0)
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (options.ResourceVersionMatch is not ("" or "NotOlderThan"))
            errors.Add(FieldError.NotSupported("resourceVersionMatch", options.ResourceVersionMatch, ["NotOlderThan"]));
        if (errors.Count > 0)
            throw ApiException.Invalid("meta.k8s.io", "ListOptions", "", errors);
    }

    private async Task WatchStreamAsync(RequestInfo request, Watch watch, CancellationToken cancellation)
    {
        var response = request.Context.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        var body = response.BodyWriter;
        await body.FlushAsync(cancellation);
        // No event is a list: real servers end such a watch with its first one.
        if (request.Form.As == "PartialObjectMetadataList")
            return;
        while (true)
        {
            var more = watch.WriteNext(body);
            var flushed = await body.FlushAsync(cancellation);
            if (!more || flushed.IsCompleted)
                return;
            await WaitAsync(watch, cancellation);
        }
    }

    private async Task WatchSocketAsync(RequestInfo request, Watch watch, CancellationToken cancellation)
    {
        var protocol = request.Context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(name => name is "base64.binary.k8s.io" or "binary.k8s.io");
        using var socket = await request.Context.WebSockets.AcceptWebSocketAsync(protocol);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = ReadUntilClosedAsync(socket, left);
        try
        {
            var frames = new List<byte[]>();
            var more = true;
            while (more)
            {
                frames.Clear();
                more = watch.CollectNext(frames);
                foreach (var frame in frames)
                    await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, left.Token);
                if (more)
                    await WaitAsync(watch, left.Token);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Closed below.
        }

        await CloseAsync(socket);
        await left.CancelAsync();
        await reading;
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    private static async Task ReadUntilClosedAsync(WebSocket socket, CancellationTokenSource left)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, left.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What a watcher sends is of no interest.
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone.
        }

        await left.CancelAsync();
    }

    private async Task WaitAsync(Watch watch, CancellationToken cancellation)
    {
        if (!watch.WantsBookmarks)
        {
            await watch.WaitAsync(cancellation);
            return;
        }

        try
        {
            var left = watch.LastBookmark - time.GetUtcNow();
            await watch.WaitAsync(cancellation).WaitAsync(left > TimeSpan.Zero && left < s_bookmarkInterval ? left : s_bookmarkInterval, time, cancellation);
        }
        catch (TimeoutException)
        {
            watch.BookmarkDue = true;
        }
    }

    /// <summary>One watch: where it is in the log, and what it shows of each change.</summary>
    private sealed class Watch
    {
        private readonly ObjectStore _store;
        private readonly ResourceTable _table;
        private readonly ApiResource _resource;
        private readonly ListOptions _options;
        private readonly TableRequest? _asTable;
        private readonly string? _namespace;
        private readonly bool _metadataOnly;
        private readonly Change[] _batch = new Change[BatchSize];
        private List<StoredObject>? _initial;
        private bool _initialBookmark;
        private long _revision;
        private long _position;
        private ApiException? _failure;
        private bool _headerSent;

        public Watch(ObjectStore store, RequestInfo request, ListOptions options, TableRequest? asTable)
        {
            _store = store;
            _resource = request.Resource;
            _options = options;
            _asTable = asTable;
            _metadataOnly = request.Form.IsPartial;
            _table = store.Table(_resource.TableName);
            _namespace = _resource.IsNamespaced && request.Namespace.Length > 0 ? request.Namespace : null;
            if (request.Name.Length > 0)
                _options = options with { Fields = FieldSelector.Parse("metadata.name=" + request.Name, _resource) };
            Start();
        }

        public bool WantsBookmarks => _options.AllowBookmarks;

        public bool BookmarkDue { get; set; }

        /// <summary>When the last bookmark is due.</summary>
        public required DateTimeOffset LastBookmark { get; init; }

        private void Start()
        {
            var (objects, revision) = _store.Snapshot(_table);
            var fromNow = _options.ResourceVersion == 0 || _options.SendInitialEvents == true;
            _revision = fromNow ? revision : _options.ResourceVersion;
            if (fromNow && _options.SendInitialEvents != false)
                _initial = [.. objects.In(_namespace).Where(Matches)];
            // A watch from nowhere in particular is asked for its initial events, whether it says so or not.
            _initialBookmark = fromNow && _options.SendInitialEvents != false && _options.AllowBookmarks;
            _position = _table.PositionAfter(_revision);
            if (_position < 0)
                _failure = TooOld(_revision, _table.CompactedAt);
        }

        private static ApiException TooOld(long wanted, long oldest) => ApiException.Expired($"too old resource version: {wanted} ({oldest})");

        public Task WaitAsync(CancellationToken cancellation) => _table.WaitAsync(_position, cancellation);

        private bool Matches(StoredObject value) =>
            (_namespace is null || value.Namespace == _namespace) && _options.Labels.Matches(value) && _options.Fields.Matches(value);

        public bool CollectNext(List<byte[]> frames)
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            return WriteAll(buffer, () =>
            {
                frames.Add(buffer.WrittenSpan.ToArray());
                buffer.ResetWrittenCount();
            });
        }

        public bool WriteNext(IBufferWriter<byte> body) => WriteAll(body, () => body.Write("\n"u8));

        /// <summary>Writes what has happened since the last call. False when the watch is over.</summary>
        private bool WriteAll(IBufferWriter<byte> body, Action next)
        {
            if (_failure is not null)
            {
                WriteError(body, _failure);
                next();
                return false;
            }

            WriteInitial(body, next);
            for (var budget = 16; budget > 0; budget--)
            {
                var count = _table.Read(_position, _batch);
                if (count < 0)
                {
                    WriteError(body, TooOld(_revision, _table.CompactedAt));
                    next();
                    return false;
                }

                for (var i = 0; i < count; i++)
                    WriteChange(body, _batch[i], next);
                _position += count;
                if (count > 0)
                    _revision = _batch[count - 1].ResourceVersion;
                if (count < BatchSize)
                    break;
            }

            if (BookmarkDue)
            {
                BookmarkDue = false;
                WriteBookmark(body, initial: false);
                next();
            }

            return true;
        }

        private void WriteInitial(IBufferWriter<byte> body, Action next)
        {
            foreach (var value in _initial ?? [])
            {
                WriteEvent(body, "ADDED", value);
                next();
            }

            _initial = null;
            if (!_initialBookmark)
                return;
            _initialBookmark = false;
            WriteBookmark(body, initial: true);
            next();
        }

        private void WriteChange(IBufferWriter<byte> body, Change change, Action next)
        {
            var now = change.Type != ChangeType.Deleted && Matches(change.Object);
            var before = change.Before is not null && Matches(change.Before);
            if (!now && !before)
                return;

            // An object that leaves the selection looks deleted, in the state in which it was last selected.
            var shown = now || change.Type == ChangeType.Deleted ? change.Object : change.Before!.At(change.ResourceVersion);
            WriteEvent(body, now ? before ? "MODIFIED" : "ADDED" : "DELETED", shown);
            next();
        }

        private void WriteEvent(IBufferWriter<byte> body, string type, StoredObject value)
        {
            body.Write(type switch
            {
                "ADDED" => "{\"type\":\"ADDED\",\"object\":"u8,
                "MODIFIED" => "{\"type\":\"MODIFIED\",\"object\":"u8,
                _ => "{\"type\":\"DELETED\",\"object\":"u8,
            });
            if (_metadataOnly)
            {
                Encoding.UTF8.GetBytes(Json.ToText(PartialMetadata.Of(Conversion.Decode(_resource, value))), body);
            }
            else if (_asTable is null)
            {
                Conversion.Write(body, _resource, value);
            }
            else
            {
                var row = _asTable.Render(_resource, [Conversion.Decode(_resource, value)], null, value.ResourceVersion.ToString(CultureInfo.InvariantCulture), !_headerSent);
                _headerSent = true;
                Encoding.UTF8.GetBytes(Json.ToText(row), body);
            }

            body.Write("}"u8);
        }

        private void WriteBookmark(IBufferWriter<byte> body, bool initial)
        {
            if (_asTable is not null)
            {
                WriteTableBookmark(body, initial);
                return;
            }

            var annotations = initial ? "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}," : "";
            _revision = Math.Max(_revision, initial ? _revision : CurrentRevision());
            var zero = _resource.Custom is null && !_metadataOnly ? BookmarkBody() : "";
            var (kind, version) = _metadataOnly ? ("PartialObjectMetadata", "meta.k8s.io/v1") : (_resource.Kind, _resource.ApiVersion);
            Encoding.UTF8.GetBytes(
                $"{{\"type\":\"BOOKMARK\",\"object\":{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{{annotations}\"resourceVersion\":\"{_revision}\"}}{zero}}}}}",
                body);
        }

        /// <summary>A row of an object that says nothing but where the watch is.</summary>
        private void WriteTableBookmark(IBufferWriter<byte> body, bool initial)
        {
            _revision = Math.Max(_revision, initial ? _revision : CurrentRevision());
            var version = _revision.ToString(CultureInfo.InvariantCulture);
            var empty = _resource.Custom is null ? new ObjectDecoder().Decode(_resource.Schema, []) : [];
            empty["metadata"] = new JsonObject { ["resourceVersion"] = version };
            if (initial)
                empty.Map("metadata")!["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            var row = _asTable!.Render(_resource, [empty], null, version, !_headerSent);
            _headerSent = true;
            Encoding.UTF8.GetBytes($"{{\"type\":\"BOOKMARK\",\"object\":{Json.ToText(row)}}}", body);
        }

        /// <summary>The revision up to which everything of this table has been sent.</summary>
        private long CurrentRevision()
        {
            var (_, revision) = _store.Snapshot(_table);
            return _table.PositionAfter(revision) == _position ? revision : _revision;
        }

        /// <summary>A typed bookmark is an empty object of the kind.</summary>
        private string BookmarkBody()
        {
            var empty = new ObjectDecoder().Decode(_resource.Schema, []);
            empty.Remove("metadata");
            var text = Json.ToText(empty);
            return text.Length > 2 ? "," + text[1..^1] : "";
        }

        private static void WriteError(IBufferWriter<byte> body, ApiException error) =>
            Encoding.UTF8.GetBytes($"{{\"type\":\"ERROR\",\"object\":{Json.ToText(error.ToStatus())}}}", body);
    }
}
