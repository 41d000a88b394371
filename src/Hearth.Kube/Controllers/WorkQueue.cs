using Hearth.Kube.Client;

namespace Hearth.Kube.Controllers;

/// <summary>Which of a queue's two lines a key waits in.</summary>
public enum Lane
{
    Normal,

    /// <summary>Goes first: what the user is waiting to see (observation) before what takes long (submission).</summary>
    Urgent,
}

/// <summary>How a queue behaves.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>The delay after a key's first failure; doubles with each further one. Default: 100 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest delay after failures; a key is never given up. Default: 5 minutes.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After so many urgent keys in a row one normal key goes, so that it never starves. Default: 8.</summary>
    public int UrgentRun { get; init; } = 8;
}

/// <summary>
/// The keys that need a look. A key waits once however often it is added, is with one taker at a time, and is taken again after
/// <see cref="Done"/> where it was added meanwhile. Thread-safe.
/// </summary>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(3650);
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly Queue<Entry> _urgent = new();
    private readonly Queue<Entry> _normal = new();
    private readonly Queue<Taker> _urgentTakers = new();
    private readonly Queue<Taker> _takers = new();
    private readonly PriorityQueue<(Entry Entry, long Due), long> _delayed = new();
    private readonly WorkQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ITimer _timer;
    private long _timerDue = long.MaxValue;
    private int _urgentRun;
    private int _waiting;

    public WorkQueue(WorkQueueOptions? options = null, TimeProvider? time = null, Random? random = null)
    {
        _options = options ?? new();
        _time = time ?? TimeProvider.System;
        _backoff = new(_options.FirstDelay, _options.LongestDelay, random ?? new Random());
        _timer = _time.CreateTimer(_ => ReleaseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Entry(TKey key)
    {
        public TKey Key => key;
        public bool IsQueued;
        public Lane Lane;
        public bool IsTaken;

        /// <summary>Added while taken: goes back in line when done.</summary>
        public bool IsAgain;
        public Lane AgainLane;
        public int Failures;

        /// <summary>When it goes in line by itself (ticks of the clock); 0: never.</summary>
        public long Due;
        public Lane DueLane;
        public long QueuedAt;

        public bool IsIdle => !IsQueued && !IsTaken && Failures == 0 && Due == 0;
    }

    private sealed class Taker() : TaskCompletionSource<TKey>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called for each key that goes in line, within the queue's lock: count and return.</summary>
    public event Action? Queued;

    /// <summary>Called with the time that a taken key waited in line, within the queue's lock.</summary>
    public event Action<TimeSpan>? Taken;

    /// <summary>How many keys wait in line; those with takers and delayed ones do not count.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    public void Add(TKey key, Lane lane = Lane.Normal)
    {
        lock (_lock)
            Put(EntryOf(key), lane);
    }

    /// <summary>Adds the key later; of several delays the shortest counts. Taking the key forgets it.</summary>
    public void AddAfter(TKey key, TimeSpan delay, Lane lane = Lane.Normal)
    {
        lock (_lock)
            Delay(EntryOf(key), delay, lane);
    }

    /// <summary>Adds the key after a failure: later each time, until <see cref="Forget"/>.</summary>
    /// <param name="key">The key that failed.</param>
    /// <param name="atLeast">What the server asked for (<c>Retry-After</c>).</param>
    /// <returns>The delay.</returns>
    public TimeSpan Retry(TKey key, TimeSpan atLeast = default)
    {
        lock (_lock)
        {
            var entry = EntryOf(key);
            var delay = _backoff.Delay(entry.Failures++);
            if (delay < atLeast)
                delay = atLeast;
            Delay(entry, delay, Lane.Normal);
            return delay;
        }
    }

    /// <summary>The key succeeded: its next failure is its first.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
                return;
            entry.Failures = 0;
            Drop(entry);
        }
    }

    public int Failures(TKey key)
    {
        lock (_lock)
            return _entries.TryGetValue(key, out var entry) ? entry.Failures : 0;
    }

    /// <summary>The next key, as soon as there is one. <see cref="Done"/> must follow.</summary>
    /// <param name="urgentOnly">Wait for an urgent key: a taker that long work cannot keep.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public ValueTask<TKey> TakeAsync(bool urgentOnly, CancellationToken cancellationToken)
    {
        Taker taker;
        lock (_lock)
        {
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<TKey>(cancellationToken);
            if (Next(urgentOnly) is { } entry)
                return new(Take(entry));
            taker = new();
            (urgentOnly ? _urgentTakers : _takers).Enqueue(taker);
        }

        return WaitAsync(taker, cancellationToken);
    }

    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.IsTaken)
                throw new InvalidOperationException($"{key} was not taken.");
            entry.IsTaken = false;
            if (entry.IsAgain)
            {
                entry.IsAgain = false;
                Put(entry, entry.AgainLane);
            }

            Drop(entry);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static async ValueTask<TKey> WaitAsync(Taker taker, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((Taker)state!).TrySetCanceled(token), taker);
        return await taker.Task;
    }

    private Entry EntryOf(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            _entries.Add(key, entry = new(key));
        return entry;
    }

    private void Drop(Entry entry)
    {
        if (entry.IsIdle)
            _entries.Remove(entry.Key);
    }

    private void Put(Entry entry, Lane lane)
    {
        if (entry.IsTaken)
        {
            entry.AgainLane = entry.IsAgain && entry.AgainLane == Lane.Urgent ? Lane.Urgent : lane;
            entry.IsAgain = true;
            return;
        }

        if (entry.IsQueued && (entry.Lane == Lane.Urgent || lane == Lane.Normal))
            return;
        if (!entry.IsQueued)
        {
            entry.QueuedAt = _time.GetTimestamp();
            _waiting++;
            Queued?.Invoke();
        }

        // Where it waits in the normal line already, that place is passed over later.
        entry.IsQueued = true;
        entry.Lane = lane;
        (lane == Lane.Urgent ? _urgent : _normal).Enqueue(entry);
        Serve(_urgentTakers, urgentOnly: true);
        Serve(_takers, urgentOnly: false);
    }

    private void Serve(Queue<Taker> takers, bool urgentOnly)
    {
        while (takers.Count > 0)
        {
            if (takers.Peek().Task.IsCompleted)
            {
                takers.Dequeue();
                continue;
            }

            if (Next(urgentOnly) is not { } entry)
                return;
            // Whoever gave up in this very moment leaves the key to the next.
            if (takers.Dequeue().TrySetResult(entry.Key))
                Take(entry);
            else
                Return(entry);
        }
    }

    private Entry? Next(bool urgentOnly)
    {
        var normalFirst = !urgentOnly && _urgentRun >= _options.UrgentRun;
        if (normalFirst && Pop(_normal, Lane.Normal) is { } starving)
        {
            _urgentRun = 0;
            return starving;
        }

        if (Pop(_urgent, Lane.Urgent) is { } urgent)
        {
            _urgentRun++;
            return urgent;
        }

        if (urgentOnly)
            return null;
        _urgentRun = 0;
        return Pop(_normal, Lane.Normal);
    }

    private static Entry? Pop(Queue<Entry> line, Lane lane)
    {
        while (line.TryDequeue(out var entry))
        {
            if (entry.IsQueued && entry.Lane == lane)
                return entry;
        }

        return null;
    }

    private TKey Take(Entry entry)
    {
        entry.IsQueued = false;
        entry.IsTaken = true;
        entry.Due = 0;
        _waiting--;
        Taken?.Invoke(_time.GetElapsedTime(entry.QueuedAt));
        return entry.Key;
    }

    private void Return(Entry entry) => (entry.Lane == Lane.Urgent ? _urgent : _normal).Enqueue(entry);

    private void Delay(Entry entry, TimeSpan delay, Lane lane)
    {
        if (delay <= TimeSpan.Zero)
        {
            Put(entry, lane);
            return;
        }

        var due = _time.GetUtcNow().UtcTicks + Math.Min(delay.Ticks, s_farthest.Ticks);
        entry.DueLane = entry.Due != 0 && entry.DueLane == Lane.Urgent ? Lane.Urgent : lane;
        if (entry.Due != 0 && entry.Due <= due)
            return;
        entry.Due = due;
        _delayed.Enqueue((entry, due), due);
        SetTimer();
    }

    private void ReleaseDue()
    {
        lock (_lock)
        {
            _timerDue = long.MaxValue;
            var now = _time.GetUtcNow().UtcTicks;
            while (_delayed.TryPeek(out var next, out var due) && (due <= now || next.Entry.Due != due))
            {
                _delayed.Dequeue();
                if (next.Entry.Due != due)
                    continue;
                next.Entry.Due = 0;
                Put(next.Entry, next.Entry.DueLane);
            }

            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_delayed.TryPeek(out _, out var due) || due >= _timerDue)
            return;
        _timerDue = due;
        var wait = TimeSpan.FromTicks(Math.Max(due - _time.GetUtcNow().UtcTicks, 0));
        // Timers count whole milliseconds and refuse more than 49 days; waking early only sets the timer again.
        _timer.Change(wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
