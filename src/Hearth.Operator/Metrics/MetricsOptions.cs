namespace Hearth.Operator.Metrics;

/// <summary>What the operator tells Prometheus; the defaults are the peer's.</summary>
public sealed record MetricsOptions
{
    /// <summary>Where to listen; port 0 takes any free one.</summary>
    public required System.Net.IPEndPoint Endpoint { get; init; }

    /// <summary>Before every name.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Labels of the resource that become labels of the metrics; <c>namespace</c> is the resource's namespace.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Seconds from creation to SUBMITTED.</summary>
    public IReadOnlyList<double> SubmitLatencyBuckets { get; init; } = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>Seconds from creation to RUNNING.</summary>
    public IReadOnlyList<double> StartLatencyBuckets { get; init; } = [30, 60, 90, 120, 150, 180, 210, 240, 270, 300];
}
