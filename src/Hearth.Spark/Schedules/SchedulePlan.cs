using Hearth.Spark.Api;

namespace Hearth.Spark.Schedules;

/// <summary>
/// What to do for a schedule now, in this order: delete <see cref="Replace"/>, create <see cref="Start"/>, delete <see cref="Prune"/>,
/// write <see cref="Status"/>, look again at <see cref="WakeAt"/>. Doing all of it again after a crash half-way starts nothing twice:
/// a run is named after its time, and one that exists already counts as started.
/// </summary>
public sealed record SchedulePlan
{
    /// <summary>Name of the SparkApplication to create; null for none. Already there (409) is as good as created.</summary>
    public string? Start { get; init; }

    /// <summary>Unfinished runs to delete at once because the concurrency policy is Replace.</summary>
    public IReadOnlyList<string> Replace { get; init; } = [];

    /// <summary>Finished runs beyond the history limits.</summary>
    public IReadOnlyList<string> Prune { get; init; } = [];

    /// <summary>The whole status to be; equal to the present one where nothing changed.</summary>
    public required ScheduledSparkApplicationStatus Status { get; init; }

    /// <summary>Run times that passed without a run and are now given up; for an event.</summary>
    public int Missed { get; init; }

    /// <summary>Why a run that is due does not start: the runs it waits for. Null where none waits.</summary>
    public string? Hold { get; init; }

    /// <summary>When time alone changes the answer; null for never. Changes of the schedule and of its runs come by watching.</summary>
    public DateTimeOffset? WakeAt { get; init; }
}
