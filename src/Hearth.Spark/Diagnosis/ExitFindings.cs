namespace Hearth.Spark.Diagnosis;

/// <summary>What can be said where no signature matches: the exception at the root, else the exit code, else the refusal itself.</summary>
internal static class ExitFindings
{
    /// <summary>Exceptions that only carry another.</summary>
    private static readonly string[] s_wrappers =
    [
        "External scheduler cannot be instantiated", "Error initializing SparkContext", "UndeclaredThrowableException",
        "Exception thrown in awaitResult", "Job aborted due to stage failure", "InvocationTargetException", "failed to run spark-submit",
    ];

    public static Finding? Find(FailureEvidence evidence, List<EvidenceLine> lines) =>
        Exception(evidence, lines) ?? DriverEnd(evidence.Driver) ?? Refusal(evidence.SubmissionError, lines);

    private static Finding? Exception(FailureEvidence evidence, List<EvidenceLine> lines)
    {
        if (evidence.Driver is { ExitCode: 0 })
            return null;
        var start = lines.FindIndex(line => line.Text.StartsWith("Exception in thread \"main\"", StringComparison.Ordinal)
            || line.Text.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal));
        return start < 0 ? null : Build(
            "application-exception", FailureKind.Application, false,
            "The application ended with an exception.",
            "Read the exception and the driver's log above it; the code or its input has to change.",
            Root(lines[start..]));
    }

    /// <summary>The deepest "Caused by" that is no wrapper, else the exception itself, else the last line of a Python trace.</summary>
    private static string Root(List<EvidenceLine> lines)
    {
        var causes = lines.Where(line => line.Text.StartsWith("Caused by: ", StringComparison.Ordinal)).Where(line => !IsWrapper(line.Text));
        if (causes.LastOrDefault() is { Text: not null } cause)
            return cause.Text;
        return lines[0].Text.StartsWith("Traceback", StringComparison.Ordinal)
            ? lines.Skip(1).FirstOrDefault(line => line.Text[0] is not (' ' or '\t')).Text ?? lines[0].Text
            : lines[0].Text;
    }

    private static Finding? DriverEnd(ContainerEvidence? driver)
    {
        if (driver is null or { ExitCode: 0 } || driver is { ExitCode: null, Reason: null or "" })
            return null;
        var code = driver.ExitCode;
        var meaning = code is { } known ? SparkExitCodes.Describe(known) : null;
        var taken = code is { } number && SparkExitCodes.IsInfrastructure(number);
        return Build(
            taken ? "driver-killed" : "driver-ended",
            taken ? FailureKind.Infrastructure : FailureKind.Application,
            taken,
            code is null ? $"The driver did not run: {driver.Reason}." : $"The driver ended with exit code {code}{(meaning is null ? "" : $" ({meaning})")}.",
            "Read the last lines of the driver's log and the events of its pod.",
            string.Join(": ", new[] { driver.Reason, code is null ? null : $"exit code {code}", driver.Message }.Where(part => !string.IsNullOrEmpty(part))));
    }

    private static Finding? Refusal(string? error, List<EvidenceLine> lines)
    {
        if (string.IsNullOrWhiteSpace(error))
            return null;
        var submission = lines.Where(line => line.Source == EvidenceSource.Submission).ToList();
        var telling = submission.FindLast(line => !IsWrapper(line.Text) && !line.Text.StartsWith("\tat ", StringComparison.Ordinal));
        return Build(
            "submission-failed", FailureKind.Setup, true,
            "The cluster did not take the application.",
            "Read the answer of the API server.",
            telling.Text ?? submission[^1].Text);
    }

    private static bool IsWrapper(string text) => Array.Exists(s_wrappers, wrapper => text.Contains(wrapper, StringComparison.Ordinal));

    private static Finding Build(string id, FailureKind kind, bool retryable, string cause, string fix, string evidence) => new()
    {
        Signature = id,
        Rank = SignatureRank.Fallback,
        Kind = kind,
        Retryable = retryable,
        Cause = cause,
        Fix = fix,
        Evidence = EvidenceText.Show(evidence, ""),
    };
}
