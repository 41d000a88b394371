using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Why a pod as a whole ended or ends, where it is not its containers' doing.</summary>
internal sealed record PodVerdict(string Reason, string Message);

/// <summary>The status of a pod in the words of a kubelet. Pure.</summary>
internal sealed record PodStatusBuilder
{
    public required Pod Pod { get; init; }
    public required IReadOnlyList<ContainerRecord> Records { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required DateTimeOffset StartTime { get; init; }
    public required string HostIP { get; init; }

    /// <summary>Null until the pod has its address.</summary>
    public string? PodIP { get; init; }
    public PodVerdict? Verdict { get; init; }

    /// <summary>The conditions last written: those that did not change keep their times.</summary>
    public IReadOnlyList<PodCondition>? Before { get; init; }

    /// <summary>Nothing of the pod runs or will run.</summary>
    public bool IsOver { get; init; }

    public PodStatus Build()
    {
        var phase = Phase();
        var status = new PodStatus
        {
            Phase = phase,
            // As long as something of the pod runs it has not failed.
            Reason = IsOver ? Verdict?.Reason : null,
            Message = IsOver ? Verdict?.Message : null,
            HostIP = HostIP,
            HostIPs = [new() { Ip = HostIP }],
            PodIP = PodIP,
            PodIPs = PodIP is null ? null : [new() { Ip = PodIP }],
            StartTime = StartTime,
            QosClass = QosClass.Of(Pod.Spec!),
            ObservedGeneration = Pod.Metadata.Generation,
            InitContainerStatuses = Statuses(ContainerKind.Init, ContainerKind.Sidecar),
            ContainerStatuses = Statuses(ContainerKind.Main),
            EphemeralContainerStatuses = Statuses(ContainerKind.Ephemeral),
        };
        return status with { Conditions = Conditions(phase) };
    }

    private string Phase()
    {
        var policy = Pod.Spec!.RestartPolicy ?? "Always";
        var mains = Records.Where(r => r.Kind == ContainerKind.Main).ToList();
        if (Verdict is not null && IsOver)
            return PodPhase.Failed;
        if (IsOver)
            return mains.All(r => r.LastTermination is { ExitCode: 0 }) ? PodPhase.Succeeded : PodPhase.Failed;
        var inits = Records.Where(IsBeforeMains).ToList();
        var mainsStarted = mains.Any(r => r.Running is not null || r.LastTermination is not null);
        if (!mainsStarted && inits.Any(i => !IsInitialized(i)))
            return policy == "Never" && inits.Any(i => i is { Kind: ContainerKind.Init, Terminated.ExitCode: not 0 }) ? PodPhase.Failed : PodPhase.Pending;
        return mains.Any(r => r.Running is null && r.LastTermination is null) ? PodPhase.Pending : PodPhase.Running;
    }

    private List<ContainerStatus>? Statuses(params ContainerKind[] kinds)
    {
        List<ContainerStatus> statuses = [.. Records.Where(r => kinds.Contains(r.Kind)).Select(Status)];
        return statuses.Count == 0 ? null : statuses;
    }

    private ContainerStatus Status(ContainerRecord record)
    {
        var (state, lastState) = IsOver ? AtTheEnd(record) : (record.State, record.LastState);
        return new()
        {
            Name = record.Name,
            Image = record.Spec.Image,
            ImageID = record.ImageId ?? "",
            ContainerID = record.ContainerId,
            State = state ?? NotStarted(record, Records),
            LastState = lastState ?? new(),
            Ready = record.Kind == ContainerKind.Init ? record.Terminated is { ExitCode: 0 } : record.Kind != ContainerKind.Ephemeral && record is { Running: not null, Ready: true },
            Started = record.Kind == ContainerKind.Ephemeral ? null : record is { Running: not null, Started: true },
            RestartCount = record.RestartCount,
            AllocatedResources = record.Spec.Resources?.Requests,
            Resources = record.Kind == ContainerKind.Ephemeral ? null : new() { Limits = record.Spec.Resources?.Limits, Requests = record.Spec.Resources?.Requests },
            User = record.User is { } user ? new() { Linux = user } : null,
            VolumeMounts = Mounts(record.Spec),
        };
    }

    private static List<VolumeMountStatus>? Mounts(Container container) => container.VolumeMounts is not { Count: > 0 } mounts ? null :
    [
        .. mounts.Select(m => new VolumeMountStatus
        {
            Name = m.Name,
            MountPath = m.MountPath,
            ReadOnly = m.ReadOnly == true ? true : null,
            RecursiveReadOnly = m.ReadOnly == true ? "Disabled" : null,
        }),
    ];

    /// <summary>What a container shows before anything was done for it.</summary>
    public static ContainerState NotStarted(ContainerRecord record, IReadOnlyList<ContainerRecord> all)
    {
        var waitsForOthers = record.Kind != ContainerKind.Ephemeral && all.Any(IsBeforeMains) && (record.Kind == ContainerKind.Main || all[0] != record);
        return new() { Waiting = new() { Reason = waitsForOthers ? "PodInitializing" : "ContainerCreating" } };
    }

    // Nothing waits in a pod that is over: it shows how it ended, or that nobody knows.
    private (ContainerState? State, ContainerState? LastState) AtTheEnd(ContainerRecord record)
    {
        if (record.Terminated is not null || record.Running is not null)
            return (record.State, record.LastState);
        if (record.LastTermination is not null)
            return (record.LastState, null);
        return record.Kind == ContainerKind.Main && WasInitialized() ? (new() { Terminated = Unknown() }, null) : (record.State, null);
    }

    private bool WasInitialized() => Records.Where(r => r.Kind == ContainerKind.Init).All(r => r.Terminated is { ExitCode: 0 });

    internal static ContainerStateTerminated Unknown() => new()
    {
        ExitCode = 137,
        Reason = "ContainerStatusUnknown",
        Message = "The container could not be located when the pod was terminated",
    };

    private List<PodCondition> Conditions(string phase)
    {
        var ended = phase is PodPhase.Succeeded or PodPhase.Failed;
        var pendingInits = Names(Records.Where(r => IsBeforeMains(r) && !IsInitialized(r)));
        var mainsStarted = Records.Any(r => r.Kind == ContainerKind.Main && (r.Running is not null || r.LastTermination is not null));
        var unready = Names(Records.Where(r => r.Kind is ContainerKind.Main or ContainerKind.Sidecar && r is not { Running: not null, Ready: true }));
        var notReady = phase switch
        {
            PodPhase.Succeeded => ("PodCompleted", null),
            PodPhase.Failed => ("PodFailed", null),
            _ when unready.Count > 0 => ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
            _ => ((string, string?)?)null,
        };
        var initialized = phase == PodPhase.Succeeded ? ("True", "PodCompleted", null)
            : pendingInits.Count == 0 || mainsStarted ? ("True", null, null)
            : ("False", "ContainersNotInitialized", (string?)$"containers with incomplete status: [{string.Join(' ', pendingInits)}]");
        var gates = UnmetGates(notReady is null);
        return
        [
            Condition("PodReadyToStartContainers", PodIP is not null && !ended ? "True" : "False"),
            Condition("Initialized", initialized.Item1, initialized.Item2, initialized.Item3),
            gates is not null ? Condition("Ready", "False", "ReadinessGatesNotReady", gates) : Condition("Ready", notReady is null ? "True" : "False", notReady?.Item1, notReady?.Item2),
            Condition("ContainersReady", notReady is null ? "True" : "False", notReady?.Item1, notReady?.Item2),
            Condition("PodScheduled", "True"),
        ];
    }

    private string? UnmetGates(bool containersReady)
    {
        if (!containersReady || Pod.Spec?.Extra?.TryGetValue("readinessGates", out var gates) != true || gates.ValueKind != System.Text.Json.JsonValueKind.Array)
            return null;
        var unmet = gates.EnumerateArray().Select(gate => Unmet(gate.TryGetProperty("conditionType", out var name) ? name.GetString() : null)).OfType<string>().ToList();
        return unmet.Count == 0 ? null : string.Join(", ", unmet);
    }

    private string? Unmet(string? type) => Pod.Status?.Conditions?.FirstOrDefault(c => c.Type == type) switch
    {
        null => $"corresponding condition of pod readiness gate \"{type}\" does not exist.",
        { Status: not "True" and var status } => $"the status of pod readiness gate \"{type}\" is not \"True\", but {status}",
        _ => null,
    };

    private PodCondition Condition(string type, string status, string? reason = null, string? message = null)
    {
        var before = (Before ?? Pod.Status?.Conditions)?.FirstOrDefault(c => c.Type == type);
        return new()
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
            LastTransitionTime = before is { LastTransitionTime: { } at } && before.Status == status ? at : Now,
            ObservedGeneration = Pod.Metadata.Generation,
        };
    }

