using Hearth.History.Replay;

namespace Hearth.History.Model;

[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct StageKey(int Id, int Attempt) : IComparable<StageKey>
{
    public int CompareTo(StageKey other) => Id != other.Id ? Id.CompareTo(other.Id) : Attempt.CompareTo(other.Attempt);
}

/// <summary>
/// What is known of one attempt of an application: the state that Spark's <c>AppStatusListener</c> and <c>SQLAppStatusListener</c>
/// derive, without their retention limits. Times are ms since 1970; -1 is unknown.
/// </summary>
internal sealed class Application
{
    public string? Id { get; set; }
    public string Name { get; set; } = "";
    public string? AttemptId { get; set; }
    public string User { get; set; } = "";

    /// <summary>Empty for logs that do not say.</summary>
    public string SparkVersion { get; set; } = "";

    public long StartTime { get; set; } = -1;
    public long EndTime { get; set; } = -1;
    public bool Completed { get; set; }
    public int? ExitCode { get; set; }
    public ApplicationEnvironment Environment { get; set; } = ApplicationEnvironment.Empty;
    public SortedDictionary<int, ResourceProfile> ResourceProfiles { get; } = [];
    public Dictionary<int, Job> Jobs { get; } = [];
    public Dictionary<StageKey, Stage> Stages { get; } = [];
    public Dictionary<string, Executor> Executors { get; } = new(StringComparer.Ordinal);
    public Dictionary<int, Rdd> Rdds { get; } = [];
    public Dictionary<long, SqlExecution> SqlExecutions { get; } = [];
    public SortedDictionary<string, MiscellaneousProcess> Processes { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs of structured streaming queries, by run id.</summary>
    public Dictionary<string, StreamingQuery> StreamingQueries { get; } = new(StringComparer.Ordinal);

    public ServerSessions Connect { get; } = new();
    public ServerSessions Thrift { get; } = new();
    public StringTable Strings { get; } = new();

    /// <summary>When the log last grew, for the durations of what still runs.</summary>
    public long LastUpdated { get; set; }

    public ParseProblems Problems { get; } = new();
    public long Lines { get; set; }
    public long TaskCount => Stages.Values.Sum(s => (long)s.Tasks.Count + s.RunningTasks.Count);
}

/// <summary>Strings by number, for columns.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _strings = [];

    public int Count => _strings.Count;
    public string this[long number] => _strings[(int)number];

    public int Number(string text)
    {
        if (_numbers.TryGetValue(text, out var number))
            return number;
        _numbers.Add(text, _strings.Count);
        _strings.Add(text);
        return _strings.Count - 1;
    }

    /// <summary>The next text of a table that is restored.</summary>
    public void Restore(string text)
    {
        _numbers.TryAdd(text, _strings.Count);
        _strings.Add(text);
    }

    /// <summary>The number of a text; null when no task has it.</summary>
    public int? Find(string text) => _numbers.TryGetValue(text, out var number) ? number : null;
}

internal enum JobStatus
{
    Running,
    Succeeded,
    Failed,
    Unknown,
}

internal sealed class Job
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public long? SubmissionTime { get; init; }
    public long? CompletionTime { get; set; }
    public required int[] StageIds { get; init; }
    public string? Group { get; init; }
    public string[] Tags { get; init; } = [];
    public long? SqlExecutionId { get; init; }
    public JobStatus Status { get; set; }
    public string? Error { get; set; }
    public int Tasks { get; init; }
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int SkippedTasks { get; set; }
    public int FailedTasks { get; set; }
    public int KilledTasks { get; set; }
    public int ActiveStages { get; set; }
    public int FailedStages { get; set; }
    public HashSet<int> CompletedStages { get; } = [];
    public HashSet<int> SkippedStages { get; } = [];
    public KilledSummary Killed { get; } = new();

    /// <summary>Distinct task indices that succeeded, by stage.</summary>
    public Dictionary<int, IndexSet> CompletedIndices { get; } = [];

    /// <summary>The job as it is now, whatever happens to this one.</summary>
    public Job Copy()
    {
        var copy = new Job
        {
            Id = Id,
            Name = Name,
            Description = Description,
            SubmissionTime = SubmissionTime,
            CompletionTime = CompletionTime,
            StageIds = StageIds,
            Group = Group,
            Tags = Tags,
            SqlExecutionId = SqlExecutionId,
            Status = Status,
            Error = Error,
            Tasks = Tasks,
            ActiveTasks = ActiveTasks,
            CompletedTasks = CompletedTasks,
            SkippedTasks = SkippedTasks,
            FailedTasks = FailedTasks,
            KilledTasks = KilledTasks,
            ActiveStages = ActiveStages,
            FailedStages = FailedStages,
        };
        copy.CompletedStages.UnionWith(CompletedStages);
        copy.SkippedStages.UnionWith(SkippedStages);
        foreach (var (reason, count) in Killed.Counts)
            copy.Killed.Add(reason, count);
        foreach (var (stage, indices) in CompletedIndices)
            copy.CompletedIndices.Add(stage, IndexSet.OfCount(indices.Count));
        return copy;
    }

    public long CompletedIndexCount => CompletedIndices.Values.Sum(s => (long)s.Count);
}

/// <summary>How many tasks were killed, by reason.</summary>
internal sealed class KilledSummary
{
    private SortedDictionary<string, int>? _counts;

    public IReadOnlyDictionary<string, int> Counts => _counts ?? (IReadOnlyDictionary<string, int>)System.Collections.Frozen.FrozenDictionary<string, int>.Empty;

    public void Add(string reason, int count = 1)
    {
        _counts ??= new(StringComparer.Ordinal);
        _counts[reason] = _counts.GetValueOrDefault(reason) + count;
    }
}

/// <summary>A set of task indices: bits, unless an index is absurdly large.</summary>
internal sealed class IndexSet
{
    private const int LargestBit = 1 << 24;
    private ulong[] _bits = [];
    private HashSet<int>? _others;

    public int Count { get; private set; }

    public bool Add(int index)
    {
        if (index is < 0 or >= LargestBit)
        {
            if (!(_others ??= []).Add(index))
                return false;
            Count++;
            return true;
        }

        var word = index >> 6;
        if (word >= _bits.Length)
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        var bit = 1UL << (index & 63);
        if ((_bits[word] & bit) != 0)
            return false;
        _bits[word] |= bit;
        Count++;
        return true;
    }

    public bool Contains(int index) =>
        index is < 0 or >= LargestBit
            ? _others?.Contains(index) == true
            : (index >> 6) < _bits.Length && (_bits[index >> 6] & (1UL << (index & 63))) != 0;

    /// <summary>A set of which only the size is known: restored from a snapshot of something that has ended.</summary>
    public static IndexSet OfCount(int count) => new() { Count = count };
}
