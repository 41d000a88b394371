using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Kube.Core.Objects;

public sealed record ConfigMap : KubeObject
{
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>Values are base64.</summary>
    public IReadOnlyDictionary<string, string>? BinaryData { get; init; }
    public bool? Immutable { get; init; }
}

public sealed record Secret : KubeObject
{
    /// <summary>Values are base64.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
    public IReadOnlyDictionary<string, string>? StringData { get; init; }
    public string? Type { get; init; }
    public bool? Immutable { get; init; }
}

public sealed record Service : KubeObject
{
    public ServiceSpec? Spec { get; init; }
    public JsonElement? Status { get; init; }
}

public sealed record ServiceSpec
{
    public string? Type { get; init; }

    [JsonPropertyName("clusterIP")]
    public string? ClusterIP { get; init; }
    public IReadOnlyList<ServicePort>? Ports { get; init; }
    public IReadOnlyDictionary<string, string>? Selector { get; init; }
    public string? IpFamilyPolicy { get; init; }
    public IReadOnlyList<string>? IpFamilies { get; init; }
    public bool? PublishNotReadyAddresses { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ServicePort
{
    public string? Name { get; init; }
    public string? Protocol { get; init; }
    public string? AppProtocol { get; init; }
    public int Port { get; init; }
    public IntOrString? TargetPort { get; init; }
    public int? NodePort { get; init; }
}

public sealed record ServiceAccount : KubeObject
{
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
}

public sealed record Namespace : KubeObject
{
    public JsonElement? Spec { get; init; }
    public NamespaceStatus? Status { get; init; }
}

public sealed record NamespaceStatus
{
    public string? Phase { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record PersistentVolumeClaim : KubeObject
{
    public PersistentVolumeClaimSpec? Spec { get; init; }
    public PersistentVolumeClaimStatus? Status { get; init; }
}

public sealed record PersistentVolumeClaimSpec
{
    public IReadOnlyList<string>? AccessModes { get; init; }
    public ResourceRequirements? Resources { get; init; }
    public string? VolumeName { get; init; }
    public string? StorageClassName { get; init; }
    public string? VolumeMode { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record PersistentVolumeClaimStatus
{
    public string? Phase { get; init; }
    public IReadOnlyList<string>? AccessModes { get; init; }
    public IReadOnlyDictionary<string, Quantity>? Capacity { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Node : KubeObject
{
    public NodeSpec? Spec { get; init; }
    public NodeStatus? Status { get; init; }
}

public sealed record NodeSpec
{
    public bool? Unschedulable { get; init; }
    public IReadOnlyList<Taint>? Taints { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Taint
{
    public string? Key { get; init; }
    public string? Value { get; init; }
    public string? Effect { get; init; }
    public DateTimeOffset? TimeAdded { get; init; }
}

public sealed record NodeStatus
{
    public IReadOnlyDictionary<string, Quantity>? Capacity { get; init; }
    public IReadOnlyDictionary<string, Quantity>? Allocatable { get; init; }
    public IReadOnlyList<PodCondition>? Conditions { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary><c>core/v1 Event</c>.</summary>
public sealed record Event : KubeObject
{
    public ObjectReference? InvolvedObject { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public EventSource? Source { get; init; }
    public DateTimeOffset? FirstTimestamp { get; init; }
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>A time of microsecond precision (<c>MicroTime</c>).</summary>
    public string? EventTime { get; init; }
    public int? Count { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }
    public string? Action { get; init; }
    public string? ReportingComponent { get; init; }
    public string? ReportingInstance { get; init; }
}

public sealed record EventSource
{
    public string? Component { get; init; }
    public string? Host { get; init; }
}

/// <summary><c>coordination.k8s.io/v1 Lease</c>.</summary>
public sealed record Lease : KubeObject
{
    public LeaseSpec? Spec { get; init; }
}

public sealed record LeaseSpec
{
    public string? HolderIdentity { get; init; }
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>A time of microsecond precision (<c>MicroTime</c>).</summary>
    public string? AcquireTime { get; init; }
    public string? RenewTime { get; init; }
    public int? LeaseTransitions { get; init; }
}
