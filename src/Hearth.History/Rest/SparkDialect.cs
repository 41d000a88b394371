namespace Hearth.History.Rest;

/// <summary>The Spark version whose History Server the REST answers imitate: fields came over time.</summary>
/// <param name="Text">As <c>/version</c> says it, such as <c>4.3.0</c>.</param>
internal sealed record SparkDialect(string Text, Version Version)
{
    /// <summary>Logs may be older; clients of older servers do not mind newer fields.</summary>
    private static readonly Version s_oldestAssumed = new(3, 5);

    public static SparkDialect Newest { get; } = Parse("4.3.0")!;

    /// <summary>Peaks, attributes and resources of executors, all sums of a stage, delays and logs of a task.</summary>
    public bool HasFullMetrics => Since(3, 0);

    /// <summary>Resource profiles, <c>isExcluded</c> beside <c>isBlacklisted</c>, and peaks of stages.</summary>
    public bool HasResourceProfiles => Since(3, 1);

    public bool HasStageSummaries => Since(3, 2);
    public bool HasPartitionId => Since(3, 3);
    public bool HasSpeculationSummary => Since(3, 3);
    public bool HasMetricsProperties => Since(3, 4);
    public bool HasPushShuffle => Since(3, 5);
    public bool HasJobTags => Since(3, 5);
    public bool RefusesEmptySegments => Since(4, 0);
    public bool RedactsCredentials => Since(4, 0);
    public bool HasTaskThreads => Since(4, 0);
    public bool HasConcurrentGc => Since(4, 0);
    public bool HasLogSource => Since(4, 2);
    public bool HasSqlQueryId => Since(4, 2);

    /// <summary>Without a length, or with one that is no number of executions, <c>/sql</c> lists all; before, 20, and it failed.</summary>
    public bool ListsAllSql => Since(4, 2);
    public bool HasExitCode => Since(4, 3);
    public bool HasSqlModifiedConfigs => Since(4, 3);

    /// <summary>Scala 2.12 prints some hash maps in another order.</summary>
    public bool HasScala212 => !Since(4, 0);

    public int ExecutorMetricCount => HasConcurrentGc ? Model.ExecutorMetric.Count : Model.ExecutorMetric.CountBefore4;

    /// <summary>Null when the text does not begin with a version.</summary>
    public static SparkDialect? Parse(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        return Version.TryParse(text.AsSpan(0, end).TrimEnd('.'), out var version) ? new SparkDialect(text, version) : null;
    }

    /// <summary>The newest Spark among the logs: what an unchanged installation of them would run.</summary>
    public static SparkDialect Of(IEnumerable<string> sparkVersions)
    {
        var newest = sparkVersions.Distinct(StringComparer.Ordinal).Select(Parse).Where(d => d is not null).MaxBy(d => d!.Version);
        return newest is null || newest.Version < s_oldestAssumed ? Newest : newest;
    }

    private bool Since(int major, int minor) => Version >= new Version(major, minor);
}
