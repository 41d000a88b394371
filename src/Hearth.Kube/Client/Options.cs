using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>What a list or watch selects.</summary>
public sealed record ListOptions
{
    /// <summary>For example <c>app=x,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>For example <c>status.phase!=Running</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The size of a page; null: everything at once (lists) or 500 (<see cref="KubeClient.ListAllAsync{T}"/>).</summary>
    public int? Limit { get; init; }

    /// <summary>The token of the next page, from the metadata of the one before.</summary>
    public string? Continue { get; init; }

    /// <summary>For watches the version to go on from; for lists see the Kubernetes API concepts.</summary>
    public string? ResourceVersion { get; init; }

    public string? ResourceVersionMatch { get; init; }
}

/// <summary>What a watch selects and how it runs.</summary>
public sealed record WatchOptions
{
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }

    /// <summary>Events after this version; null: first everything that exists, as <c>ADDED</c>.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>When the server ends the watch; null: the server decides (5 to 10 minutes).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Ask for <c>BOOKMARK</c> events, which move the resourceVersion on where nothing happens. Default: true.</summary>
    public bool Bookmarks { get; init; } = true;
}

/// <summary>How a write is done.</summary>
public sealed record WriteOptions
{
    /// <summary>Null: that of the configuration.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Check everything, store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>Ignore</c>, <c>Warn</c> or <c>Strict</c>; null: the server's default.</summary>
    public string? FieldValidation { get; init; }
}

/// <summary>How a deletion is done.</summary>
public sealed record DeleteOptions
{
    /// <summary>Null: the kind's default. 0 ends pods at once.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null: the kind's default.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Delete only the object of this uid (409 otherwise).</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version of the object (409 otherwise).</summary>
    public string? ResourceVersion { get; init; }
    public bool DryRun { get; init; }
}

/// <summary>Which part of a container's log, and how.</summary>
public sealed record LogOptions
{
    /// <summary>Null: the pod's only container.</summary>
    public string? Container { get; init; }
    public bool Follow { get; init; }

    /// <summary>The log of the container's instance before the present one.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line starts with its time (RFC 3339).</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public int? TailLines { get; init; }
    public TimeSpan? Since { get; init; }
    public DateTimeOffset? SinceTime { get; init; }
    public long? LimitBytes { get; init; }
}

/// <summary>The name of an object inside its kind. The namespace of cluster-wide kinds is empty.</summary>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    public static ObjectKey Of(KubeObject item) => new(item.Metadata.Namespace ?? "", item.Metadata.Name ?? "");

    /// <summary>As kubectl prints it: <c>namespace/name</c>, or only the name.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
