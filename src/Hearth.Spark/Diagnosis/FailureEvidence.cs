namespace Hearth.Spark.Diagnosis;

/// <summary>
/// All that is known of a failed application; anything may be missing. Texts are as they come from logs and from the cluster: hostile
/// content costs no more than its length, of which the last quarter million characters of each text are read.
/// </summary>
public sealed record FailureEvidence
{
    /// <summary>What the submission was answered: the API server's words, or the error output of a spark-submit.</summary>
    public string? SubmissionError { get; init; }

    /// <summary>The last lines of the driver's log.</summary>
    public string? DriverLog { get; init; }

    /// <summary>How the container of the driver ended or why it does not start. Never that of a sidecar.</summary>
    public ContainerEvidence? Driver { get; init; }

    /// <summary>The same for executors that failed.</summary>
    public IReadOnlyList<ContainerEvidence> Executors { get; init; } = [];

    /// <summary>Events and conditions about the pods, as <c>Reason: message</c>, oldest first.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>What the spec asks of a pod and the pod that runs does not have, such as <c>volume data</c>: a webhook was passed by.</summary>
    public IReadOnlyList<string> MissingFromPod { get; init; } = [];
}

/// <summary>A container that waits or has ended (<c>containerStatuses[].state</c>), or a pod without containers that has.</summary>
public sealed record ContainerEvidence
{
    /// <summary>Name of the pod.</summary>
    public string? Pod { get; init; }

    /// <summary>Null while it has not ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary><c>OOMKilled</c>, <c>Error</c>, <c>Evicted</c>, <c>ErrImagePull</c>, ...</summary>
    public string? Reason { get; init; }

    /// <summary>Of the container, its termination log, or the pod.</summary>
    public string? Message { get; init; }
}
