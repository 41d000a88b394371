using System.Text.Json;

namespace Hearth.Spark.Api;

/// <summary>What only Hearth offers for an application.</summary>
public sealed record HearthOptions
{
    /// <summary>Runs a finished application again when its spec changes; false when absent.</summary>
    public bool? RerunOnChange { get; init; }

    /// <summary>Time limits, each ending the application in FAILED with a reason.</summary>
    public Deadlines? Deadlines { get; init; }

    /// <summary>Retries beyond restartPolicy.</summary>
    public RetryOptions? Retry { get; init; }

    /// <summary>What stays after the end.</summary>
    public RetentionOptions? Retention { get; init; }

    /// <summary>Gateway API route to the Spark UI.</summary>
    public HttpRouteOptions? HttpRoute { get; init; }
}

/// <summary>Durations such as 90s, 10m or 2h; no limit when absent.</summary>
public sealed record Deadlines
{
    /// <summary>From submission until the driver runs.</summary>
    [Duration]
    public string? Pending { get; init; }

    /// <summary>From submission until the end.</summary>
    [Duration]
    public string? Running { get; init; }

    /// <summary>From the driver's start until the wanted number of executors runs.</summary>
    [Duration]
    public string? Executors { get; init; }
}

public sealed record RetryOptions
{
    /// <summary>Retries after a failure of the infrastructure (node lost, preempted, evicted), whatever restartPolicy says; 0 when absent.</summary>
    [Minimum(0)]
    public int? OnInfrastructureFailure { get; init; }

    /// <summary>Longest wait between two runs; 10m when absent.</summary>
    [Duration]
    public string? MaxInterval { get; init; }

    /// <summary>A run that lasted this long clears the counted failures; 1h when absent.</summary>
    [Duration]
    public string? HealthyAfter { get; init; }
}

public sealed record RetentionOptions
{
    /// <summary>How long the driver pod of a failed run stays; until the resource is deleted when absent.</summary>
    [Duration]
    public string? FailedPods { get; init; }

    /// <summary>How long the driver pod of a completed run stays; until the resource is deleted when absent.</summary>
    [Duration]
    public string? CompletedPods { get; init; }

    /// <summary>
    /// Whether a finalizer keeps the driver pod until status tells how the driver ended. Where no operator runs, deleting such a pod or its
    /// namespace waits for one. The operator's --hold-driver-pods (true) when absent.
    /// </summary>
    public bool? HoldDriver { get; init; }
}

public sealed record HttpRouteOptions
{
    /// <summary>Gateways that carry the route (gateway.networking.k8s.io/v1 ParentReference).</summary>
    [Required, AnyObject]
    public IReadOnlyList<JsonElement>? ParentRefs { get; init; }

    /// <summary>Host names of the route; may hold {{$appName}} and {{$appNamespace}}.</summary>
    public IReadOnlyList<string>? Hostnames { get; init; }

    /// <summary>Path of the UI below the host, with the same variables; / when absent.</summary>
    public string? Path { get; init; }
}
