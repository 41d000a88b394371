using Hearth.Kube.Client;

namespace Hearth.Kube.Watching;

public enum WatcherEventType
{
    /// <summary>All objects follow as <see cref="Applied"/>, up to <see cref="ListEnded"/>.</summary>
    ListStarted,

    /// <summary>What was not applied since <see cref="ListStarted"/> does not exist any more.</summary>
    ListEnded,

    /// <summary>The object exists and looks like this.</summary>
    Applied,

    /// <summary>The object is gone; it looked like this.</summary>
    Deleted,

    /// <summary>The object exists, but does not read as its kind.</summary>
    Malformed,
}

/// <summary>One step of what a <see cref="Watcher{T}"/> sees.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Key">Which object; default at the start and end of a list.</param>
/// <param name="Object">Null at the start and end of a list, and where malformed.</param>
/// <param name="Error">Why the object does not read.</param>
public readonly record struct WatcherEvent<T>(WatcherEventType Type, ObjectKey Key, T? Object, string? Error)
    where T : class;
