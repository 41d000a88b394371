using System.Text.Json.Serialization;

namespace Hearth.Spark.Api;

/// <summary>Service and Ingress of the Spark UI.</summary>
public sealed record SparkUIOptions
{
    /// <summary>Port of the Service; 4040 when absent.</summary>
    public int? ServicePort { get; init; }

    /// <summary>Name of the port; spark-driver-ui-port when absent.</summary>
    public string? ServicePortName { get; init; }

    /// <summary>Type of the Service; ClusterIP when absent.</summary>
    public string? ServiceType { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceAnnotations { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceLabels { get; init; }
    public IReadOnlyDictionary<string, string>? IngressAnnotations { get; init; }

    [JsonPropertyName("ingressTLS")]
    public IReadOnlyList<IngressTls>? IngressTls { get; init; }
}

/// <summary>A port of the driver that gets a Service and an Ingress.</summary>
public sealed record DriverIngressOptions
{
    [Required]
    public int? ServicePort { get; init; }

    [Required]
    public string? ServicePortName { get; init; }

    /// <summary>Type of the Service; ClusterIP when absent.</summary>
    public string? ServiceType { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceAnnotations { get; init; }
    public IReadOnlyDictionary<string, string>? ServiceLabels { get; init; }

    /// <summary>URL of the Ingress with {{$appName}}, {{$appNamespace}} and {{$appId}}.</summary>
    [JsonPropertyName("ingressURLFormat")]
    public string? IngressUrlFormat { get; init; }
    public IReadOnlyDictionary<string, string>? IngressAnnotations { get; init; }

    [JsonPropertyName("ingressTLS")]
    public IReadOnlyList<IngressTls>? IngressTls { get; init; }
}

/// <summary><c>networking/v1 IngressTLS</c>.</summary>
public sealed record IngressTls
{
    public IReadOnlyList<string>? Hosts { get; init; }
    public string? SecretName { get; init; }
}