    private static bool IsBeforeMains(ContainerRecord record) => record.Kind is ContainerKind.Init or ContainerKind.Sidecar;

    private static bool IsInitialized(ContainerRecord record) => record.Kind == ContainerKind.Sidecar
        ? record is { Running: not null, Started: true }
        : record.Terminated is { ExitCode: 0 };

    private static List<string> Names(IEnumerable<ContainerRecord> records) => [.. records.Select(r => r.Name)];
}

/// <summary>The quality of service class of a pod (<c>status.qosClass</c>).</summary>
internal static class QosClass
{
    private static readonly string[] s_resources = ["cpu", "memory"];

    public static string Of(PodSpec spec)
    {
        var containers = (spec.InitContainers ?? []).Concat(spec.Containers ?? []).ToList();
        if (!containers.Any(c => s_resources.Any(r => Has(c.Resources?.Requests, r) || Has(c.Resources?.Limits, r))))
            return "BestEffort";
        return containers.All(c => s_resources.All(r => IsGuaranteed(c.Resources, r))) ? "Guaranteed" : "Burstable";
    }

    private static bool Has(IReadOnlyDictionary<string, Quantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var amount) && amount.TryGetValue(out var value) && value > 0;

    private static bool IsGuaranteed(ResourceRequirements? amounts, string resource)
    {
        if (!Has(amounts?.Limits, resource))
            return false;
        amounts!.Limits![resource].TryGetValue(out var limit);
        return amounts.Requests is null || !amounts.Requests.TryGetValue(resource, out var request) || (request.TryGetValue(out var value) && value == limit);
    }
}
