using Hearth.History.EventLogs;

namespace Hearth.History.Sources;

/// <summary>Applications in memory, up to a number of bytes; the least recently used go first. Each log is loaded once, whoever asks.</summary>
internal sealed class ApplicationCache(long limit, int workers) : IDisposable
{
    private const long LargeLog = 64L << 20;
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
        // Not cancelled with the request that came first: others wait for the same log.
        var loaded = new LoadedApplication(attempt.Log, attempt.Store, workers);
        _loading[attempt.Key] = loaded.Progress;
        try
        {
            loaded.TryAdvance(attempt.Log, CancellationToken.None);
        }
        finally
        {
            _loading.TryRemove(attempt.Key, out _);
        }

        // Parsing leaves the heap larger than what it found. The first answer need not wait for that to be given back.
        if (attempt.Log.Length > LargeLog)
            _ = Task.Run(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));
        return loaded;
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
