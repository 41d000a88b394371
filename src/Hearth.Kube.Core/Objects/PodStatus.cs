using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Kube.Core.Objects;

public sealed record PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>; see <see cref="PodPhase"/>.</summary>
    public string? Phase { get; init; }
    public IReadOnlyList<PodCondition>? Conditions { get; init; }
    public string? Message { get; init; }
    public string? Reason { get; init; }
    public string? NominatedNodeName { get; init; }
    public string? HostIP { get; init; }
    public IReadOnlyList<PodIp>? HostIPs { get; init; }
    public string? PodIP { get; init; }
    public IReadOnlyList<PodIp>? PodIPs { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public IReadOnlyList<ContainerStatus>? InitContainerStatuses { get; init; }
    public IReadOnlyList<ContainerStatus>? ContainerStatuses { get; init; }
    public IReadOnlyList<ContainerStatus>? EphemeralContainerStatuses { get; init; }
    public string? QosClass { get; init; }
    public long? ObservedGeneration { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public static class PodPhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Unknown = "Unknown";
}

public sealed record PodIp
{
    public string? Ip { get; init; }
}

public sealed record PodCondition
{
    public string Type { get => field ?? ""; init; }
    public string Status { get => field ?? ""; init; }
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>Of the conditions of nodes alone.</summary>
    public DateTimeOffset? LastHeartbeatTime { get; init; }
    public DateTimeOffset? LastTransitionTime { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public long? ObservedGeneration { get; init; }
}

public sealed record ContainerStatus
{
    public string Name { get => field ?? ""; init; }
    public ContainerState? State { get; init; }
    public ContainerState? LastState { get; init; }
    public bool Ready { get; init; }
    public int RestartCount { get; init; }
    public string? Image { get; init; }
    public string? ImageID { get; init; }
    public string? ContainerID { get; init; }
    public bool? Started { get; init; }
    public IReadOnlyDictionary<string, Quantity>? AllocatedResources { get; init; }
    public ResourceRequirements? Resources { get; init; }
    public ContainerStatusUser? User { get; init; }
    public IReadOnlyList<VolumeMountStatus>? VolumeMounts { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ContainerStatusUser
{
    public LinuxContainerUser? Linux { get; init; }
}

/// <summary>Who the first process of a container was at its start.</summary>
public sealed record LinuxContainerUser
{
    public long Uid { get; init; }
    public long Gid { get; init; }
    public IReadOnlyList<long>? SupplementalGroups { get; init; }
}

public sealed record VolumeMountStatus
{
    public string Name { get => field ?? ""; init; }
    public string? MountPath { get; init; }
    public bool? ReadOnly { get; init; }

    /// <summary><c>Disabled</c>, <c>IfPossible</c> or <c>Enabled</c>; null where the mount is written to.</summary>
    public string? RecursiveReadOnly { get; init; }
}

/// <summary>One of the three is set; none means waiting.</summary>
public sealed record ContainerState
{
    public ContainerStateWaiting? Waiting { get; init; }
    public ContainerStateRunning? Running { get; init; }
    public ContainerStateTerminated? Terminated { get; init; }
}

public sealed record ContainerStateWaiting
{
    public string? Reason { get; init; }
    public string? Message { get; init; }
}

public sealed record ContainerStateRunning
{
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record ContainerStateTerminated
{
    public int ExitCode { get; init; }
    public int? Signal { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? ContainerID { get; init; }
}
