using System.Collections.Frozen;

namespace Hearth.History.Model;

internal sealed class SqlExecution(long id)
{
    public long Id { get; } = id;
    public long RootId { get; set; } = id;
    public string Description { get; set; } = "";
    public string Details { get; set; } = "";
    public string PhysicalPlan { get; set; } = "";
    public PlanGraph Graph { get; set; } = PlanGraph.Empty;

    /// <summary>The plan before adaptive execution changed it, when it did.</summary>
    public PlanGraph? InitialGraph { get; set; }

    public long SubmissionTime { get; set; } = -1;
    public long? CompletionTime { get; set; }

    /// <summary>Null when the log does not say; empty for success.</summary>
    public string? ErrorMessage { get; set; }

    public string? QueryId { get; set; }
    public IReadOnlyDictionary<string, string> ModifiedConfigs { get; set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Jobs in order of start.</summary>
    public List<int> JobOrder { get; } = [];

    public Dictionary<int, JobStatus> Jobs { get; } = [];
    public HashSet<int> Stages { get; } = [];

    /// <summary>Accumulator id to value; null until the first aggregation.</summary>
    public Dictionary<long, SqlMetricValue>? Metrics { get; set; }

    /// <summary>Started, as opposed to known only from a job's property.</summary>
    public bool IsStarted { get; set; }
}

/// <summary>A SQL metric over all tasks and the driver. <see cref="MaxTask"/> is null when the driver holds the largest value.</summary>
internal sealed record SqlMetricValue(
    string Type, int Count, long Sum, long Min, long Median, long Max, (int Stage, int Attempt, long Task)? MaxTask);
