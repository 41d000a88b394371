using System.Collections.Concurrent;
using Hearth.History.EventLogs;
using Microsoft.Extensions.Logging;

namespace Hearth.History.Sources;

/// <summary>One attempt in the list: its summary, and the log and store that hold it.</summary>
internal sealed record ListedAttempt(LogSummary Summary, EventLog Log, ILogStore Store)
{
    /// <summary>What identifies the log among all directories.</summary>
    public string Key => $"{Store.Name}\n{Log.Name}";
}

/// <summary>One application of the list, its attempts newest first.</summary>
internal sealed record ListedApplication(string Id, string Name, ListedAttempt[] Attempts)
{
    public ListedAttempt Newest => Attempts[0];
}

/// <summary>The list as of one scan; immutable.</summary>
internal sealed record CatalogSnapshot(ListedApplication[] Applications, IReadOnlyDictionary<string, ListedApplication> ById, DateTimeOffset ScannedAt)
{
    public static CatalogSnapshot Empty { get; } = new([], new Dictionary<string, ListedApplication>(StringComparer.Ordinal), DateTimeOffset.MinValue);

    public string? NewestSpark { get; init; }
    public IReadOnlyList<string> Problems { get; init; } = [];

    public ListedAttempt? Find(string id, string? attempt) =>
        ById.TryGetValue(id, out var application) ? Array.Find(application.Attempts, a => a.Summary.AttemptId == attempt) : null;
}

/// <summary>
/// The list of applications. A scan lists the directories and reads heads and tails of new and changed logs only, in parallel; what the
/// index remembers of an earlier run is not read again.
/// </summary>
internal sealed partial class ApplicationCatalog(
    IReadOnlyList<ILogStore> stores, TimeProvider time, ILogger logger, ApplicationIndex? index = null) : IDisposable
{
    private const int ReadsAtOnce = 16;
    private readonly SemaphoreSlim _scanning = new(1);
    private ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private Dictionary<string, RememberedLog>? _remembered;
    private int _reads;
    private volatile CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>The list, scanned anew when it is older than <paramref name="age"/>.</summary>
    public async ValueTask<CatalogSnapshot> GetAsync(TimeSpan age, CancellationToken cancellation)
    {
        if (time.GetUtcNow() - _snapshot.ScannedAt <= age)
            return _snapshot;
        await _scanning.WaitAsync(cancellation);
        try
        {
            if (time.GetUtcNow() - _snapshot.ScannedAt > age)
                _snapshot = await ScanAsync(cancellation);
            return _snapshot;
        }
        finally
        {
            _scanning.Release();
        }
    }

    public void Dispose() => _scanning.Dispose();

    private async Task<CatalogSnapshot> ScanAsync(CancellationToken cancellation)
    {
        var problems = new ConcurrentQueue<string>();
        _remembered ??= index?.Read() ?? [];
        _reads = 0;
        var found = new List<(EventLog Log, ILogStore Store)>();
        foreach (var store in stores)
        {
            try
            {
                found.AddRange(EventLog.Find(await store.ListAsync(null, cancellation)).Select(log => (log, store)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
            {
                // One unreachable directory does not hide the others; its logs stay listed as they were.
                problems.Enqueue($"{store.Name}: {e.Message}");
                LogDirectory(logger, store.Name, e.Message);
                found.AddRange(_known.Values.Where(k => k.Store == store).Select(k => (k.Log, store)));
            }
        }

        var next = new ConcurrentDictionary<string, Known>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            found,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation },
            (item, _) =>
            {
                next[$"{item.Store.Name}\n{item.Log.Name}"] = Update(item.Log, item.Store, problems);
                return ValueTask.CompletedTask;
            });
        var changed = _reads > 0 || next.Count != Math.Max(_known.Count, _remembered.Count);
        _known = next;
        if (changed)
            Remember();
        return Arrange(next.Values, problems);
    }

    private Known Update(EventLog log, ILogStore store, ConcurrentQueue<string> problems)
    {
        if (_known.TryGetValue($"{store.Name}\n{log.Name}", out var known))
        {
            // The head does not change while a log grows; only its end is news.
            if (known.Log.Fingerprint == log.Fingerprint)
                return known;
            if (known.Summary is not null && !log.IsComplete && log.Length >= known.Log.Length)
                return known with { Log = log };
        }

        else if (_remembered!.TryGetValue($"{store.Name}\n{log.Name}", out var remembered) && remembered.Holds(log))
        {
            return new Known(log, store, remembered.Summary);
        }

        Interlocked.Increment(ref _reads);
        try
        {
            return new Known(log, store, LogSummaryReader.Read(log, store));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or HttpRequestException or ArgumentException)
        {
            problems.Enqueue($"{store.Name}/{log.Name}: {e.Message}");
            LogLog(logger, log.Name, e.Message);
            return new Known(log, store, null);
        }
    }

    private void Remember()
    {
        // What was remembered is known now; it is not needed twice.
        _remembered!.Clear();
        index?.Write([.. _known
            .Where(k => k.Value.Summary is not null)
            .Select(k => KeyValuePair.Create(k.Key, new RememberedLog(k.Value.Log.Fingerprint, k.Value.Log.Length, k.Value.Summary!)))]);
    }

    private CatalogSnapshot Arrange(IEnumerable<Known> known, ConcurrentQueue<string> problems)
    {
        var applications = known
            .Where(k => k.Summary is not null)
            .Select(k => new ListedAttempt(k.Summary!, k.Log, k.Store))
            .GroupBy(a => a.Summary.Id, StringComparer.Ordinal)
            .Select(Application)
            .OrderByDescending(a => a.Newest.Summary.EndTime).ThenByDescending(a => a.Id, StringComparer.Ordinal)
            .ToArray();
        return new CatalogSnapshot(applications, applications.ToDictionary(a => a.Id, StringComparer.Ordinal), time.GetUtcNow())
        {
            Problems = [.. problems],
        };
    }

    private static ListedApplication Application(IGrouping<string, ListedAttempt> group)
    {
        // The same attempt may be there twice (copied, or renamed during the scan): the complete and newer one counts.
        var attempts = group
            .GroupBy(a => a.Summary.AttemptId ?? "", StringComparer.Ordinal)
            .Select(same => same.OrderByDescending(a => a.Summary.Completed).ThenByDescending(a => a.Log.Modified).First())
            .OrderByDescending(a => a.Summary.StartTime)
            .ToArray();
        return new ListedApplication(group.Key, attempts[0].Summary.Name, attempts);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot list {Directory}: {Reason}")]
    private static partial void LogDirectory(ILogger logger, string directory, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot read the event log {Log}: {Reason}")]
    private static partial void LogLog(ILogger logger, string log, string reason);

    /// <summary>A log as of the last scan; without a summary it has no application start yet, or could not be read.</summary>
    private sealed record Known(EventLog Log, ILogStore Store, LogSummary? Summary);
}
