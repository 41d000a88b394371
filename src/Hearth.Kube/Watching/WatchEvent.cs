namespace Hearth.Kube.Watching;

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to the object's resourceVersion, which is all that the object holds.</summary>
    Bookmark,
}

/// <summary>What happened to one object. A deletion carries its last state.</summary>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);
