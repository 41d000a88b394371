using System.Collections.Frozen;
using Hearth.History.Snapshots;

namespace Hearth.History.Model;

internal sealed class SqlExecution
{
    private Late<SqlBody> _body;
    private StoredBytes? _stored;

    public SqlExecution(long id)
        : this(id, new Late<SqlBody>(new SqlBody()))
    {
    }

    /// <summary>An execution whose plans and metrics lie in a snapshot.</summary>
    public SqlExecution(long id, StoredBytes body)
        : this(id, SqlPart.Body(body)) => _stored = body;

    private SqlExecution(long id, Late<SqlBody> body) => (Id, RootId, _body) = (id, id, body);

    public long Id { get; }
    public long RootId { get; set; }
    public string Description { get; set; } = "";
    public long SubmissionTime { get; set; } = -1;
    public long? CompletionTime { get; set; }

    /// <summary>Null when the log does not say; empty for success.</summary>
    public string? ErrorMessage { get; set; }

    public string? QueryId { get; set; }

    /// <summary>Jobs in order of start.</summary>
    public List<int> JobOrder { get; } = [];

    public Dictionary<int, JobStatus> Jobs { get; } = [];
    public HashSet<int> Stages { get; } = [];

    /// <summary>Started, as opposed to known only from a job's property.</summary>
    public bool IsStarted { get; set; }

    /// <summary>What only the pages and answers of this one execution show.</summary>
    public SqlBody Body => _body.Value;

    /// <summary>Whether the body is in memory for good.</summary>
    public bool IsHere => _body.IsHere;

    /// <summary>The execution is over: its body goes to the snapshot that is being made.</summary>
    public void Put(SnapshotDraft draft)
    {
        _stored = StoredBytes.Keep(SqlPart.Pack(Body), draft);
        _body = SqlPart.Body(_stored);
    }

    /// <summary>The execution goes on: its body is in memory again, to be changed.</summary>
    public void Take() => (_body, _stored) = (new Late<SqlBody>(Body), null);

    public PartPlace StoreBody(SnapshotFile.Writer file) => _stored?.Store(file) ?? file.Add(SqlPart.Pack(Body));

    public string Details => Body.Details;
    public string PhysicalPlan => Body.PhysicalPlan;
    public PlanGraph Graph => Body.Graph;
    public PlanGraph? InitialGraph => Body.InitialGraph;
    public IReadOnlyDictionary<string, string> ModifiedConfigs => Body.ModifiedConfigs;
    public Dictionary<long, SqlMetricValue>? Metrics => Body.Metrics;
}

/// <summary>The large part of an execution: plans and metrics.</summary>
internal sealed class SqlBody
{
    public string Details { get; set; } = "";
    public string PhysicalPlan { get; set; } = "";
    public PlanGraph Graph { get; set; } = PlanGraph.Empty;

    /// <summary>The plan before adaptive execution changed it, when it did.</summary>
    public PlanGraph? InitialGraph { get; set; }

    public IReadOnlyDictionary<string, string> ModifiedConfigs { get; set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Accumulator id to value; null until the first aggregation.</summary>
    public Dictionary<long, SqlMetricValue>? Metrics { get; set; }
}

/// <summary>A SQL metric over all tasks and the driver. <see cref="MaxTask"/> is null when the driver holds the largest value.</summary>
internal sealed record SqlMetricValue(
    string Type, int Count, long Sum, long Min, long Median, long Max, (int Stage, int Attempt, long Task)? MaxTask);
