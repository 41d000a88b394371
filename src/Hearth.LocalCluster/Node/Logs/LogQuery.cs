namespace Hearth.LocalCluster.Nodes;

/// <summary>Which part of a log is asked for, as <c>kubectl logs</c> asks.</summary>
internal sealed record LogQuery
{
    public bool Follow { get; init; }
    public bool Timestamps { get; init; }
    public long? TailLines { get; init; }
    public DateTimeOffset? Since { get; init; }
    public long? LimitBytes { get; init; }
}
