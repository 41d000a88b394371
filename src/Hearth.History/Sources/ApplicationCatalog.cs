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

    public IReadOnlyList<string> Problems { get; init; } = [];

    public ListedAttempt? Find(string id, string? attempt) =>
        ById.TryGetValue(id, out var application) ? Array.Find(application.Attempts, a => a.Summary.AttemptId == attempt) : null;
}

/// <summary>
/// The list of applications. A scan lists the directories and reads heads and tails of new and changed logs only, in parallel; what the
/// index remembers of an earlier run is not read again, and is the list until the first scan is done.
/// </summary>
internal sealed partial class ApplicationCatalog(
    IReadOnlyList<ILogStore> stores, TimeProvider time, ILogger logger, ApplicationIndex? index = null) : IDisposable
{
    private const int ReadsAtOnce = 16;

    /// <summary>Who asks for a younger list looks for something that has just come.</summary>
    private static readonly TimeSpan s_news = TimeSpan.FromSeconds(1);

    /// <summary>How long a server that remembers its list leaves the processor to the first questions.</summary>
    private static readonly TimeSpan s_firstQuestions = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _scanning = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Lock _recalling = new();
    private Dictionary<string, RememberedLog>? _remembered;
    private CatalogSnapshot? _recalled;
    private int _reads;
    private volatile bool _hasBegun;
    private volatile CatalogSnapshot _snapshot = CatalogSnapshot.Empty;

    public CatalogSnapshot Snapshot => _snapshot;

    /// <summary>
    /// The list, scanned anew when it is older than <paramref name="age"/>. After a restart, who would take an older one gets at once what
    /// is remembered, while the first scan runs.
    /// </summary>
    public async ValueTask<CatalogSnapshot> GetAsync(TimeSpan age, CancellationToken cancellation)
    {
        if (time.GetUtcNow() - _snapshot.ScannedAt <= age)
            return _snapshot;
        if (age > s_news && Recall() is { } recalled)
        {
            if (!_hasBegun && _scanning.CurrentCount > 0)
                ScanUnwatched(() => GetAsync(TimeSpan.Zero, _disposing.Token).AsTask());
            return recalled;
        }

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

    /// <summary>
    /// The first scan of a server that starts. What is remembered of an earlier run is read at once, beside what else starts; where it
    /// answers the first questions, the scan waits until these had their second.
    /// </summary>
    public void Begin()
    {
        _hasBegun = true;
        ScanUnwatched(async () =>
        {
            if (Recall() is not null)
                await Task.Delay(s_firstQuestions, time, _disposing.Token);
            await GetAsync(TimeSpan.Zero, _disposing.Token);
        });
    }

    public void Dispose()
    {
        _disposing.Cancel();
        _disposing.Dispose();
        _scanning.Dispose();
    }

    /// <summary>What a scan finds wrong is logged there; that it ends with the server is no news.</summary>
    private static void ScanUnwatched(Func<Task> scan) => _ = Task.Run(scan).ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<CatalogSnapshot> ScanAsync(CancellationToken cancellation)
    {
        var problems = new ConcurrentQueue<string>();
        var remembered = Remembered();
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
                next[$"{item.Store.Name}\n{item.Log.Name}"] = Update(item.Log, item.Store, remembered, problems);
                return ValueTask.CompletedTask;
            });
        var changed = _reads > 0 || next.Count != Math.Max(_known.Count, remembered.Count);
        _known = next;
        if (changed)
            Remember();

        // What was remembered is known now; it is not needed twice.
        lock (_recalling)
            (_remembered, _recalled) = ([], null);
        return Arrange(next.Values, problems);
    }

    private Known Update(EventLog log, ILogStore store, Dictionary<string, RememberedLog> recalled, ConcurrentQueue<string> problems)
    {
        if (_known.TryGetValue($"{store.Name}\n{log.Name}", out var known))
        {
            // The head does not change while a log grows; only its end is news.
            if (known.Log.Fingerprint == log.Fingerprint)
                return known;
            if (known.Summary is not null && !log.IsComplete && log.Length >= known.Log.Length)
                return known with { Log = log };
        }

        else if (recalled.TryGetValue($"{store.Name}\n{log.Name}", out var remembered) && remembered.Holds(log))
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

    private void Remember() =>
        index?.Write([.. _known.Values.Where(k => k.Summary is not null).Select(k => new RememberedLog(k.Store.Name, k.Log, k.Summary!))]);

    private Dictionary<string, RememberedLog> Remembered()
    {
        lock (_recalling)
        {
            if (_remembered is not null)
                return _remembered;
            _remembered = new Dictionary<string, RememberedLog>(StringComparer.Ordinal);
            foreach (var log in index?.Read() ?? [])
                _remembered[$"{log.Store}\n{log.Log.Name}"] = log;
            return _remembered;
        }
    }

    /// <summary>The list as it is remembered; null when there is nothing, or a scan knows better.</summary>
    private CatalogSnapshot? Recall()
    {
        lock (_recalling)
        {
            if (_snapshot.ScannedAt != DateTimeOffset.MinValue || Remembered().Count == 0)
                return null;
            var byName = stores.DistinctBy(s => s.Name).ToDictionary(s => s.Name, StringComparer.Ordinal);
            return _recalled ??= Arrange(Remembered().Values.Where(r => byName.ContainsKey(r.Store)).Select(r => new Known(r.Log, byName[r.Store], r.Summary)), []);
        }
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
