using System.Diagnostics.CodeAnalysis;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Kube.Watching;

/// <summary>What changed in a store.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Before">Null: it is new.</param>
/// <param name="After">Null: it is gone.</param>
public readonly record struct StoreChange<TItem>(ObjectKey Key, TItem? Before, TItem? After)
    where TItem : class;

/// <summary>What a store holds.</summary>
public sealed record StoreOptions
{
    /// <summary>Empty: all namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }
}

/// <summary>
/// The present state of a kind, kept up to date by a <see cref="Watcher{T}"/>. Of each object only what <c>project</c> selects is
/// kept; an object that it gives null for is not kept at all. Thread-safe.
/// </summary>
/// <typeparam name="T">The kind as it is read.</typeparam>
/// <typeparam name="TItem">What is kept of it: small, immutable.</typeparam>
public sealed class Store<T, TItem>
    where T : KubeObject
    where TItem : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, TItem> _items = [];
    private readonly List<StoreIndex<TItem>> _indexes = [];
    private readonly Dictionary<string, string> _namespaces = [];
    private readonly List<Watcher<T>> _watchers = [];
    private readonly Func<T, TItem?> _project;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unsynced;

    public Store(KubeClient client, ResourceType<T> type, Func<T, TItem?> project, StoreOptions? options = null, ILogger? logger = null, Random? random = null)
    {
        _project = project;
        options ??= new();
        var namespaces = options.Namespaces.Count == 0 ? [null] : options.Namespaces.ToArray<string?>();
        _unsynced = namespaces.Length;
        foreach (var ns in namespaces)
        {
            var part = new Part(this, ns);
            _watchers.Add(new(client, type, ns, options.LabelSelector, options.FieldSelector, part.Handle, logger ?? NullLogger.Instance, random ?? new Random()));
        }
    }

    /// <summary>Called after each change, in order, from the watching loop: enqueue the key and return.</summary>
    public event Action<StoreChange<TItem>>? Changed;

    /// <summary>Called where an object exists that does not read as its kind, with the reason.</summary>
    public event Action<ObjectKey, string>? Malformed;

    /// <summary>Whether everything that existed has been seen once.</summary>
    public bool IsSynced => _synced.Task.IsCompletedSuccessfully;

    /// <summary>The trouble that a watch is waiting out; null while all is well.</summary>
    public Exception? Failure => _watchers.Select(w => w.Failure).FirstOrDefault(e => e is not null);

    public int Count
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public TItem? Find(ObjectKey key) => TryGet(key, out var item) ? item : null;

    public bool TryGet(ObjectKey key, [NotNullWhen(true)] out TItem? item)
    {
        lock (_lock)
            return _items.TryGetValue(key, out item);
    }

    /// <summary>A copy of everything.</summary>
    public IReadOnlyList<KeyValuePair<ObjectKey, TItem>> Snapshot()
    {
        lock (_lock)
            return [.. _items];
    }

    /// <summary>Groups the items, so that those of one group are found at once. Before <see cref="RunAsync"/>.</summary>
    /// <param name="group">The group of an item; null: none.</param>
    public StoreIndex<TItem> AddIndex(Func<TItem, string?> group)
    {
        var index = new StoreIndex<TItem>(_lock, _items, group);
        lock (_lock)
            _indexes.Add(index);
        return index;
    }

    /// <summary>Watches until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_watchers.Select(w => w.RunAsync(cancellationToken)));

    private void Put(ObjectKey key, T item)
    {
        if (_project(item) is { } projected)
            Set(key, projected);
        else
            Set(key, null);
    }

    private void Set(ObjectKey key, TItem? after)
    {
        TItem? before;
        lock (_lock)
        {
            key = key with { Namespace = Share(key.Namespace) };
            _items.Remove(key, out before);
            if (after is not null)
                _items[key] = after;
            foreach (var index in _indexes)
                index.Update(key, before, after);
        }

        if (before is not null || after is not null)
            Changed?.Invoke(new(key, before, after));
    }

    /// <summary>Thousands of objects live in a few namespaces.</summary>
    private string Share(string ns)
    {
        if (_namespaces.TryGetValue(ns, out var shared))
            return shared;
        _namespaces.Add(ns, ns);
        return ns;
    }

    private void RemoveUnseen(HashSet<ObjectKey> seen, string? ns)
    {
        List<ObjectKey> gone;
        lock (_lock)
            gone = [.. _items.Keys.Where(key => (ns is null || key.Namespace == ns) && !seen.Contains(key))];
        foreach (var key in gone)
            Set(key, null);
    }

    /// <summary>The objects of one watcher: one namespace, or all.</summary>
    private sealed class Part(Store<T, TItem> store, string? ns)
    {
        private HashSet<ObjectKey>? _seen;
        private bool _synced;

        public void Handle(WatcherEvent<T> e)
        {
            switch (e.Type)
            {
                case WatcherEventType.ListStarted:
                    _seen = [];
                    break;
                case WatcherEventType.ListEnded:
                    store.RemoveUnseen(_seen ?? [], ns);
                    _seen = null;
                    Synced();
                    break;
                case WatcherEventType.Applied:
                    _seen?.Add(e.Key);
                    store.Put(e.Key, e.Object!);
                    break;
                case WatcherEventType.Deleted:
                    store.Set(e.Key, null);
                    break;
                default:
                    // What was read of it before is as near to the truth as can be had.
                    _seen?.Add(e.Key);
                    store.Malformed?.Invoke(e.Key, e.Error ?? "");
                    break;
            }
        }

        private void Synced()
        {
            if (_synced)
                return;
            _synced = true;
            if (Interlocked.Decrement(ref store._unsynced) == 0)
                store._synced.TrySetResult();
        }
    }
}
