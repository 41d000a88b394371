using System.Buffers;

namespace Hearth.Spark.Diagnosis;

/// <summary>All signatures, and the search for them: one pass over the lines for any word at all, then only the lines that hold one.</summary>
internal static class Signatures
{
    /// <summary>In the order in which equals lead.</summary>
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        .. SubmissionSignatures.All,
        .. PodSignatures.All,
        .. StorageSignatures.All,
        .. DriverSignatures.All,
        .. ExecutorSignatures.All,
    ];

    private static readonly SearchValues<string> s_words =
        SearchValues.Create([.. All.SelectMany(signature => signature.Patterns).Select(pattern => pattern.Words[0]).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);

    public static List<Finding> Find(List<EvidenceLine> lines)
    {
        var telling = lines.Where(line => line.Text.AsSpan().ContainsAny(s_words)).ToList();
        if (telling.Count == 0)
            return [];
        // Of the lines that match, the last is the nearest to the root: exceptions name it after "Caused by" at their end.
        telling.Reverse();
        return [.. All.Select(signature => Match(signature, telling, lines)).OfType<Finding>()];
    }

    private static Finding? Match(FailureSignature signature, List<EvidenceLine> telling, List<EvidenceLine> all)
    {
        foreach (var pattern in signature.Patterns)
        {
            if (telling.Find(pattern.Matches) is not { Text: not null } line || !HasBesides(pattern, all))
                continue;
            return new Finding
            {
                Signature = signature.Id,
                Rank = signature.Rank,
                Kind = signature.Kind,
                Retryable = signature.Retryable,
                Cause = signature.Cause,
                Fix = signature.Fix,
                Evidence = EvidenceText.Show(line.Text, pattern.Words[0]),
            };
        }

        return null;
    }

    private static bool HasBesides(Pattern pattern, List<EvidenceLine> all) =>
        pattern.Besides.Count == 0
        || all.Exists(line => pattern.Besides.Any(word => line.Text.Contains(word, StringComparison.Ordinal)));
}
