namespace Hearth.Spark.Diagnosis;

/// <summary>
/// A failure that is known by its words: any of <see cref="Patterns"/> names it. Plain words, no expressions, so that no log can make
/// the search slow.
/// </summary>
internal sealed record FailureSignature(string Id, SignatureRank Rank, FailureKind Kind, bool Retryable, string Cause, string Fix)
{
    public required IReadOnlyList<Pattern> Patterns { get; init; }
}

/// <summary>Words that must all stand in one line, and words that must stand anywhere in the evidence besides.</summary>
internal sealed record Pattern(params string[] Words)
{
    /// <summary>Where the line must come from.</summary>
    public EvidenceSource From { get; init; } = EvidenceSource.Any;

    /// <summary>One of these must be somewhere in the evidence; empty for nothing more.</summary>
    public IReadOnlyList<string> Besides { get; init; } = [];

    public static implicit operator Pattern(string word) => new(word);

    public static Pattern FromString(string word) => new(word);

    public bool Matches(EvidenceLine line) => (line.Source & From) != EvidenceSource.None && Array.TrueForAll(Words, word => line.Text.Contains(word, StringComparison.Ordinal));
}

[Flags]
internal enum EvidenceSource
{
    None = 0,
    Submission = 1,
    Log = 2,
    Event = 4,
    Driver = 8,
    Executor = 16,
    Pod = 32,
    Container = Driver | Executor,
    Cluster = Submission | Event | Container,
    Any = Submission | Log | Event | Container | Pod,
}

internal readonly record struct EvidenceLine(EvidenceSource Source, string Text);
