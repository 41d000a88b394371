using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>
/// The driver pod while the feature steps fill it in, the objects beside it and the configuration that the driver will read. Lists start
/// with what the template holds, so that a step only appends.
/// </summary>
internal sealed class PodDraft
{
    private readonly Pod _template;
    private readonly Container _container;
    private readonly IReadOnlyList<Container> _others;

    public PodDraft(SubmissionRequest request, SparkTraits traits, ConfReader conf, SubmissionNames names, (Pod Pod, Container Container, IReadOnlyList<Container> Others) template)
    {
        (_template, _container, _others) = template;
        Request = request;
        Traits = traits;
        Conf = conf;
        Names = names;
        Namespace = conf.Text(SparkKeys.Namespace, "default");
        var spec = _template.Spec ?? new PodSpec();
        Labels = new(_template.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        Annotations = new(_template.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        NodeSelector = new(spec.NodeSelector ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        PullSecrets = [.. spec.ImagePullSecrets ?? []];
        Volumes = [.. spec.Volumes ?? []];
        Mounts = [.. _container.VolumeMounts ?? []];
        Env = [.. _container.Env ?? []];
        Ports = [.. _container.Ports ?? []];
        Args = [.. _container.Args ?? []];
        Requests = new(_container.Resources?.Requests ?? new Dictionary<string, Quantity>(), StringComparer.Ordinal);
        Limits = new(_container.Resources?.Limits ?? new Dictionary<string, Quantity>(), StringComparer.Ordinal);
        SchedulerName = spec.SchedulerName;
        ServiceAccount = spec.ServiceAccount;
        ServiceAccountName = spec.ServiceAccountName;
        SecurityContext = _container.SecurityContext;
        PodName = _template.Metadata.Name;
        RestartPolicy = spec.RestartPolicy;
        Properties = new(StringComparer.Ordinal);
        foreach (var setting in conf.Conf.Settings)
            Properties[setting.Key] = setting.Value;
    }

    public SubmissionRequest Request { get; }
    public SparkTraits Traits { get; }
    public ConfReader Conf { get; }
    public SubmissionNames Names { get; }
    public string Namespace { get; }
    public string ApplicationId => Request.Identity.ApplicationId;
    public string ContainerName => _container.Name ?? "spark-kubernetes-driver";
    public List<SubmissionProblem> Warnings { get; } = [];

    public Dictionary<string, string> Labels { get; }

    /// <summary>Those that Spark and the configuration give, without the template's: the Service selects by them.</summary>
    public Dictionary<string, string> OwnLabels { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> Annotations { get; }
    public Dictionary<string, string> NodeSelector { get; }
    public List<LocalObjectReference> PullSecrets { get; }
    public List<Volume> Volumes { get; }
    public List<VolumeMount> Mounts { get; }
    public List<EnvVar> Env { get; }
    public List<ContainerPort> Ports { get; }
    public List<string> Args { get; }
    public Dictionary<string, Quantity> Requests { get; }
    public Dictionary<string, Quantity> Limits { get; }
    public string? PodName { get; set; }
    public string? RestartPolicy { get; set; }
    public string? Image { get; set; }
    public string? ImagePullPolicy { get; set; }
    public string? SchedulerName { get; set; }
    public string? ServiceAccount { get; set; }
    public string? ServiceAccountName { get; set; }
    public JsonElement? SecurityContext { get; set; }

    /// <summary>What becomes <c>spark.properties</c>; later steps overwrite earlier ones.</summary>
    public Dictionary<string, string> Properties { get; }
    public List<KubeObject> PreResources { get; } = [];
    public List<KubeObject> Resources { get; } = [];
    public List<FileUpload> Uploads { get; } = [];

    public void Mount(Volume volume, VolumeMount mount)
    {
        Volumes.Add(volume);
        Mounts.Add(mount);
    }

    /// <summary>The prefix and a suffix; where Kubernetes would refuse that as too long, a short name.</summary>
    public string ShortName(string suffix)
    {
        var name = Names.Prefix + suffix;
        return name.Length > ResourceNames.ObjectNameLimit ? $"spark-{Request.Identity.ServiceId}{suffix}" : name;
    }

    public void AddEnv(string name, string value) => Env.Add(new EnvVar { Name = name, Value = value });

    /// <summary>The finished pod; Spark's container comes after the others of the template.</summary>
    public Pod ToPod() => _template with
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = _template.Metadata with
        {
            Name = PodName,
            Namespace = _template.Metadata.Namespace is null ? null : Namespace,
            Labels = NullIfEmpty(Labels),
            Annotations = NullIfEmpty(Annotations),
        },
        Spec = (_template.Spec ?? new PodSpec()) with
        {
            RestartPolicy = RestartPolicy,
            NodeSelector = NullIfEmpty(NodeSelector),
            ImagePullSecrets = NullIfEmpty(PullSecrets),
            SchedulerName = SchedulerName,
            ServiceAccount = ServiceAccount,
            ServiceAccountName = ServiceAccountName,
            Volumes = NullIfEmpty(Volumes),
            Containers = [.. _others, ToContainer()],
        },
        Status = null,
    };

    private Container ToContainer() => _container with
    {
        Name = PodName is null ? _container.Name : ContainerName,
        Image = Image ?? _container.Image,
        ImagePullPolicy = ImagePullPolicy ?? _container.ImagePullPolicy,
        Args = NullIfEmpty(Args),
        Env = NullIfEmpty(Env),
        Ports = NullIfEmpty(Ports),
        VolumeMounts = NullIfEmpty(Mounts),
        SecurityContext = SecurityContext,
        Resources = Requests.Count + Limits.Count == 0 ? _container.Resources : (_container.Resources ?? new ResourceRequirements()) with
        {
            Requests = Requests.Count == 0 ? null : Requests,
            Limits = Limits.Count == 0 ? null : Limits,
        },
    };

    private static Dictionary<string, string>? NullIfEmpty(Dictionary<string, string> map) => map.Count == 0 ? null : map;

    private static List<T>? NullIfEmpty<T>(List<T> list) => list.Count == 0 ? null : list;
}
