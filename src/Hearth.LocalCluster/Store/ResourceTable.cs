namespace Hearth.LocalCluster.Store;

/// <summary>The objects of one resource and the recent changes to them. Writes go through <see cref="ObjectStore"/>.</summary>
internal sealed class ResourceTable(string name, Lock gate)
{
    private const int KeptChanges = 20_000;
    private const int LeastKeptChanges = 1000;
    private const long MostKeptBytes = 64 << 20;

    private readonly Bell _bell = new();
    private Change?[] _ring = new Change?[256];
    private long _first;
    private long _next;
    private long _bytes;

    /// <summary>The resource and its group: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string Name => name;

    public ObjectMap Objects { get; private set; } = ObjectMap.Empty;

    /// <summary>Changes up to this version are forgotten.</summary>
    public long CompactedAt { get; private set; }

    internal void Load(StoredObject value) => Objects = Objects.With(value);

    internal void Unload(StoredObject value) => Objects = Objects.Without(value.Namespace, value.Name);

    internal void StartAt(long resourceVersion) => CompactedAt = resourceVersion;

    /// <summary>Called with the lock held.</summary>
    internal void Apply(Change change)
    {
        Objects = change.Type == ChangeType.Deleted
            ? Objects.Without(change.Object.Namespace, change.Object.Name)
            : Objects.With(change.Object);
        if (_next - _first == _ring.Length && _ring.Length < KeptChanges)
            Grow();
        else if (_next - _first == _ring.Length)
            ForgetFirst();
        _ring[_next++ % _ring.Length] = change;
        _bytes += change.Object.Json.Length;
        while (_bytes > MostKeptBytes && _next - _first > LeastKeptChanges)
            ForgetFirst();
    }

    private void ForgetFirst()
    {
        var place = _first++ % _ring.Length;
        CompactedAt = _ring[place]!.ResourceVersion;
        _bytes -= _ring[place]!.Object.Json.Length;
        _ring[place] = null;
    }

    /// <summary>Forgets every change up to now, as etcd's compaction does.</summary>
    internal void Compact(long resourceVersion)
    {
        lock (gate)
        {
            while (_first < _next)
                ForgetFirst();
            CompactedAt = resourceVersion;
        }
    }

    /// <summary>Called without the lock, after <see cref="Apply"/>.</summary>
    internal void Announce() => _bell.Ring();

    /// <summary>The place in the log after all changes up to <paramref name="resourceVersion"/>; -1 where they are forgotten.</summary>
    public long PositionAfter(long resourceVersion)
    {
        lock (gate)
        {
            if (resourceVersion < CompactedAt)
                return -1;
            long low = _first, high = _next;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_ring[middle % _ring.Length]!.ResourceVersion <= resourceVersion)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }

    /// <summary>Copies changes from <paramref name="position"/> on into <paramref name="into"/>.</summary>
    /// <returns>How many; -1 where some of them are forgotten already.</returns>
    public int Read(long position, Span<Change> into)
    {
        lock (gate)
        {
            if (position < _first)
                return -1;
            var count = (int)Math.Min(into.Length, _next - position);
            for (var i = 0; i < count; i++)
                into[i] = _ring[(position + i) % _ring.Length]!;
            return count;
        }
    }

    /// <summary>Completes once there is a change at <paramref name="position"/>.</summary>
    public Task WaitAsync(long position, CancellationToken cancellation)
    {
        Task arrival;
        lock (gate)
        {
            if (_next > position)
                return Task.CompletedTask;
            arrival = _bell.Next();
        }

        return arrival.WaitAsync(cancellation);
    }

    /// <summary>The objects as they were at <paramref name="resourceVersion"/>; null where that is forgotten.</summary>
    public ObjectMap? ObjectsAt(long resourceVersion)
    {
        lock (gate)
        {
            if (resourceVersion < CompactedAt)
                return null;
            var objects = Objects;
            for (var at = _next - 1; at >= _first; at--)
            {
                var change = _ring[at % _ring.Length]!;
                if (change.ResourceVersion <= resourceVersion)
                    break;
                objects = change.Before is { } before ? objects.With(before) : objects.Without(change.Object.Namespace, change.Object.Name);
            }

            return objects;
        }
    }

    private void Grow()
    {
        var larger = new Change?[Math.Min(_ring.Length * 4, KeptChanges)];
        for (var at = _first; at < _next; at++)
            larger[at % larger.Length] = _ring[at % _ring.Length];
        _ring = larger;
    }
}
