namespace Hearth.LocalCluster.Nodes;

/// <summary>One process to start for a container: everything about it decided, nothing started.</summary>
internal sealed record ContainerCommand
{
    /// <summary>The program and its arguments as the container sees them; never empty.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
    public required string WorkingDirectory { get; init; }

    /// <summary>What lies where, by its path in the container.</summary>
    public required IReadOnlyList<ContainerMount> Mounts { get; init; }
    public required string Hostname { get; init; }

    /// <summary>Folders of the host that the container must not see, whatever is mounted.</summary>
    public IReadOnlyList<string> Hidden { get => field ?? []; init; }

    /// <summary>Run as this user and group where the node may; null: as the node's own.</summary>
    public ContainerUser? User { get; init; }
    public bool ReadOnlyRoot { get; init; }
    public bool Stdin { get; init; }

    /// <summary>Input and output are a terminal of the container's own.</summary>
    public bool Tty { get; init; }

    /// <summary>The input ends with the first who attaches to it.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>The file that names services; the container sees it as <c>/etc/hosts</c>.</summary>
    public required string HostsFile { get; init; }
}

/// <param name="Target">The absolute path in the container.</param>
/// <param name="Source">On the host; null: an empty temporary folder.</param>
internal sealed record ContainerMount(string Target, string? Source, bool ReadOnly);

internal sealed record ContainerUser(long Uid, long Gid, IReadOnlyList<long> Groups);

/// <summary>The container cannot start as it is described; the message is what the status shows.</summary>
internal sealed class ContainerStartException(string reason, string message, int exitCode = 128) : Exception(message)
{
    /// <summary><c>StartError</c>, <c>CreateContainerConfigError</c>, ...</summary>
    public string Reason => reason;
    public int ExitCode => exitCode;
}
