using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;

namespace Hearth.Operator.Connect;

/// <summary>The objects of a Connect (or Thrift) server: names, labels, ports and command line are the peer's. Pure.</summary>
internal static class ConnectObjects
{
    public const string Role = "connect-server";
    public const string SpecHash = "hearth.dev/spec-hash";
    private const string TemplateKey = "executor-pod-template.yaml";
    private const string TemplatePath = "/tmp/spark/" + TemplateKey;

    public static string ServerName(SparkConnect connect) => $"{connect.Metadata.Name}-server";

    public static bool IsThrift(SparkConnect connect) => connect.Spec.Hearth?.Server == "Thrift";

    public static ConfigMap ConfigMap(SparkConnect connect) => new()
    {
        Metadata = Meta(connect, $"{connect.Metadata.Name}-conf", Created(connect)),
        Data = new Dictionary<string, string> { [TemplateKey] = (connect.Spec.Executor.Template?.GetRawText() ?? "null") + "\n" },
    };

    public static Service Service(SparkConnect connect)
    {
        var wanted = connect.Spec.Server.Service;
        var labels = new Dictionary<string, string>(wanted?.Metadata.Labels ?? new Dictionary<string, string>());
        foreach (var (key, value) in Created(connect))
            labels[key] = value;
        var selector = new Dictionary<string, string>(wanted?.Spec?.Selector ?? new Dictionary<string, string>());
        foreach (var (key, value) in ServerLabels(connect))
            selector[key] = value;
        return (wanted ?? new Service()) with
        {
            ApiVersion = null,
            Kind = null,
            Metadata = Meta(connect, wanted?.Metadata.Name is { Length: > 0 } name ? name : ServerName(connect), labels) with { Annotations = wanted?.Metadata.Annotations },
            Spec = (wanted?.Spec ?? new ServiceSpec()) with
            {
                Selector = selector,
                Ports =
                [
                    Port("driver-rpc", 7078, "tcp"), Port("blockmanager", 7079, "tcp"), Port("web-ui", 4040, "http"),
                    IsThrift(connect) ? Port("spark-thrift-server", 10000, "tcp") : Port("spark-connect-server", 15002, "grpc"),
                ],
            },
            Status = null,
        };
    }

    /// <summary>Throws <see cref="JsonException"/> where the template is none, <see cref="InvalidOperationException"/> where no image is named.</summary>
    public static Pod Pod(SparkConnect connect, string master)
    {
        var template = connect.Spec.Server.Template is { ValueKind: JsonValueKind.Object } given ? given.Deserialize(KubeJson.Default.PodTemplateSpec)! : new();
        var spec = template.Spec ?? new PodSpec();
        var containers = (spec.Containers ?? []).ToList();
        var index = Math.Max(0, containers.FindIndex(c => c.Name == SparkLabels.DriverContainer));
        if (containers.Count == 0)
            containers.Add(new() { Name = SparkLabels.DriverContainer });
        containers[index] = Container(connect, containers[index], master);
        var labels = new Dictionary<string, string>(template.Metadata?.Labels ?? new Dictionary<string, string>());
        foreach (var (key, value) in ServerLabels(connect))
            labels[key] = value;
        return new()
        {
            Metadata = Meta(connect, ServerName(connect), labels) with
            {
                Annotations = new Dictionary<string, string>(template.Metadata?.Annotations ?? new Dictionary<string, string>()) { [SpecHash] = HashOf(connect.Spec) },
            },
            Spec = spec with
            {
                Containers = containers,
                EnableServiceLinks = spec.EnableServiceLinks ?? false,
                Volumes =
                [
                    .. spec.Volumes ?? [],
                    new() { Name = "spark-conf", ConfigMap = new() { Name = $"{connect.Metadata.Name}-conf", Items = [new() { Key = TemplateKey, Path = TemplateKey }] } },
                ],
            },
        };
    }

    public static string HashOf(SparkConnectSpec spec)
    {
        var content = spec with { Hearth = spec.Hearth is { } own ? own with { IdleStop = null, Start = null } : null };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, SparkJson.Default.SparkConnectSpec)))[..16];
    }

    private static Container Container(SparkConnect connect, Container container, string master)
    {
        var image = container.Image is { Length: > 0 } own ? own : connect.Spec.Image;
        if (string.IsNullOrEmpty(image))
            throw new InvalidOperationException("image must be specified in spec.image or in the selected server and executor template containers");
        var port = IsThrift(connect) ? 10000 : 15002;
        var script = IsThrift(connect) ? "thriftserver" : "connect-server";
        return container with
        {
            Image = image,
            Command = ["bash", "-c"],
            Args = [$"${{SPARK_HOME}}/sbin/start-{script}.sh {string.Join(' ', ConnectArguments.Of(connect, master, TemplatePath))}"],
            Env =
            [
                .. container.Env ?? [],
                new() { Name = "POD_IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } },
                new() { Name = "SPARK_NO_DAEMONIZE", Value = "true" },
            ],
            VolumeMounts = [.. container.VolumeMounts ?? [], new() { Name = "spark-conf", MountPath = TemplatePath, SubPath = TemplateKey, ReadOnly = true }],
            StartupProbe = container.StartupProbe ?? new() { TcpSocket = new() { Port = port }, InitialDelaySeconds = 5, PeriodSeconds = 10, FailureThreshold = 30 },
            ReadinessProbe = container.ReadinessProbe ?? new() { TcpSocket = new() { Port = port }, PeriodSeconds = 10, FailureThreshold = 3 },
            Lifecycle = (container.Lifecycle ?? new()) with { PreStop = container.Lifecycle?.PreStop ?? new() { Exec = new() { Command = ["bash", "-c", $"${{SPARK_HOME}}/sbin/stop-{script}.sh"] } } },
        };
    }

    private static Dictionary<string, string> ServerLabels(SparkConnect connect) => new()
    {
        [SparkLabels.LaunchedBy] = "true",
        [SparkLabels.ConnectName] = connect.Metadata.Name!,
        [SparkLabels.Role] = Role,
        ["spark-version"] = connect.Spec.SparkVersion ?? "",
    };

    private static Dictionary<string, string> Created(SparkConnect connect) => new()
    {
        [SparkLabels.CreatedBy] = "true",
        [SparkLabels.ConnectName] = connect.Metadata.Name!,
    };

    private static ServicePort Port(string name, int port, string protocol) =>
        new() { Name = name, Port = port, TargetPort = port, Protocol = "TCP", AppProtocol = protocol };

    private static ObjectMeta Meta(SparkConnect connect, string name, IReadOnlyDictionary<string, string> labels) => new()
    {
        Name = name,
        Namespace = connect.Metadata.Namespace,
        Labels = labels,
        OwnerReferences =
        [
            new()
            {
                ApiVersion = SparkResources.SparkConnects.ApiVersion,
                Kind = SparkResources.SparkConnects.Kind,
                Name = connect.Metadata.Name!,
                Uid = connect.Metadata.Uid!,
                Controller = true,
                BlockOwnerDeletion = true,
            },
        ],
    };
}
