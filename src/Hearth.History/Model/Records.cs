namespace Hearth.History.Model;

/// <summary>Shown values of Spark's <c>AccumulableInfo</c>; internal and SQL ones are not kept here.</summary>
internal sealed record Accumulable(long Id, string? Name, string? Update, string? Value);

internal sealed record StorageLevel(bool Disk, bool Memory, bool OffHeap, bool Deserialized, int Replication)
{
    public static StorageLevel None { get; } = new(false, false, false, false, 1);

    public bool IsValid => (Memory || Disk) && Replication > 0;

    /// <summary><c>StorageLevel.description</c>: "Disk Memory Deserialized 1x Replicated".</summary>
    public string Description =>
        (Disk ? "Disk " : "")
        + (Memory ? OffHeap ? "Memory (off heap) " : "Memory " : "")
        + (Deserialized ? "Deserialized " : "Serialized ")
        + $"{Replication}x Replicated";
}

internal sealed record RddInfo(int Id, string Name, string? Scope, string Callsite, int[] ParentIds, StorageLevel Level, int Partitions);

internal sealed record StageInfo
{
    public static StageInfo Unknown(StageKey key) =>
        new() { Id = key.Id, Attempt = key.Attempt, Name = "", Details = "", Tasks = 0, Rdds = [], ParentIds = [], Accumulables = [] };

    public required int Id { get; init; }
    public required int Attempt { get; init; }
    public required string Name { get; init; }
    public required string Details { get; init; }
    public required int Tasks { get; init; }
    public required RddInfo[] Rdds { get; init; }
    public required int[] ParentIds { get; init; }

    /// <summary>Null when the stage was not submitted (yet).</summary>
    public long? SubmissionTime { get; init; }
    public long? CompletionTime { get; init; }
    public string? FailureReason { get; init; }
    public required Accumulable[] Accumulables { get; init; }
    public int ResourceProfileId { get; init; }
    public bool ShufflePushEnabled { get; init; }
    public int ShuffleMergers { get; init; }
}

internal sealed record ResourceInformation(string Name, string[] Addresses);

internal sealed record ExecutorResource(string Name, long Amount, string DiscoveryScript, string Vendor);

internal sealed record TaskResource(string Name, double Amount);

internal sealed record ResourceProfile(
    int Id, IReadOnlyDictionary<string, ExecutorResource> Executor, IReadOnlyDictionary<string, TaskResource> Task);

internal sealed record ApplicationEnvironment
{
    public static ApplicationEnvironment Empty { get; } = new();

    public string? JavaVersion { get; init; }
    public string? JavaHome { get; init; }
    public string? ScalaVersion { get; init; }
    public KeyValuePair<string, string>[] SparkProperties { get; init; } = [];
    public KeyValuePair<string, string>[] HadoopProperties { get; init; } = [];
    public KeyValuePair<string, string>[] SystemProperties { get; init; } = [];
    public KeyValuePair<string, string>[] MetricsProperties { get; init; } = [];
    public KeyValuePair<string, string>[] ClasspathEntries { get; init; } = [];

    /// <summary>The log has no EnvironmentUpdate (yet).</summary>
    public bool IsUnknown => JavaVersion is null && SparkProperties.Length + SystemProperties.Length + ClasspathEntries.Length == 0;

    public string? Spark(string key)
    {
        foreach (var (name, value) in SparkProperties)
        {
            if (name == key)
                return value;
        }

        return null;
    }
}

internal sealed record MiscellaneousProcess(string Id, string HostPort, int Cores, long AddTime, IReadOnlyDictionary<string, string> Logs);
