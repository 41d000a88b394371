using System.Collections.Frozen;
using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Spark.Submission;

/// <summary>
/// What a manifest says about a pod that no configuration key can say. Kubeflow's webhook patches it into the finished pods; here it is
/// laid over the driver pod and over the executors' template, by the same code.
/// </summary>
public sealed record PodOverlay
{
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init; } = [];
    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyList<EnvVar> Env { get; init; } = [];
    public IReadOnlyList<EnvFromSource> EnvFrom { get; init; } = [];
    public IReadOnlyList<Volume> Volumes { get; init; } = [];
    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];
    public bool HostNetwork { get; init; }
    public IReadOnlyList<HostAlias> HostAliases { get; init; } = [];
    public IReadOnlyList<Container> InitContainers { get; init; } = [];
    public IReadOnlyList<Container> Sidecars { get; init; } = [];
    public JsonElement? DnsConfig { get; init; }
    public string? PriorityClassName { get; init; }
    public string? SchedulerName { get; init; }
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = FrozenDictionary<string, string>.Empty;
    public JsonElement? Affinity { get; init; }
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Limits that replace or join those of Spark's container: memory, GPUs.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init; } = FrozenDictionary<string, Quantity>.Empty;
    public JsonElement? SecurityContext { get; init; }
    public JsonElement? PodSecurityContext { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public Lifecycle? Lifecycle { get; init; }
    public bool ShareProcessNamespace { get; init; }

    /// <summary>
    /// No variables for each Service of the namespace, unless the template wants them: thousands make a process too large to start.
    /// </summary>
    public bool NoServiceLinks { get; init; }

    /// <summary>Applying it changes nothing.</summary>
    public static PodOverlay Empty { get; } = new();

    /// <summary>
    /// The pod with this laid over it. Spark's container is the one named; without such a name the first, and where there is none a new
    /// one of that name.
    /// </summary>
    public Pod Apply(Pod pod, string containerName)
    {
        var spec = pod.Spec ?? new PodSpec();
        var containers = (spec.Containers ?? []).ToList();
        var index = Math.Max(0, containers.FindIndex(container => container.Name == containerName));
        if (containers.Count == 0)
            containers.Add(new Container { Name = containerName });
        containers[index] = Apply(containers[index]);
        return pod with
        {
            Metadata = pod.Metadata with
            {
                Labels = Merge(pod.Metadata.Labels, Labels),
                Annotations = Merge(pod.Metadata.Annotations, Annotations),
                OwnerReferences = Append(pod.Metadata.OwnerReferences, OwnerReferences),
            },
            Spec = Apply(spec) with { Containers = [.. containers, .. New(containers, Sidecars)] },
        };
    }

    private PodSpec Apply(PodSpec spec) => spec with
    {
        Volumes = Append(spec.Volumes, Volumes),
        HostNetwork = HostNetwork ? true : spec.HostNetwork,
        DnsPolicy = HostNetwork ? "ClusterFirstWithHostNet" : spec.DnsPolicy,
        HostAliases = Append(spec.HostAliases, HostAliases),
        InitContainers = Append(spec.InitContainers, New(spec.InitContainers ?? [], InitContainers)),
        DnsConfig = DnsConfig ?? spec.DnsConfig,
        PriorityClassName = PriorityClassName ?? spec.PriorityClassName,
        Priority = PriorityClassName is null ? spec.Priority : null,
        PreemptionPolicy = PriorityClassName is null ? spec.PreemptionPolicy : null,
        SchedulerName = SchedulerName ?? spec.SchedulerName,
        NodeSelector = Merge(spec.NodeSelector, NodeSelector),
        Affinity = Affinity ?? spec.Affinity,
        Tolerations = Append(spec.Tolerations, Tolerations),
        SecurityContext = PodSecurityContext ?? spec.SecurityContext,
        TerminationGracePeriodSeconds = TerminationGracePeriodSeconds ?? spec.TerminationGracePeriodSeconds,
        ShareProcessNamespace = ShareProcessNamespace ? true : spec.ShareProcessNamespace,
        EnableServiceLinks = spec.EnableServiceLinks ?? (NoServiceLinks ? false : null),
    };

    private Container Apply(Container container) => container with
    {
        Env = Append(container.Env, Env),
        EnvFrom = Append(container.EnvFrom, EnvFrom),
        VolumeMounts = Append(container.VolumeMounts, Mounts),
        Ports = Append(container.Ports, Ports),
        SecurityContext = SecurityContext ?? container.SecurityContext,
        Lifecycle = Lifecycle ?? container.Lifecycle,
        Resources = Limits.Count == 0 ? container.Resources : (container.Resources ?? new ResourceRequirements()) with
        {
            Limits = Merge(container.Resources?.Limits, Limits),
        },
    };

    private static Container[] New(IReadOnlyList<Container> present, IReadOnlyList<Container> wanted) =>
        [.. wanted.Where(container => !present.Any(other => other.Name == container.Name && other.Image == container.Image))];

    private static IReadOnlyList<T>? Append<T>(IReadOnlyList<T>? first, IReadOnlyList<T> more) => more.Count == 0 ? first : [.. first ?? [], .. more];

    private static IReadOnlyDictionary<string, T>? Merge<T>(IReadOnlyDictionary<string, T>? first, IReadOnlyDictionary<string, T> more)
    {
        if (more.Count == 0)
            return first;
        var merged = new Dictionary<string, T>(first ?? new Dictionary<string, T>(), StringComparer.Ordinal);
        foreach (var (key, value) in more)
            merged[key] = value;
        return merged;
    }
}
