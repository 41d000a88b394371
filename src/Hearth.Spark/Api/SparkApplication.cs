using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Spark.Api;

/// <summary>One Spark application: <c>sparkoperator.k8s.io/v1beta2 SparkApplication</c>.</summary>
public sealed record SparkApplication : KubeObject
{
    public SparkApplicationSpec Spec { get => field ??= new SparkApplicationSpec(); init; }
    public SparkApplicationStatus? Status { get; init; }
}

/// <summary>What runs, on what, and how often.</summary>
public sealed record SparkApplicationSpec
{
    /// <summary>Language of the application. Only the arithmetic of memory overhead depends on it.</summary>
    [Required, OneOf("Java", "Python", "Scala", "R"), Default("Scala")]
    public string? Type { get; init; }

    /// <summary>Version of Spark in the image, for example 4.0.1. It decides which objects and settings the driver gets.</summary>
    [Required]
    public string? SparkVersion { get; init; }

    /// <summary>Deploy mode. Only cluster runs the driver as a pod.</summary>
    [OneOf("cluster", "client"), Default("cluster")]
    public string? Mode { get; init; }

    /// <summary>User that the driver impersonates (spark-submit --proxy-user).</summary>
    public string? ProxyUser { get; init; }

    /// <summary>Image of driver and executors that name none of their own.</summary>
    public string? Image { get; init; }

    /// <summary>Always, Never or IfNotPresent.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Names of Secrets with registry credentials.</summary>
    public IReadOnlyList<string>? ImagePullSecrets { get; init; }

    /// <summary>Class with the main method; Java and Scala.</summary>
    public string? MainClass { get; init; }

    /// <summary>Jar, .py or .R file with the application, for example local:///opt/app.jar.</summary>
    [Required]
    public string? MainApplicationFile { get; init; }

    /// <summary>Arguments of the application.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Spark settings, as in spark-defaults.conf. The fields of this resource win over them.</summary>
    public IReadOnlyDictionary<string, string>? SparkConf { get; init; }

    /// <summary>Hadoop settings; the prefix spark.hadoop. is added.</summary>
    public IReadOnlyDictionary<string, string>? HadoopConf { get; init; }

    /// <summary>ConfigMap mounted at /etc/spark/conf of driver and executors, with SPARK_CONF_DIR.</summary>
    public string? SparkConfigMap { get; init; }

    /// <summary>ConfigMap mounted at /etc/hadoop/conf of driver and executors, with HADOOP_CONF_DIR.</summary>
    public string? HadoopConfigMap { get; init; }

    /// <summary>Volumes that volumeMounts of driver and executor name.</summary>
    public IReadOnlyList<Volume>? Volumes { get; init; }

    /// <summary>The driver.</summary>
    [Required]
    public DriverSpec Driver { get => field ??= new DriverSpec(); init; }

    /// <summary>The executors.</summary>
    [Required]
    public ExecutorSpec Executor { get => field ??= new ExecutorSpec(); init; }

    /// <summary>Jars, files and packages beside the application.</summary>
    public Dependencies? Deps { get; init; }

    /// <summary>Whether and how often a failed application runs again.</summary>
    [Default("{\"type\":\"Never\"}", Json = true)]
    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>Node labels that driver and executors need; not together with theirs.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Without effect, kept for old manifests: see restartPolicy.</summary>
    public int? FailureRetries { get; init; }

    /// <summary>Without effect, kept for old manifests: see restartPolicy.</summary>
    public long? RetryInterval { get; init; }

    /// <summary>Major version of Python.</summary>
    [OneOf("2", "3")]
    public string? PythonVersion { get; init; }

    /// <summary>Share of memory that is added for what lies outside of the heap, for example "0.4".</summary>
    public string? MemoryOverheadFactor { get; init; }

    /// <summary>Metrics of driver and executors.</summary>
    public MonitoringSpec? Monitoring { get; init; }

    /// <summary>Scheduler that places the pods of one application together: volcano, yunikorn or a name of scheduler-plugins.</summary>
    public string? BatchScheduler { get; init; }

    /// <summary>Options of the batch scheduler.</summary>
    public BatchSchedulerOptions? BatchSchedulerOptions { get; init; }

    /// <summary>Seconds after the end at which this resource is deleted; zero or less deletes it at once.</summary>
    public long? TimeToLiveSeconds { get; init; }

    /// <summary>Stops the application and keeps it stopped until false again.</summary>
    public bool? Suspend { get; init; }

