using System.Text.Json.Serialization;
using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Api;

/// <summary>What is known of an application. The first block is the peer's, the second what Hearth adds.</summary>
public sealed record SparkApplicationStatus
{
    public ApplicationState ApplicationState { get => field ??= new ApplicationState(); init; }

    [Required]
    public DriverInfo DriverInfo { get => field ??= new DriverInfo(); init; }

    /// <summary>Executor pod to PENDING, RUNNING, COMPLETED, FAILED or UNKNOWN.</summary>
    public IReadOnlyDictionary<string, string>? ExecutorState { get; init; }
    public int? ExecutionAttempts { get; init; }
    public int? SubmissionAttempts { get; init; }
    public string? SparkApplicationId { get; init; }

    [JsonPropertyName("submissionID")]
    public string? SubmissionId { get; init; }

    [Nullable]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastSubmissionAttemptTime { get; init; }

    [Nullable]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? TerminationTime { get; init; }

    /// <summary>Generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Submitted, DriverScheduled, DriverRunning, ExecutorsReady, Completed and Pending reasons in the cluster's own words.</summary>
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>When the present run reached what.</summary>
    public Timeline? Timeline { get; init; }

    public HearthStatus? Hearth { get; init; }
}

public sealed record ApplicationState
{
    [Required]
    public string State { get => field ?? ""; init; }
    public string? ErrorMessage { get; init; }
}

public sealed record DriverInfo
{
    public string? PodName { get; init; }

    [JsonPropertyName("webUIServiceName")]
    public string? WebUIServiceName { get; init; }

    [JsonPropertyName("webUIAddress")]
    public string? WebUIAddress { get; init; }

    [JsonPropertyName("webUIPort")]
    public int? WebUIPort { get; init; }

    [JsonPropertyName("webUIIngressName")]
    public string? WebUIIngressName { get; init; }

    [JsonPropertyName("webUIIngressAddress")]
    public string? WebUIIngressAddress { get; init; }
}

/// <summary>When the present run reached what; absent what has not come.</summary>
public sealed record Timeline
{
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Submitted { get; init; }
    public DateTimeOffset? DriverScheduled { get; init; }
    public DateTimeOffset? ImagePulled { get; init; }
    public DateTimeOffset? DriverRunning { get; init; }
    public DateTimeOffset? FirstExecutor { get; init; }
    public DateTimeOffset? AllExecutors { get; init; }
    public DateTimeOffset? FirstTask { get; init; }
    public DateTimeOffset? Ended { get; init; }
}

/// <summary>What Hearth keeps beyond the peer's status.</summary>
public sealed record HearthStatus
{
    /// <summary>The attempt that status names is being made: its objects may exist in part.</summary>
    public bool? Submitting { get; init; }

    /// <summary>How the driver of the last run ended.</summary>
    public DriverEnd? Driver { get; init; }

    /// <summary>Why it failed and what to do.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>No retry follows, whatever the policy says: the manifest must be corrected first.</summary>
    public bool? Final { get; init; }

    /// <summary>Failures that count against the budgets.</summary>
    public FailureCounts? Failures { get; init; }

    /// <summary>Fingerprint of the spec of the present run.</summary>
    public string? SpecHash { get; init; }

    /// <summary>Uid of the driver pod of the present run.</summary>
    public string? DriverUid { get; init; }

    /// <summary>When the next run is due.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>How a driver ended, kept after its pod is gone.</summary>
public sealed record DriverEnd
{
    /// <summary>Application or Infrastructure: which budget of retries the failure counts against.</summary>
    public string? Kind { get; init; }

    /// <summary>No retry follows, whatever the policy says.</summary>
    public bool? Final { get; init; }
    public int? ExitCode { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }

    /// <summary>Last lines of the driver's log, secrets masked.</summary>
    public string? LogTail { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}

public sealed record Diagnosis
{
    /// <summary>Short name of the signature, for example driver-oom.</summary>
    public string? Cause { get; init; }

    /// <summary>The line or field that proves it.</summary>
    public string? Evidence { get; init; }
    public string? Fix { get; init; }
    public bool? Retryable { get; init; }
}

public sealed record FailureCounts
{
    public int? Submission { get; init; }
    public int? Application { get; init; }
    public int? Infrastructure { get; init; }
}

/// <summary>Values of <see cref="ApplicationState.State"/>.</summary>
public static class ApplicationStates
{
    public const string New = "";
    public const string Submitted = "SUBMITTED";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string SubmissionFailed = "SUBMISSION_FAILED";
    public const string PendingRerun = "PENDING_RERUN";
    public const string Invalidating = "INVALIDATING";
    public const string Succeeding = "SUCCEEDING";
    public const string Failing = "FAILING";
    public const string Suspending = "SUSPENDING";
    public const string Suspended = "SUSPENDED";
    public const string Resuming = "RESUMING";
    public const string Unknown = "UNKNOWN";

    /// <summary>True for COMPLETED and FAILED: nothing follows by itself.</summary>
    public static bool IsTerminal(string state) => state is Completed or Failed;
}

/// <summary>Values of <see cref="SparkApplicationStatus.ExecutorState"/>.</summary>
public static class ExecutorStates
{
    public const string Pending = "PENDING";
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Unknown = "UNKNOWN";
}
