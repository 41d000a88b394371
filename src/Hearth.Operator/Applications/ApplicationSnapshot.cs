using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Everything that a decision about one application looks at.</summary>
internal sealed record ApplicationSnapshot
{
    public required SparkApplication Application { get; init; }

    /// <summary>The application's driver pod, of the present attempt or an earlier one; null where none exists.</summary>
    public PodFacts? Driver { get; init; }

    /// <summary>What is known of a driver that is gone without an end.</summary>
    public VanishedDriver? Vanished { get; init; }

    /// <summary>Executors of the present attempt.</summary>
    public IReadOnlyList<PodFacts> Executors { get; init; } = [];

    /// <summary>Why none came; null where some did, or nobody knows.</summary>
    public PodTrouble? NoExecutors { get; init; }

    public FirstTask FirstTask { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required OperatorOptions Options { get; init; }

    /// <summary>The id that an attempt begun now would get.</summary>
    public required string NextSubmissionId { get; init; }

    /// <summary>Objects of the attempt may exist, or have existed: an operator before this one, or an earlier look, may have begun it.</summary>
    public bool MayHaveBegun { get; init; }

    /// <summary>
    /// This process saw the application come into being, and nobody has worked on it: its objects may be made before a status tells of them.
    /// </summary>
    public bool IsNewborn { get; init; }

    public SparkApplicationSpec Spec => Application.Spec;

    public SparkApplicationStatus Status => Application.Status ?? Empty;

    public string State => Status.ApplicationState.State;

    public string Name => Application.Metadata.Name ?? "";

    /// <summary>The driver of the present attempt; not the one that an earlier attempt left.</summary>
    public PodFacts? OwnDriver => Driver is { IsForcedAway: false } driver && driver.SubmissionId == Status.SubmissionId ? driver : null;

    internal static SparkApplicationStatus Empty { get; } = new();
}
