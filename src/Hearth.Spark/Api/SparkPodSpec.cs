using System.Text.Json;
using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Api;

/// <summary>What driver and executor have in common.</summary>
public abstract record SparkPodSpec
{
    /// <summary>Pod template that everything else is laid upon; Spark 3.0 or newer.</summary>
    [AnyObject]
    public JsonElement? Template { get; init; }

    /// <summary>Cores that Spark uses; 1 when absent here and in sparkConf.</summary>
    [Minimum(1)]
    public int? Cores { get; init; }

    /// <summary>CPU request of the container instead of cores.</summary>
    public string? CoreRequest { get; init; }

    /// <summary>CPU limit of the container; none when absent.</summary>
    public string? CoreLimit { get; init; }

    /// <summary>Heap, as Java writes it (512m, 4g); 1g when absent here and in sparkConf.</summary>
    public string? Memory { get; init; }

    /// <summary>Memory beside the heap, as Java writes it.</summary>
    public string? MemoryOverhead { get; init; }

    /// <summary>Memory limit of the container instead of the computed one.</summary>
    public string? MemoryLimit { get; init; }

    public GpuSpec? Gpu { get; init; }

    /// <summary>Image of this role instead of the application's.</summary>
    public string? Image { get; init; }

    /// <summary>ConfigMaps to mount.</summary>
    public IReadOnlyList<NamePath>? ConfigMaps { get; init; }

    /// <summary>Secrets to mount.</summary>
    public IReadOnlyList<SecretInfo>? Secrets { get; init; }
    public IReadOnlyList<EnvVar>? Env { get; init; }

    /// <summary>Old form of env.</summary>
    public IReadOnlyDictionary<string, string>? EnvVars { get; init; }
    public IReadOnlyList<EnvFromSource>? EnvFrom { get; init; }

    /// <summary>Old form of env with secretKeyRef.</summary>
    public IReadOnlyDictionary<string, NameKey>? EnvSecretKeyRefs { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }
    public JsonElement? Affinity { get; init; }
    public IReadOnlyList<Toleration>? Tolerations { get; init; }
    public JsonElement? PodSecurityContext { get; init; }
    public JsonElement? SecurityContext { get; init; }

    /// <summary>Scheduler of the pods; a batchScheduler wins.</summary>
    public string? SchedulerName { get; init; }
    public IReadOnlyList<Container>? Sidecars { get; init; }
    public IReadOnlyList<Container>? InitContainers { get; init; }
    public bool? HostNetwork { get; init; }
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public JsonElement? DnsConfig { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public string? ServiceAccount { get; init; }
    public IReadOnlyList<HostAlias>? HostAliases { get; init; }
    public bool? ShareProcessNamespace { get; init; }

    /// <summary>Options of the Java process; they replace those of sparkConf.</summary>
    public string? JavaOptions { get; init; }
    public Lifecycle? Lifecycle { get; init; }
    public IReadOnlyList<SparkPort>? Ports { get; init; }
    public string? PriorityClassName { get; init; }
}

public sealed record DriverSpec : SparkPodSpec
{
    /// <summary>Name of the driver pod; NAME-driver when absent.</summary>
    public string? PodName { get; init; }

    /// <summary>Address of the API server that the driver uses.</summary>
    public string? KubernetesMaster { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceAnnotations { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceLabels { get; init; }
}

public sealed record ExecutorSpec : SparkPodSpec
{
    /// <summary>Number of executors; 1 when absent here and in sparkConf.</summary>
    [Minimum(1)]
    public int? Instances { get; init; }

    /// <summary>Whether Spark deletes executor pods that ended; true when absent.</summary>
    public bool? DeleteOnTermination { get; init; }
}

public sealed record GpuSpec
{
    /// <summary>Name of the resource, for example nvidia.com/gpu.</summary>
    [Required]
    public string? Name { get; init; }

    [Required]
    public long? Quantity { get; init; }
}

public sealed record NamePath
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public string? Path { get; init; }
}

public sealed record SecretInfo
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public string? Path { get; init; }

    /// <summary>GCPServiceAccount, HadoopDelegationToken or Generic: which variable points at it.</summary>
    [Required]
    public string? SecretType { get; init; }
}

public sealed record NameKey
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public string? Key { get; init; }
}

public sealed record SparkPort
{
    [Required]
    public string? Name { get; init; }

    [Required]
    public string? Protocol { get; init; }

    [Required]
    public int? ContainerPort { get; init; }
}