    /// <summary>Service and Ingress of the Spark UI.</summary>
    public SparkUIOptions? SparkUIOptions { get; init; }

    /// <summary>Further ports of the driver that get a Service and an Ingress.</summary>
    public IReadOnlyList<DriverIngressOptions>? DriverIngressOptions { get; init; }

    /// <summary>Number of executors by load.</summary>
    public DynamicAllocation? DynamicAllocation { get; init; }

    /// <summary>Guards the driver against voluntary evictions with a PodDisruptionBudget.</summary>
    public bool? DriverPodDisruptionBudget { get; init; }

    /// <summary>What only Hearth offers. Without this block the manifest is valid for other operators too.</summary>
    public HearthOptions? Hearth { get; init; }
}

/// <summary>What spark-submit ships with the application.</summary>
public sealed record Dependencies
{
    public IReadOnlyList<string>? Jars { get; init; }
    public IReadOnlyList<string>? Files { get; init; }
    public IReadOnlyList<string>? PyFiles { get; init; }

    /// <summary>Maven coordinates, group:artifact:version.</summary>
    public IReadOnlyList<string>? Packages { get; init; }
    public IReadOnlyList<string>? ExcludePackages { get; init; }
    public IReadOnlyList<string>? Repositories { get; init; }
    public IReadOnlyList<string>? Archives { get; init; }
}

/// <summary>When an application runs again. Runs = retries + 1.</summary>
public sealed record RestartPolicy
{
    [OneOf("Never", "Always", "OnFailure"), Default("Never")]
    public string? Type { get; init; }

    /// <summary>Retries after a submission that failed; none when absent. Only for OnFailure.</summary>
    [Minimum(0)]
    public int? OnSubmissionFailureRetries { get; init; }

    /// <summary>Retries after a run that failed; none when absent. Only for OnFailure.</summary>
    [Minimum(0)]
    public int? OnFailureRetries { get; init; }

    /// <summary>Seconds before the first retry of a submission; 5 when absent.</summary>
    [Minimum(1)]
    public long? OnSubmissionFailureRetryInterval { get; init; }

    /// <summary>Seconds before the first retry of a run; 5 when absent.</summary>
    [Minimum(1)]
    public long? OnFailureRetryInterval { get; init; }
}

/// <summary>Names of <see cref="RestartPolicy.Type"/>.</summary>
public static class RestartPolicyTypes
{
    public const string Never = "Never";
    public const string Always = "Always";
    public const string OnFailure = "OnFailure";
}

public sealed record BatchSchedulerOptions
{
    public string? Queue { get; init; }
    public string? PriorityClassName { get; init; }

    /// <summary>Minimal resources of the pod group instead of the computed ones.</summary>
    public IReadOnlyDictionary<string, Quantity>? Resources { get; init; }
}

/// <summary>Metrics by JMX exporter or by a metrics.properties.</summary>
public sealed record MonitoringSpec
{
    [Required]
    public bool? ExposeDriverMetrics { get; init; }

    [Required]
    public bool? ExposeExecutorMetrics { get; init; }

    /// <summary>Content of metrics.properties instead of the built-in one.</summary>
    public string? MetricsProperties { get; init; }

    /// <summary>Path of a metrics.properties in the image.</summary>
    public string? MetricsPropertiesFile { get; init; }
    public PrometheusSpec? Prometheus { get; init; }
}

public sealed record PrometheusSpec
{
    /// <summary>Path of the JMX exporter's jar in the image.</summary>
    [Required]
    public string? JmxExporterJar { get; init; }

    /// <summary>Port of the exporter; 8090 when absent.</summary>
    [Minimum(1024), Maximum(49151)]
    public int? Port { get; init; }

    /// <summary>Name of the port; jmx-exporter when absent.</summary>
    public string? PortName { get; init; }

    /// <summary>Path of the exporter's configuration in the image; wins over configuration.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The exporter's configuration.</summary>
    public string? Configuration { get; init; }
}

public sealed record DynamicAllocation
{
    public bool? Enabled { get; init; }
    public int? InitialExecutors { get; init; }
    public int? MinExecutors { get; init; }
    public int? MaxExecutors { get; init; }

    /// <summary>Keeps executors that hold shuffle data; true when absent.</summary>
    public bool? ShuffleTrackingEnabled { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? ShuffleTrackingTimeout { get; init; }
}
