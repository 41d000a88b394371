using Hearth.Spark.Api;

namespace Hearth.Spark.Schedules;

/// <summary>A SparkApplication that a schedule made, as far as the schedule cares.</summary>
public sealed record ScheduledRun
{
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>status.applicationState.state</c>; empty for one that is new.</summary>
    public string State { get; init; } = "";

    /// <summary>Its deletion is asked for and not done.</summary>
    public bool Deleting { get; init; }

    /// <summary>Only COMPLETED and FAILED are the end; everything else may still run.</summary>
    public bool IsFinished => ApplicationStates.IsTerminal(State);
}
