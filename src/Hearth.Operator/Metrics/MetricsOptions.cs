namespace Hearth.Operator.Metrics;

/// <summary>What the operator tells Prometheus; the defaults are the peer's.</summary>
public sealed record MetricsOptions
{
    /// <summary>Where to listen; port 0 takes any free one.</summary>
    public required System.Net.IPEndPoint Endpoint { get; init; }

    /// <summary>Serve HTTPS with this certificate; null: plain HTTP.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate { get; init; }

    /// <summary>Who reads <c>/metrics</c> must send this bearer token; null: everybody may. Health is told to everybody.</summary>
    public string? Token { get; init; }

    /// <summary>Before every name.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Labels of the resource that become labels of the metrics; <c>namespace</c> is the resource's namespace.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Seconds from creation to SUBMITTED.</summary>
    public IReadOnlyList<double> SubmitLatencyBuckets { get; init; } = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>Seconds from creation to RUNNING.</summary>
    public IReadOnlyList<double> StartLatencyBuckets { get; init; } = [30, 60, 90, 120, 150, 180, 210, 240, 270, 300];

    /// <summary>Called with the address once it is served: port 0 has become a number.</summary>
    public Action<Uri>? Listening { get; init; }
}
