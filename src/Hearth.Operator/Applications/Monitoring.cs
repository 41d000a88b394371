using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The ConfigMap with the files of the metrics exporter.</summary>
internal static class Monitoring
{
    /// <summary>Null where the application needs none.</summary>
    public static ConfigMap? ConfigMapOf(SparkApplication application)
    {
        if (application.Spec.Monitoring is not { Prometheus: { } prometheus } monitoring)
            return null;
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(monitoring.MetricsPropertiesFile))
            data["metrics.properties"] = monitoring.MetricsProperties is { Length: > 0 } own ? own : JmxExporterFiles.MetricsProperties;
        if (string.IsNullOrEmpty(prometheus.ConfigFile))
            data["prometheus.yaml"] = prometheus.Configuration is { Length: > 0 } rules ? rules : JmxExporterFiles.Rules;
        return data.Count == 0 ? null : new()
        {
            Metadata = new()
            {
                Name = $"{application.Metadata.Name}-prom-conf",
                Namespace = application.Metadata.Namespace,
                Labels = new Dictionary<string, string> { [SparkLabels.CreatedBy] = "true" },
                OwnerReferences = [WebUIObjects.Owner(application)],
            },
            Data = data,
        };
    }
}
