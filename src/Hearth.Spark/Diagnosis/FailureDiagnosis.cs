namespace Hearth.Spark.Diagnosis;

/// <summary>
/// Names the cause of a failure by the signatures of known ones. Wrappers such as <c>failed to run spark-submit</c> or <c>Job aborted due
/// to stage failure</c> are never the cause; a cause that explains others leads.
/// </summary>
/// <example>
/// <code>
/// var finding = FailureDiagnosis.Find(new FailureEvidence
/// {
///     DriverLog = tail,
///     Driver = new ContainerEvidence { Pod = "pi-driver", ExitCode = 1, Reason = "Error" },
///     Events = [.. events.Select(e => $"{e.Reason}: {e.Message}")],
/// });
/// status = status with { Diagnosis = finding?.ToStatus() };
/// </code>
/// </example>
public static class FailureDiagnosis
{
    /// <summary>The most telling cause; null where nothing in the evidence says that anything failed.</summary>
    public static Finding? Find(FailureEvidence evidence) => FindAll(evidence) is [var first, ..] ? first : null;

    /// <summary>Every cause that the evidence holds, the most telling first, each once.</summary>
    public static IReadOnlyList<Finding> FindAll(FailureEvidence evidence)
    {
        var lines = EvidenceText.Lines(evidence);
        var findings = Signatures.Find(lines);
        if (ExitFindings.Find(evidence, lines) is { } fallback)
            findings.Add(fallback);
        // A line names one cause: that of the highest rank, of equals the first in the table.
        return [.. findings.OrderByDescending(f => f.Rank).DistinctBy(f => f.Evidence)];
    }

    /// <summary>The finding as <c>status.hearth.diagnosis</c>.</summary>
    public static Api.Diagnosis ToStatus(this Finding finding) => new()
    {
        Cause = finding.Signature,
        Evidence = finding.Evidence,
        Fix = finding.Fix,
        Retryable = finding.Retryable,
    };
}
