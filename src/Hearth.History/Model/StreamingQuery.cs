namespace Hearth.History.Model;

/// <summary>One run of a structured streaming query.</summary>
internal sealed class StreamingQuery(string id, string runId, string name, long startTime)
{
    public string Id { get; } = id;
    public string RunId { get; } = runId;

    /// <summary>Empty when it has none.</summary>
    public string Name { get; } = name;

    public long StartTime { get; } = startTime;
    public long? EndTime { get; set; }
    public string? Error { get; set; }
    public List<StreamingProgress> Progress { get; } = [];

    public bool IsActive => EndTime is null;
}

/// <summary>One batch. Rates are rows per second over all sources.</summary>
/// <param name="Phases">Where the batch's time went, in ms.</param>
/// <param name="Watermark">Null where the query has none.</param>
internal sealed record StreamingProgress(
    long Time, long BatchId, long InputRows, double InputRate, double ProcessRate, long Duration, KeyValuePair<string, long>[] Phases, long StateRows, long StateBytes, long? Watermark);
