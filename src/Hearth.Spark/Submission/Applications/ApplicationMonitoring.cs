using System.Globalization;
using Hearth.Spark.Api;

namespace Hearth.Spark.Submission.Applications;

/// <summary>Metrics by the JMX exporter: the configuration, the agent and the files it needs.</summary>
internal static class ApplicationMonitoring
{
    public const string MountPath = "/etc/metrics/conf";
    private const int DefaultPort = 8090;

    /// <summary>True where this role runs the exporter.</summary>
    public static bool IsExposed(SparkApplication application, SparkRole role) => application.Spec.Monitoring is { Prometheus: not null } monitoring
        && (role == SparkRole.Driver ? monitoring.ExposeDriverMetrics : monitoring.ExposeExecutorMetrics) == true;

    /// <summary>True where the operator's ConfigMap is needed: unless both files come with the image.</summary>
    public static bool NeedsConfigMap(SparkApplication application) => application.Spec.Monitoring is { Prometheus: { } prometheus } monitoring
        && (string.IsNullOrEmpty(monitoring.MetricsPropertiesFile) || string.IsNullOrEmpty(prometheus.ConfigFile));

    public static int Port(SparkApplication application) => application.Spec.Monitoring?.Prometheus?.Port ?? DefaultPort;

    public static string PortName(SparkApplication application) => application.Spec.Monitoring?.Prometheus?.PortName is { Length: > 0 } name ? name : "jmx-exporter";

    public static string ConfigMapName(SparkApplication application) => $"{application.Metadata.Name}-prom-conf";

    /// <summary>The settings of both roles; they win over the user's.</summary>
    public static void AddSettings(SettingList settings, SparkApplication application)
    {
        if (application.Spec.Monitoring is not { Prometheus: not null } monitoring)
            return;
        const string Field = "spec.monitoring";
        settings.Add("spark.metrics.namespace", $"{application.Metadata.Namespace ?? "default"}.{application.Metadata.Name}", Field);
        settings.Add("spark.metrics.conf", string.IsNullOrEmpty(monitoring.MetricsPropertiesFile) ? $"{MountPath}/metrics.properties" : monitoring.MetricsPropertiesFile, Field);
        foreach (var role in (ReadOnlySpan<SparkRole>)[SparkRole.Driver, SparkRole.Executor])
        {
            if (!IsExposed(application, role))
                continue;
            settings.Add(role.Kubernetes("annotation.prometheus.io/scrape"), true, Field);
            settings.Add(role.Kubernetes("annotation.prometheus.io/port"), Port(application), Field);
            settings.Add(role.Kubernetes("annotation.prometheus.io/path"), "/metrics", Field);
        }
    }

    /// <summary>The role's Java options with the agent after them; null where there are none.</summary>
    public static string? JavaOptions(SparkApplication application, SparkRole role, SparkPodSpec pod, SettingList settings)
    {
        if (!IsExposed(application, role))
            return pod.JavaOptions;
        var prometheus = application.Spec.Monitoring!.Prometheus!;
        var file = string.IsNullOrEmpty(prometheus.ConfigFile) ? $"{MountPath}/prometheus.yaml" : prometheus.ConfigFile;
        var agent = string.Create(CultureInfo.InvariantCulture, $"-javaagent:{prometheus.JmxExporterJar}={Port(application)}:{file}");
        var before = pod.JavaOptions ?? settings.Settings.LastOrDefault(setting => setting.Key == role.Spark("extraJavaOptions"))?.Value;
        return string.IsNullOrEmpty(before) ? agent : $"{before} {agent}";
    }
}
