using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

internal enum ContainerKind
{
    /// <summary>Runs to its end before the next begins.</summary>
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>: runs as long as the pod.</summary>
    Sidecar,
    Main,

    /// <summary>Added while the pod runs: started once, and counts for nothing.</summary>
    Ephemeral,
}

/// <summary>What the node knows of one container of a pod.</summary>
internal sealed record ContainerRecord(Container Spec, ContainerKind Kind)
{
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_well = TimeSpan.FromMinutes(10);

    public string Name => Spec.Name ?? "";

    /// <summary>Null: not started yet.</summary>
    public ContainerState? State { get; init; }
    public ContainerState? LastState { get; init; }
    public int RestartCount { get; init; }
    public string? ContainerId { get; init; }
    public string? ImageId { get; init; }

    /// <summary>Who its processes are; null: not started yet.</summary>
    public LinuxContainerUser? User { get; init; }

    /// <summary>Past its startup probe.</summary>
    public bool Started { get; init; }

    /// <summary>Past its readiness probe, while it runs.</summary>
    public bool Ready { get; init; }

    /// <summary>The next start waits until then.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How long the start after the next one will wait; null: no failure lately.</summary>
    public TimeSpan? Backoff { get; init; }

    public ContainerStateRunning? Running => State?.Running;
    public ContainerStateTerminated? Terminated => State?.Terminated;

    /// <summary>How it ended last, also while it waits for its next start.</summary>
    public ContainerStateTerminated? LastTermination => Terminated ?? (Running is null ? LastState?.Terminated : null);

    /// <summary>After its end: the first restart comes at once, each further one waits twice as long, until it has run well for long.</summary>
    /// <param name="ran">How long it ran.</param>
    /// <param name="firstBackoff">What the second restart waits.</param>
    public ContainerRecord Ended(ContainerStateTerminated how, TimeSpan ran, DateTimeOffset at, TimeSpan firstBackoff)
    {
        var backoff = ran < s_well ? Backoff : null;
        return this with
        {
            State = new() { Terminated = how },
            Ready = false,
            Started = false,
            NotBefore = backoff is { } wait ? at + wait : null,
            Backoff = NextBackoff(backoff, firstBackoff),
        };
    }

    public static TimeSpan NextBackoff(TimeSpan? present, TimeSpan first)
    {
        var next = present is { } wait ? wait * 2 : first;
        return next < s_longestBackoff ? next : s_longestBackoff;
    }

    public ContainerRecord Waiting(string reason, string? message = null) => this with
    {
        State = new() { Waiting = new() { Reason = reason, Message = message } },
        LastState = Terminated is null ? LastState : State,
        Ready = false,
        Started = false,
    };

    /// <summary>The containers of a pod in the order in which they start.</summary>
    public static IEnumerable<ContainerRecord> Of(PodSpec spec)
    {
        foreach (var container in spec.InitContainers ?? [])
            yield return new(container, container.RestartPolicy == "Always" ? ContainerKind.Sidecar : ContainerKind.Init);
        foreach (var container in spec.Containers ?? [])
            yield return new(container, ContainerKind.Main);
        foreach (var container in spec.EphemeralContainers ?? [])
            yield return new(container, ContainerKind.Ephemeral);
    }
}
