using System.Globalization;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Simulator.Driver;

/// <summary>What every executor pod of one application has in common.</summary>
/// <param name="Driver">The driver's pod: owner of the executors; null where the driver runs outside of a pod.</param>
/// <param name="DriverUrl">Where executors find the driver.</param>
/// <param name="NamePrefix">Executor N is called <c>prefix-exec-N</c>.</param>
/// <param name="Template">From <c>spark.kubernetes.executor.podTemplateFile</c>.</param>
/// <param name="ConfigMap">The executors' ConfigMap; null where none was created.</param>
internal sealed record ExecutorPodContext(DriverConfiguration Configuration, Pod? Driver, string DriverUrl, string NamePrefix, Pod? Template, string? ConfigMap);

/// <summary>Builds executor pods as Spark's <c>KubernetesExecutorBuilder</c> does, as far as anybody can tell from outside.</summary>
internal static class ExecutorPodSpec
{
    public static Pod Build(ExecutorPodContext context, int id)
    {
        var configuration = context.Configuration;
        var name = $"{context.NamePrefix}-exec-{id}";
        var template = context.Template?.Spec ?? new PodSpec();
        var wanted = configuration.Get("spark.kubernetes.executor.podTemplateContainerName", "");
        var containers = template.Containers ?? [];
        var own = containers.FirstOrDefault(c => wanted.Length > 0 ? c.Name == wanted : true) ?? new Container();
        return new Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = (context.Template?.Metadata ?? new ObjectMeta()) with
            {
                Name = name,
                Namespace = configuration.Namespace,
                Labels = Labels(context, id),
                Annotations = Merge(context.Template?.Metadata.Annotations, configuration.WithPrefix("spark.kubernetes.executor.annotation.")),
                OwnerReferences = Owner(context.Driver),
            },
            Spec = template with
            {
                Containers = [Container(context, own, id), .. containers.Where(c => !ReferenceEquals(c, own))],
                Hostname = name.Length <= 63 ? name : name[^63..].TrimStart('-'),
                RestartPolicy = "Never",
                TerminationGracePeriodSeconds = template.TerminationGracePeriodSeconds ?? 30,
                ServiceAccountName = ServiceAccount(configuration, template),
                ServiceAccount = ServiceAccount(configuration, template),
                SchedulerName = configuration.Get("spark.kubernetes.executor.scheduler.name", configuration.Get("spark.kubernetes.scheduler.name", "")) is { Length: > 0 } scheduler ? scheduler : template.SchedulerName,
                NodeSelector = Merge(template.NodeSelector, configuration.WithPrefix("spark.kubernetes.node.selector.").Concat(configuration.WithPrefix("spark.kubernetes.executor.node.selector."))),
                ImagePullSecrets = PullSecrets(configuration) ?? template.ImagePullSecrets,
                Volumes = Volumes(context, template),
            },
        };
    }

    private static Dictionary<string, string>? Labels(ExecutorPodContext context, int id)
    {
        var configuration = context.Configuration;
        var spark = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark-version"] = configuration.Version,
            ["spark-app-selector"] = configuration.AppId,
            ["spark-app-name"] = LabelValue(configuration.AppName),
            ["spark-exec-id"] = id.ToString(CultureInfo.InvariantCulture),
            ["spark-role"] = "executor",
            ["spark-exec-resourceprofile-id"] = "0",
        };
        return Merge(Merge(context.Template?.Metadata.Labels, configuration.WithPrefix("spark.kubernetes.executor.label.")), spark);
    }

    private static Container Container(ExecutorPodContext context, Container template, int id)
    {
        var configuration = context.Configuration;
        return template with
        {
            Name = template.Name ?? "spark-kubernetes-executor",
            Image = configuration.Get("spark.kubernetes.executor.container.image", configuration.Get("spark.kubernetes.container.image", template.Image ?? "")),
            ImagePullPolicy = configuration.Get("spark.kubernetes.container.image.pullPolicy", template.ImagePullPolicy ?? "IfNotPresent"),
            Args = ["executor"],
            Env = [.. Environment(context, id), .. template.Env ?? []],
            Ports = [new ContainerPort { Name = "blockmanager", Port = configuration.Number("spark.blockManager.port", 7079), Protocol = "TCP" }, .. template.Ports ?? []],
            Resources = Resources(configuration, template.Resources),
            VolumeMounts = context.ConfigMap is null ? template.VolumeMounts : [new VolumeMount { Name = "spark-conf-volume-exec", MountPath = "/opt/spark/conf" }, .. template.VolumeMounts ?? []],
        };
    }

    private static IEnumerable<EnvVar> Environment(ExecutorPodContext context, int id)
    {
        var configuration = context.Configuration;
        yield return new EnvVar { Name = "SPARK_USER", Value = configuration.User };
        yield return new EnvVar { Name = "SPARK_DRIVER_URL", Value = context.DriverUrl };
        yield return new EnvVar { Name = "SPARK_EXECUTOR_CORES", Value = configuration.ExecutorCores.ToString(CultureInfo.InvariantCulture) };
        yield return new EnvVar { Name = "SPARK_EXECUTOR_MEMORY", Value = $"{MemoryMiB(configuration.Get("spark.executor.memory", "1g"))}m" };
        yield return new EnvVar { Name = "SPARK_APPLICATION_ID", Value = configuration.AppId };
        yield return new EnvVar { Name = "SPARK_CONF_DIR", Value = "/opt/spark/conf" };
        yield return new EnvVar { Name = "SPARK_EXECUTOR_ID", Value = id.ToString(CultureInfo.InvariantCulture) };
        yield return new EnvVar { Name = "SPARK_RESOURCE_PROFILE_ID", Value = "0" };
        yield return new EnvVar { Name = "SPARK_EXECUTOR_POD_IP", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { ApiVersion = "v1", FieldPath = "status.podIP" } } };
        yield return new EnvVar { Name = "SPARK_EXECUTOR_POD_NAME", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { ApiVersion = "v1", FieldPath = "metadata.name" } } };
        foreach (var (name, value) in configuration.WithPrefix("spark.executorEnv."))
            yield return new EnvVar { Name = name, Value = value };
        foreach (var (name, reference) in configuration.WithPrefix("spark.kubernetes.executor.secretKeyRef."))
        {
            if (reference.Split(':') is [var secret, var key])
                yield return new EnvVar { Name = name, ValueFrom = new EnvVarSource { SecretKeyRef = new KeySelector { Name = secret, Key = key } } };
        }
    }

    private static ResourceRequirements Resources(DriverConfiguration configuration, ResourceRequirements? template)
    {
        var memory = new Quantity($"{TotalMemoryMiB(configuration)}Mi");
        var requests = new Dictionary<string, Quantity>(template?.Requests ?? new Dictionary<string, Quantity>(), StringComparer.Ordinal)
        {
            ["cpu"] = new Quantity(configuration.Get("spark.kubernetes.executor.request.cores", configuration.ExecutorCores.ToString(CultureInfo.InvariantCulture))),
            ["memory"] = memory,
        };
        var limits = new Dictionary<string, Quantity>(template?.Limits ?? new Dictionary<string, Quantity>(), StringComparer.Ordinal) { ["memory"] = memory };
        if (configuration.Get("spark.kubernetes.executor.limit.cores", "") is { Length: > 0 } cores)
            limits["cpu"] = new Quantity(cores);
        return (template ?? new ResourceRequirements()) with { Requests = requests, Limits = limits };
    }

    private static long TotalMemoryMiB(DriverConfiguration configuration)
    {
        var memory = MemoryMiB(configuration.Get("spark.executor.memory", "1g"));
        var factor = double.TryParse(
            configuration.Get("spark.executor.memoryOverheadFactor", configuration.Get("spark.kubernetes.memoryOverheadFactor", "0.1")), CultureInfo.InvariantCulture, out var given) ? given : 0.1;
        var overhead = configuration.Get("spark.executor.memoryOverhead", "") is { Length: > 0 } fixedOverhead ? MemoryMiB(fixedOverhead) : Math.Max(384, (long)(memory * factor));
        var python = configuration.Get("spark.kubernetes.resource.type", "java") == "python" ? MemoryMiB(configuration.Get("spark.executor.pyspark.memory", "0")) : 0;
        return memory + overhead + python;
    }

    /// <summary>Spark's memory text, MiB where it has no unit.</summary>
    private static long MemoryMiB(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (!long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return 1024;
        return text[digits..].Trim().ToLowerInvariant() switch
        {
            "k" or "kb" => number / 1024,
            "g" or "gb" => number * 1024,
            "t" or "tb" => number * 1024 * 1024,
            "b" => number >> 20,
            _ => number,
        };
    }

    private static List<Volume>? Volumes(ExecutorPodContext context, PodSpec template)
    {
        if (context.ConfigMap is null)
            return template.Volumes?.ToList();
        var configuration = new Volume { Name = "spark-conf-volume-exec", ConfigMap = new ConfigMapVolume { Name = context.ConfigMap } };
        return [configuration, .. template.Volumes ?? []];
    }

    private static string? ServiceAccount(DriverConfiguration configuration, PodSpec template) =>
        configuration.Get("spark.kubernetes.authenticate.executor.serviceAccountName", configuration.Get("spark.kubernetes.authenticate.driver.serviceAccountName", template.ServiceAccountName ?? "")) is { Length: > 0 } account ? account : null;

    private static List<LocalObjectReference>? PullSecrets(DriverConfiguration configuration) =>
        configuration.Get("spark.kubernetes.container.image.pullSecrets", "") is { Length: > 0 } secrets
            ? [.. secrets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => new LocalObjectReference { Name = name })]
            : null;

    private static List<OwnerReference>? Owner(Pod? driver) => driver is null
        ? null
        : [new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = driver.Metadata.Name ?? "", Uid = driver.Metadata.Uid ?? "", Controller = true }];

    private static Dictionary<string, string>? Merge(IReadOnlyDictionary<string, string>? first, IEnumerable<KeyValuePair<string, string>> second)
    {
        var merged = first is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(first, StringComparer.Ordinal);
        foreach (var (key, value) in second)
            merged[key] = value;
        return merged.Count == 0 ? null : merged;
    }

    /// <summary>Spark's own way of making an application's name a label.</summary>
    private static string LabelValue(string text)
    {
        var value = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return (value.Length > 63 ? value[..63] : value).Trim('-');
    }
}
