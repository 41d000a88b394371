using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Api;

namespace Hearth.Spark.Submission.Applications;

/// <summary>The fields that Spark has no configuration for, as an overlay; in the order in which the peer's webhook patches them.</summary>
internal static class ApplicationOverlay
{
    public const string SparkConfPath = "/etc/spark/conf";
    private const string HadoopConfPath = "/etc/hadoop/conf";
    private const int VolumeNameLimit = 63;

    public static PodOverlay Of(SparkApplication application, SparkRole role, SparkPodSpec pod, List<SubmissionProblem> problems)
    {
        var spec = application.Spec;
        var files = Files(application, pod).ToArray();
        var mounts = files.Select(file => file.Mount).ToList();
        var volumes = files.Select(file => file.Volume).ToList();
        AddVolumes(spec, pod, volumes, mounts);
        AddMetrics(application, role, volumes, mounts);
        return new PodOverlay
        {
            OwnerReferences = Owner(application, role),
            Env = [.. pod.Env ?? [], .. ConfVariables(spec, role)],
            EnvFrom = pod.EnvFrom ?? [],
            Volumes = volumes,
            Mounts = mounts,
            Ports = Ports(application, role, pod),
            HostNetwork = pod.HostNetwork == true,
            HostAliases = pod.HostAliases ?? [],
            InitContainers = pod.InitContainers ?? [],
            Sidecars = pod.Sidecars ?? [],
            DnsConfig = pod.DnsConfig,
            PriorityClassName = NullIfEmpty(pod.PriorityClassName),
            SchedulerName = NullIfEmpty(spec.BatchScheduler) ?? NullIfEmpty(pod.SchedulerName),
            NodeSelector = pod.NodeSelector ?? new Dictionary<string, string>(),
            Affinity = pod.Affinity,
            Tolerations = pod.Tolerations ?? [],
            Limits = Limits(role, pod, problems),
            SecurityContext = pod.SecurityContext,
            PodSecurityContext = pod.PodSecurityContext,
            TerminationGracePeriodSeconds = pod.TerminationGracePeriodSeconds,
            Lifecycle = pod.Lifecycle,
            ShareProcessNamespace = pod.ShareProcessNamespace == true,
            NoServiceLinks = true,
        };
    }

    private static OwnerReference[] Owner(SparkApplication application, SparkRole role) => application.Metadata.Uid is not { } uid ? [] :
    [
        new OwnerReference
        {
            ApiVersion = "sparkoperator.k8s.io/v1beta2",
            Kind = "SparkApplication",
            Name = application.Metadata.Name ?? "",
            Uid = uid,
            Controller = role == SparkRole.Driver ? true : null,
            BlockOwnerDeletion = role == SparkRole.Driver ? true : null,
        },
    ];

    // An executor's own SPARK_CONF_DIR comes after the template's variables: that one travels as configuration.
    private static IEnumerable<EnvVar> ConfVariables(SparkApplicationSpec spec, SparkRole role)
    {
        if (spec.HadoopConfigMap is not null)
            yield return new EnvVar { Name = "HADOOP_CONF_DIR", Value = HadoopConfPath };
        if (spec.SparkConfigMap is not null && role == SparkRole.Driver)
            yield return new EnvVar { Name = "SPARK_CONF_DIR", Value = SparkConfPath };
    }

    private static IEnumerable<(Volume Volume, VolumeMount Mount)> Files(SparkApplication application, SparkPodSpec pod)
    {
        if (application.Spec.HadoopConfigMap is { } hadoop)
            yield return ConfigMap("hadoop-configmap-volume", hadoop, HadoopConfPath);
        if (application.Spec.SparkConfigMap is { } spark)
            yield return ConfigMap("spark-configmap-volume", spark, SparkConfPath);
        foreach (var map in pod.ConfigMaps ?? [])
            yield return ConfigMap(VolumeName(map.Name ?? ""), map.Name ?? "", map.Path ?? "");
    }

    private static (Volume Volume, VolumeMount Mount) ConfigMap(string volume, string map, string path) => (
        new Volume { Name = volume, ConfigMap = new ConfigMapVolume { Name = map } },
        new VolumeMount { Name = volume, MountPath = path, ReadOnly = true });

    // A volume's name is a DNS label; a ConfigMap's may be longer and hold dots.
    private static string VolumeName(string map)
    {
        var name = map + "-vol";
        if (name.Length <= VolumeNameLimit && !map.Contains('.', StringComparison.Ordinal))
            return name;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(map)))[..8];
        var start = map.Replace('.', '-');
        return $"{start[..Math.Min(start.Length, VolumeNameLimit - digest.Length - 5)].TrimEnd('-')}-{digest}-vol";
    }

    private static void AddVolumes(SparkApplicationSpec spec, SparkPodSpec pod, List<Volume> volumes, List<VolumeMount> mounts)
    {
        foreach (var mount in (pod.VolumeMounts ?? []).Where(mount => !LocalDirVolumes.IsLocalDir(mount.Name)))
        {
            if ((spec.Volumes ?? []).FirstOrDefault(volume => volume.Name == mount.Name) is not { } volume)
                continue;
            mounts.Add(mount);
            if (!volumes.Exists(other => other.Name == volume.Name))
                volumes.Add(volume);
        }
    }

    private static void AddMetrics(SparkApplication application, SparkRole role, List<Volume> volumes, List<VolumeMount> mounts)
    {
        if (!ApplicationMonitoring.IsExposed(application, role) || !ApplicationMonitoring.NeedsConfigMap(application))
            return;
        var map = ApplicationMonitoring.ConfigMapName(application);
        var (volume, mount) = ConfigMap(map + "-vol", map, ApplicationMonitoring.MountPath);
        volumes.Add(volume);
        mounts.Add(mount);
    }

    private static List<ContainerPort> Ports(SparkApplication application, SparkRole role, SparkPodSpec pod)
    {
        var ports = (pod.Ports ?? []).Select(port => new ContainerPort { Name = port.Name, Port = port.ContainerPort, Protocol = port.Protocol }).ToList();
        if (ApplicationMonitoring.IsExposed(application, role) && ApplicationMonitoring.NeedsConfigMap(application))
            ports.Add(new ContainerPort { Name = ApplicationMonitoring.PortName(application), Port = ApplicationMonitoring.Port(application), Protocol = "TCP" });
        return ports;
    }

    private static Dictionary<string, Quantity> Limits(SparkRole role, SparkPodSpec pod, List<SubmissionProblem> problems)
    {
        var limits = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        if (pod.MemoryLimit is { Length: > 0 } limit)
        {
            if (TryQuantity(limit, out var quantity))
                limits["memory"] = quantity;
            else
                problems.Add(new(role.Field("memoryLimit"), $"'{limit}' is no amount of memory", "write it as 2g or 2Gi"));
        }

        if (pod.Gpu is { Name.Length: > 0, Quantity: > 0 } gpu)
            limits[gpu.Name] = gpu.Quantity.Value.ToString(CultureInfo.InvariantCulture);
        return limits;
    }

    // Java's units have Kubernetes' meaning under another name; Kubernetes' own pass.
    private static bool TryQuantity(string text, out Quantity quantity)
    {
        var lower = text.ToLowerInvariant();
        var digits = lower.TakeWhile(char.IsAsciiDigit).Count();
        var unit = lower[digits..] switch { "k" or "kb" => "Ki", "m" or "mb" => "Mi", "g" or "gb" => "Gi", "t" or "tb" => "Ti", "p" or "pb" => "Pi", _ => null };
        quantity = digits > 0 && unit is not null ? lower[..digits] + unit : text;
        return quantity.TryGetValue(out _);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
