using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Hearth.Spark.Submission;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Submission;

/// <summary>What the peer's webhook patches reaches both roles: the driver's pod and the executors' template.</summary>
public sealed class ApplicationOverlayTests
{
    private static readonly DriverSpec s_fields = new()
    {
        Env = [new EnvVar { Name = "A", Value = "1" }],
        EnvFrom = [new EnvFromSource { ConfigMapRef = new ObjectSelector { Name = "m" } }],
        Tolerations = [new Toleration { Key = "spot", Operator = "Exists" }],
        VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }, new VolumeMount { Name = "unknown", MountPath = "/no" }],
        ConfigMaps = [new NamePath { Name = "with.dots", Path = "/etc/c" }],
        Gpu = new GpuSpec { Name = "nvidia.com/gpu", Quantity = 2 },
        HostNetwork = true,
        PriorityClassName = "high",
        NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" },
        Sidecars = [new Container { Name = "side", Image = "busybox" }],
        TerminationGracePeriodSeconds = 45,
    };

    [Fact]
    public void Both_roles_get_the_same_fields()
    {
        var plan = Plan();
        Check(plan.Driver, SparkLabels.DriverContainer);
        var map = plan.Resources.OfType<ConfigMap>().Single(candidate => candidate.Metadata.Name!.EndsWith("podspec-conf-map", StringComparison.Ordinal));
        Check(JsonSerializer.Deserialize(map.Data!["podspec-configmap-key"], KubeJson.Default.Pod)!, SparkLabels.ExecutorContainer);
    }

    [Fact]
    public void A_memory_limit_takes_the_driver_s_and_warns_for_executors()
    {
        var result = Try(s_fields with { MemoryLimit = "2g" }, new ExecutorSpec { MemoryLimit = "2g" });
        result.Value!.Driver.Spec!.Containers![0].Resources!.Limits!["memory"].Text.ShouldBe("2Gi");
        result.Warnings.ShouldContain(warning => warning.Key == "spec.executor.memoryLimit");
    }

    [Fact]
    public void A_batch_scheduler_wins_over_the_role_s()
    {
        var application = Application(new DriverSpec { SchedulerName = "mine" }, new ExecutorSpec());
        var result = Plan(application with { Spec = application.Spec with { BatchScheduler = "volcano" } });
        result.Value!.Driver.Spec!.SchedulerName.ShouldBe("volcano");
    }

    private static void Check(Pod pod, string containerName)
    {
        var container = pod.Spec!.Containers!.Single(candidate => candidate.Name == containerName);
        container.Env!.ShouldContain(variable => variable.Name == "A");
        container.EnvFrom!.Count.ShouldBe(1);
        container.VolumeMounts!.ShouldContain(mount => mount.MountPath == "/data");
        container.VolumeMounts!.ShouldNotContain(mount => mount.MountPath == "/no");
        container.Resources!.Limits!["nvidia.com/gpu"].Text.ShouldBe("2");
        pod.Spec.Volumes!.ShouldContain(volume => volume.Name == "data");
        pod.Spec.Volumes!.ShouldAllBe(volume => volume.Name.Length <= 63 && !volume.Name.Contains('.', StringComparison.Ordinal));
        pod.Spec.HostNetwork.ShouldBe(true);
        pod.Spec.DnsPolicy.ShouldBe("ClusterFirstWithHostNet");
        pod.Spec.PriorityClassName.ShouldBe("high");
        pod.Spec.NodeSelector!["disk"].ShouldBe("ssd");
        pod.Spec.Tolerations!.Count.ShouldBe(1);
        pod.Spec.Containers!.ShouldContain(candidate => candidate.Name == "side");
        pod.Spec.TerminationGracePeriodSeconds.ShouldBe(45);
        pod.Metadata.OwnerReferences!.Single().Kind.ShouldBe("SparkApplication");
    }

    private static SubmissionPlan Plan() => Try(s_fields, new ExecutorSpec
    {
        Env = s_fields.Env,
        EnvFrom = s_fields.EnvFrom,
        Tolerations = s_fields.Tolerations,
        VolumeMounts = s_fields.VolumeMounts,
        ConfigMaps = s_fields.ConfigMaps,
        Gpu = s_fields.Gpu,
        HostNetwork = true,
        PriorityClassName = "high",
        NodeSelector = s_fields.NodeSelector,
        Sidecars = s_fields.Sidecars,
        TerminationGracePeriodSeconds = 45,
    }).Value.ShouldNotBeNull();

    private static SubmissionResult<SubmissionPlan> Try(DriverSpec driver, ExecutorSpec executor) => Plan(Application(driver, executor));

    private static SubmissionResult<SubmissionPlan> Plan(SparkApplication application) =>
        ApplicationSubmission.Plan(application, SubmissionIdentity.FromAttempt("a", DateTimeOffset.UnixEpoch), new ApplicationContext("k8s://https://h:1", "id"));

    private static SparkApplication Application(DriverSpec driver, ExecutorSpec executor) => new()
    {
        Metadata = new ObjectMeta { Name = "app", Namespace = "jobs", Uid = "u" },
        Spec = new SparkApplicationSpec
        {
            SparkVersion = "4.3.0",
            Image = "spark:1",
            MainClass = "a.B",
            MainApplicationFile = "local:///a.jar",
            Volumes = [new Volume { Name = "data", EmptyDir = new EmptyDirVolume() }],
            Driver = driver,
            Executor = executor,
        },
    };
}
