using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Kube.Core.Objects;

/// <summary><c>core/v1 Pod</c>.</summary>
public sealed record Pod : KubeObject
{
    public PodSpec? Spec { get; init; }
    public PodStatus? Status { get; init; }
}

/// <summary><c>core/v1 PodTemplateSpec</c>.</summary>
public sealed record PodTemplateSpec
{
    public ObjectMeta? Metadata { get; init; }
    public PodSpec? Spec { get; init; }
}

public sealed record PodSpec
{
    public IReadOnlyList<Volume>? Volumes { get; init; }
    public IReadOnlyList<Container>? InitContainers { get; init; }
    public IReadOnlyList<Container>? Containers { get; init; }

    /// <summary>Added while the pod runs, to look into it.</summary>
    public IReadOnlyList<Container>? EphemeralContainers { get; init; }
    public string? RestartPolicy { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public long? ActiveDeadlineSeconds { get; init; }
    public string? DnsPolicy { get; init; }
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public string? ServiceAccountName { get; init; }
    public string? ServiceAccount { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public string? NodeName { get; init; }
    public bool? HostNetwork { get; init; }
    public bool? ShareProcessNamespace { get; init; }
    public JsonElement? SecurityContext { get; init; }
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }
    public string? Hostname { get; init; }
    public string? Subdomain { get; init; }
    public JsonElement? Affinity { get; init; }
    public string? SchedulerName { get; init; }
    public IReadOnlyList<Toleration>? Tolerations { get; init; }
    public IReadOnlyList<HostAlias>? HostAliases { get; init; }
    public string? PriorityClassName { get; init; }
    public int? Priority { get; init; }
    public string? PreemptionPolicy { get; init; }
    public JsonElement? DnsConfig { get; init; }
    public bool? EnableServiceLinks { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Toleration
{
    public string? Key { get; init; }
    public string? Operator { get; init; }
    public string? Value { get; init; }
    public string? Effect { get; init; }
    public long? TolerationSeconds { get; init; }
}

public sealed record HostAlias
{
    public string? Ip { get; init; }
    public IReadOnlyList<string>? Hostnames { get; init; }
}

/// <summary><c>core/v1 Container</c>; a restart policy of <c>Always</c> on an init container makes it a sidecar.</summary>
public sealed record Container
{
    public string? Name { get; init; }
    public string? Image { get; init; }
    public IReadOnlyList<string>? Command { get; init; }
    public IReadOnlyList<string>? Args { get; init; }
    public string? WorkingDir { get; init; }
    public IReadOnlyList<ContainerPort>? Ports { get; init; }
    public IReadOnlyList<EnvFromSource>? EnvFrom { get; init; }
    public IReadOnlyList<EnvVar>? Env { get; init; }
    public ResourceRequirements? Resources { get; init; }
    public string? RestartPolicy { get; init; }
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }
    public Probe? LivenessProbe { get; init; }
    public Probe? ReadinessProbe { get; init; }
    public Probe? StartupProbe { get; init; }
    public Lifecycle? Lifecycle { get; init; }
    public string? TerminationMessagePath { get; init; }
    public string? TerminationMessagePolicy { get; init; }
    public string? ImagePullPolicy { get; init; }
    public JsonElement? SecurityContext { get; init; }
    public bool? Stdin { get; init; }
    public bool? StdinOnce { get; init; }
    public bool? Tty { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ContainerPort
{
    public string? Name { get; init; }
    public int? HostPort { get; init; }

    [JsonPropertyName("containerPort")]
    public int? Port { get; init; }
    public string? Protocol { get; init; }
    public string? HostIP { get; init; }
}

public sealed record EnvVar
{
    public string Name { get => field ?? ""; init; }
    public string? Value { get; init; }
    public EnvVarSource? ValueFrom { get; init; }
}

public sealed record EnvVarSource
{
    public ObjectFieldSelector? FieldRef { get; init; }
    public ResourceFieldSelector? ResourceFieldRef { get; init; }
    public KeySelector? ConfigMapKeyRef { get; init; }
    public KeySelector? SecretKeyRef { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ObjectFieldSelector
{
    public string? ApiVersion { get; init; }
    public string? FieldPath { get; init; }
}

public sealed record ResourceFieldSelector
{
    public string? ContainerName { get; init; }
    public string? Resource { get; init; }
    public Quantity? Divisor { get; init; }
}

/// <summary>A key of a ConfigMap or Secret.</summary>
public sealed record KeySelector
{
    public string? Name { get; init; }
    public string? Key { get; init; }
    public bool? Optional { get; init; }
}

public sealed record EnvFromSource
{
    public string? Prefix { get; init; }
    public ObjectSelector? ConfigMapRef { get; init; }
    public ObjectSelector? SecretRef { get; init; }
}

/// <summary>A whole ConfigMap or Secret by name.</summary>
public sealed record ObjectSelector
{
    public string? Name { get; init; }
    public bool? Optional { get; init; }
}

public sealed record ResourceRequirements
{
    public IReadOnlyDictionary<string, Quantity>? Limits { get; init; }
    public IReadOnlyDictionary<string, Quantity>? Requests { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record VolumeMount
{
    public string Name { get => field ?? ""; init; }
    public bool? ReadOnly { get; init; }
    public string? MountPath { get; init; }
    public string? SubPath { get; init; }
    public string? SubPathExpr { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Probe
{
    public ExecAction? Exec { get; init; }
    public HttpGetAction? HttpGet { get; init; }
    public TcpSocketAction? TcpSocket { get; init; }
    public int? InitialDelaySeconds { get; init; }
    public int? TimeoutSeconds { get; init; }
    public int? PeriodSeconds { get; init; }
    public int? SuccessThreshold { get; init; }
    public int? FailureThreshold { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Lifecycle
{
    public LifecycleHandler? PostStart { get; init; }
    public LifecycleHandler? PreStop { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record LifecycleHandler
{
    public ExecAction? Exec { get; init; }
    public HttpGetAction? HttpGet { get; init; }
    public TcpSocketAction? TcpSocket { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ExecAction
{
    public IReadOnlyList<string>? Command { get; init; }
}

public sealed record HttpGetAction
{
    public string? Path { get; init; }
    public IntOrString? Port { get; init; }
    public string? Host { get; init; }
    public string? Scheme { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record TcpSocketAction
{
    public IntOrString? Port { get; init; }
    public string? Host { get; init; }
}
