using System.Globalization;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>The headless Service by which executors find the driver.</summary>
internal static class DriverServiceStep
{
    public const int DefaultUiPort = 4040;
    public const int DefaultConnectPort = 15002;
    private const int DefaultDriverPort = 7078;
    private const int DefaultBlockManagerPort = 7079;

    public static void Check(PodDraft draft)
    {
        if (draft.Conf.Conf.Contains(SparkKeys.DriverBindAddress))
        {
            draft.Conf.Problem(SparkKeys.DriverBindAddress, "requirement failed: spark.driver.bindAddress is not supported in Kubernetes mode, "
                + "as the driver's bind address is managed and set to the driver pod's IP address.", "remove it");
        }

        if (draft.Conf.Conf.Contains(SparkKeys.DriverHost))
        {
            draft.Conf.Problem(SparkKeys.DriverHost, "requirement failed: spark.driver.host is not supported in Kubernetes mode, "
                + "as the driver's hostname will be managed via a Kubernetes service.", "remove it");
        }
    }

    public static void Configure(PodDraft draft)
    {
        var conf = draft.Conf;
        var driverPort = conf.PlainInt(SparkKeys.DriverPort, DefaultDriverPort);
        var blockManagerPort = conf.PlainInt(SparkKeys.DriverBlockManagerPort, DefaultBlockManagerPort);
        draft.Properties[SparkKeys.DriverHost] = $"{draft.Names.Service}.{draft.Namespace}.svc";
        draft.Properties[SparkKeys.DriverPort] = Invariant(driverPort);
        draft.Properties[SparkKeys.DriverBlockManagerPort] = Invariant(blockManagerPort);
        draft.Resources.Add(Service(draft, driverPort, blockManagerPort));
    }

    private static Service Service(PodDraft draft, int driverPort, int blockManagerPort)
    {
        var conf = draft.Conf;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["spark-app-selector"] = draft.ApplicationId };
        foreach (var (key, value) in conf.Conf.WithPrefix(SparkKeys.ServiceLabel))
            labels[key] = value;
        var annotations = conf.Conf.WithPrefix(SparkKeys.ServiceAnnotation);
        var publish = draft.Traits.PublishNotReadyAddresses ? conf.Bool(SparkKeys.PublishNotReadyAddresses, false) : (bool?)null;
        return new Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new ObjectMeta
            {
                Name = draft.Names.Service,
                Labels = labels,
                Annotations = annotations.Count == 0 ? null : annotations.ToDictionary(StringComparer.Ordinal),
            },
            Spec = new ServiceSpec
            {
                ClusterIP = "None",
                IpFamilyPolicy = conf.Choice(SparkKeys.IpFamilyPolicy, "SingleStack", "SingleStack", "PreferDualStack", "RequireDualStack"),
                IpFamilies = conf.Choice(SparkKeys.IpFamilies, "IPv4", "IPv4", "IPv6", "IPv4,IPv6", "IPv6,IPv4").Split(','),
                Selector = new Dictionary<string, string>(draft.OwnLabels, StringComparer.Ordinal),
                PublishNotReadyAddresses = publish,
                Ports = Ports(draft, driverPort, blockManagerPort),
            },
        };
    }

    private static List<ServicePort> Ports(PodDraft draft, int driverPort, int blockManagerPort)
    {
        var ports = new List<ServicePort>
        {
            Port("driver-rpc-port", driverPort),
            Port("blockmanager", blockManagerPort),
            Port("spark-ui", draft.Conf.Int(SparkKeys.UiPort, DefaultUiPort)),
        };
        if (draft.Traits.ConnectPort)
        {
            var connect = Port("spark-connect", draft.Conf.PlainInt(SparkKeys.ConnectPort, DefaultConnectPort));
            ports.Add(draft.Traits.ConnectAppProtocol ? connect with { AppProtocol = "grpc" } : connect);
        }

        return ports;
    }

    private static ServicePort Port(string name, int port) => new() { Name = name, Port = port, TargetPort = port };

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
