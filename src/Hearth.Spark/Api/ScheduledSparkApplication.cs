using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Api;

/// <summary>Runs an application by a cron schedule: <c>sparkoperator.k8s.io/v1beta2 ScheduledSparkApplication</c>.</summary>
public sealed record ScheduledSparkApplication : KubeObject
{
    public ScheduledSparkApplicationSpec Spec { get => field ??= new ScheduledSparkApplicationSpec(); init; }
    public ScheduledSparkApplicationStatus? Status { get; init; }
}

public sealed record ScheduledSparkApplicationSpec
{
    /// <summary>Five cron fields, a descriptor (@hourly) or @every 1h30m; CRON_TZ=ZONE may precede.</summary>
    [Required]
    public string? Schedule { get; init; }

    /// <summary>IANA name of the time zone; that of the operator (UTC) when absent.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What each run is made of.</summary>
    [Required]
    public SparkApplicationSpec Template { get => field ??= new SparkApplicationSpec(); init; }

    /// <summary>No run starts by the clock while true.</summary>
    public bool? Suspend { get; init; }

    /// <summary>What to do when the last run is not over: Allow (the default), Forbid or Replace.</summary>
    public string? ConcurrencyPolicy { get; init; }

    /// <summary>Completed runs that are kept; 1 when absent.</summary>
    public int? SuccessfulRunHistoryLimit { get; init; }

    /// <summary>Failed runs that are kept; 1 when absent.</summary>
    public int? FailedRunHistoryLimit { get; init; }

    /// <summary>What only Hearth offers.</summary>
    public ScheduleOptions? Hearth { get; init; }
}

public sealed record ScheduleOptions
{
    /// <summary>A run that could not start this long after its time is skipped; never when absent.</summary>
    [Duration]
    public string? StartingDeadline { get; init; }

    /// <summary>Any new value starts one run at once.</summary>
    public string? RunNow { get; init; }
}

public sealed record ScheduledSparkApplicationStatus
{
    [Nullable]
    public DateTimeOffset? LastRun { get; init; }

    [Nullable]
    public DateTimeOffset? NextRun { get; init; }
    public string? LastRunName { get; init; }
    public IReadOnlyList<string>? PastSuccessfulRunNames { get; init; }
    public IReadOnlyList<string>? PastFailedRunNames { get; init; }

    /// <summary>Scheduled or FailedValidation.</summary>
    public string? ScheduleState { get; init; }
    public string? Reason { get; init; }
    public long? ObservedGeneration { get; init; }

    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
    public ScheduleStatus? Hearth { get; init; }
}

/// <summary>What Hearth keeps of a schedule beyond the peer's status.</summary>
public sealed record ScheduleStatus
{
    /// <summary>Last value of spec.hearth.runNow that was honoured.</summary>
    public string? RunNow { get; init; }

    /// <summary>Runs that were not started, since creation.</summary>
    public int? Missed { get; init; }

    /// <summary>The schedule and time zone that nextRun was computed of.</summary>
    public string? Schedule { get; init; }
}
