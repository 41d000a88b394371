using Hearth.History.EventLogs;
using Hearth.History.Snapshots;

namespace Hearth.History.Sources;

/// <summary>
/// Applications in memory, up to a number of bytes; the least recently used go first. Each log is loaded once, whoever asks, and after
/// that from its snapshot.
/// </summary>
internal sealed class ApplicationCache(
    long limit, int workers, SnapshotFolder? snapshots = null, long worthSnapshot = ApplicationCache.WorthSnapshot) : IDisposable
{
    /// <summary>Parsing a log of so many lines leaves a heap worth giving back.</summary>
    private const long LargeLog = 10_000;

    /// <summary>A smaller log is read as fast as its snapshot.</summary>
    private const long WorthSnapshot = 256 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, LoadProgress> _loading = new(StringComparer.Ordinal);
    private long _clock;

    /// <summary>The application of a log, loaded or brought up to date.</summary>
    public async Task<LoadedApplication> GetAsync(ListedAttempt attempt, CancellationToken cancellation)
    {
        while (true)
        {
            var entry = Enter(attempt);
            var loaded = await entry.Task.WaitAsync(cancellation);
            var log = loaded.Log.IsComplete && attempt.Log.Fingerprint == loaded.Log.Fingerprint
                ? loaded.Log
                : await CurrentAsync(attempt, cancellation);
            if (log.Fingerprint == loaded.Log.Fingerprint || await Task.Run(() => loaded.TryAdvance(log, cancellation), cancellation))
            {
                Trim(entry);
                return loaded;
            }

            Remove(attempt.Key, entry);
            attempt = attempt with { Log = log };
        }
    }

    public bool IsLoaded(ListedAttempt attempt)
    {
        lock (_lock)
            return _entries.TryGetValue(attempt.Key, out var entry) && entry.Task.IsCompletedSuccessfully;
    }

    /// <summary>How far the loading of a log is; nothing of it when it has not begun.</summary>
    public LoadProgress ProgressOf(ListedAttempt attempt) => _loading.GetValueOrDefault(attempt.Key) ?? new LoadProgress(attempt.Log.Length);

    public void Dispose()
    {
        lock (_lock)
            _entries.Clear();
    }

    /// <summary>The log as it is now: it may have grown, rolled, or lost its <c>.inprogress</c> since the list was made.</summary>
    private static async Task<EventLog> CurrentAsync(ListedAttempt attempt, CancellationToken cancellation)
    {
        var name = attempt.Log.Name;
        foreach (var candidate in (string[])[name, name.Replace(".inprogress", "", StringComparison.Ordinal)])
        {
            if (EventLog.Find(await attempt.Store.ListAsync(candidate, cancellation)).FirstOrDefault() is { } log)
                return log;
        }

        return attempt.Log;
    }

    private Entry Enter(ListedAttempt attempt)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(attempt.Key, out var entry) || entry.Task.IsFaulted || entry.Task.IsCanceled)
                _entries[attempt.Key] = entry = new Entry(Task.Run(() => Load(attempt)));
            entry.Used = ++_clock;
            return entry;
        }
    }

    private LoadedApplication Load(ListedAttempt attempt)
    {
        var log = attempt.Log;
        var large = log.Length >= worthSnapshot;
        var lasting = log.IsComplete && large;
        if (lasting && snapshots?.Find(log, attempt.Store) is { } restored)
            return new LoadedApplication(log, attempt.Store, workers, restored, () => snapshots.Forget(log, attempt.Store));

        // Not cancelled with the request that came first: others wait for the same log.
        var draft = large ? snapshots?.Begin() : null;
        var loaded = new LoadedApplication(log, attempt.Store, workers, draft);
        _loading[attempt.Key] = loaded.Progress;
        var read = false;
        try
        {
            read = loaded.TryAdvance(log, CancellationToken.None);
        }
        finally
        {
            _loading.TryRemove(attempt.Key, out _);

            // That of a log that grows has no name any more, and goes with the application.
            if (!read || !lasting)
                draft?.Dispose();
        }

        // The first answer need not wait for the snapshot, nor for the heap to be given back.
        if (lasting)
            Settling(Task.Run(() => Settle(loaded, attempt, draft)));
        return loaded;
    }

    /// <summary>Ends when the logs that were read so far have their snapshots.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    private void Settling(Task task)
    {
        lock (_lock)
            Settled = Task.WhenAll(Settled, task);
    }

    private void Settle(LoadedApplication loaded, ListedAttempt attempt, SnapshotDraft? draft)
    {
        if (draft is not null)
        {
            if (loaded.Read(application => snapshots!.Store(attempt.Log, attempt.Store, application, draft))
                && snapshots!.Find(attempt.Log, attempt.Store) is { } restored)
                loaded.Exchange(restored);
            draft.Dispose();
        }

        if (loaded.Read(application => application.Lines) > LargeLog)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private void Remove(string key, Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var current) && current == entry)
                _entries.Remove(key);
        }
    }

    private void Trim(Entry keep)
    {
        lock (_lock)
        {
            var loaded = _entries.Where(e => e.Value.Task.IsCompletedSuccessfully).ToList();
            var sum = loaded.Sum(e => e.Value.Task.Result.Bytes);
            foreach (var (key, entry) in loaded.OrderBy(e => e.Value.Used))
            {
                if (sum <= limit)
                    return;
                if (entry == keep)
                    continue;
                sum -= entry.Task.Result.Bytes;
                _entries.Remove(key);
            }
        }
    }

    private sealed class Entry(Task<LoadedApplication> task)
    {
        public Task<LoadedApplication> Task { get; } = task;
        public long Used { get; set; }
    }
}
