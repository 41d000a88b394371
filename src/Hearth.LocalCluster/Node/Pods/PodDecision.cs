using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What to do next with the containers of a pod, decided from what they are now. Pure.</summary>
internal sealed record PodDecision
{
    /// <summary>To start now, in this order.</summary>
    public IReadOnlyList<ContainerRecord> Start { get; init; } = [];

    /// <summary>Ended and waiting for their next start: to be shown as <c>CrashLoopBackOff</c>.</summary>
    public IReadOnlyList<ContainerRecord> BackOff { get; init; } = [];

    /// <summary>Sidecars that have nobody to serve any more, in the order of their end.</summary>
    public IReadOnlyList<ContainerRecord> Stop { get; init; } = [];

    /// <summary>No container will run again.</summary>
    public bool IsOver { get; init; }

    /// <summary>When to decide again though nothing happens.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public static PodDecision Of(PodSpec spec, IReadOnlyList<ContainerRecord> records, DateTimeOffset now)
    {
        var policy = spec.RestartPolicy ?? "Always";
        var due = new Due(now);
        if (MainsAreOver(policy, records) || InitFailed(policy, records))
        {
            List<ContainerRecord> running = [.. records.Where(r => r.Running is not null).Reverse()];
            return new() { Stop = running, IsOver = running.Count == 0 };
        }

        foreach (var added in records.Where(r => r.Kind == ContainerKind.Ephemeral))
            due.Consider(added, restarts: false);
        var initialized = StartInit(policy, records, due);
        if (initialized)
        {
            foreach (var main in records.Where(r => r.Kind == ContainerKind.Main))
                due.Consider(main, Restarts(policy, main));
        }

        return new() { Start = due.Start, BackOff = due.BackOff, NextAt = due.NextAt };
    }

    /// <summary>Whether a container that has ended starts again while its pod goes on.</summary>
    public static bool MayRestart(PodSpec spec, ContainerRecord record) => record.Kind switch
    {
        ContainerKind.Sidecar => true,
        ContainerKind.Ephemeral => false,
        ContainerKind.Init => spec.RestartPolicy != "Never",
        _ => Restarts(spec.RestartPolicy ?? "Always", record),
    };

    // True when the main containers may run.
    private static bool StartInit(string policy, IReadOnlyList<ContainerRecord> records, Due due)
    {
        var mainsStarted = records.Any(r => r.Kind == ContainerKind.Main && (r.Running is not null || r.LastTermination is not null));
        foreach (var init in records.Where(r => r.Kind is ContainerKind.Init or ContainerKind.Sidecar))
        {
            if (init.Kind == ContainerKind.Sidecar)
            {
                due.Consider(init, restarts: true);
                if (!mainsStarted && init is not { Running: not null, Started: true })
                    return false;
            }
            else if (!mainsStarted && init.Terminated is not { ExitCode: 0 })
            {
                due.Consider(init, restarts: policy != "Never");
                return false;
            }
        }

        return true;
    }

    private static bool MainsAreOver(string policy, IReadOnlyList<ContainerRecord> records) =>
        records.Where(r => r.Kind == ContainerKind.Main).All(r => r.Terminated is not null && !Restarts(policy, r));

    private static bool InitFailed(string policy, IReadOnlyList<ContainerRecord> records) =>
        policy == "Never" && records.Any(r => r is { Kind: ContainerKind.Init, Terminated.ExitCode: not 0 });

    private static bool Restarts(string policy, ContainerRecord record) =>
        policy == "Always" || (policy == "OnFailure" && record.LastTermination is not { ExitCode: 0 });

    private sealed class Due(DateTimeOffset now)
    {
        public List<ContainerRecord> Start { get; } = [];
        public List<ContainerRecord> BackOff { get; } = [];
        public DateTimeOffset? NextAt { get; private set; }

        public void Consider(ContainerRecord record, bool restarts)
        {
            if (record.Running is not null || (record.Terminated is not null && !restarts))
                return;
            if (record.NotBefore is not { } at || at <= now)
            {
                Start.Add(record);
                return;
            }

            if (record.Terminated is not null)
                BackOff.Add(record);
            NextAt = NextAt is { } next && next < at ? next : at;
        }
    }
}
