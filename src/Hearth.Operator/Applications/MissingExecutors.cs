using Hearth.Kube.Core.Objects;
using Hearth.Spark.Diagnosis;

namespace Hearth.Operator.Applications;

/// <summary>
/// Why a driver runs and no executor comes: the API server refuses their pods (quota, admission, permission), and only the driver's log
/// tells.
/// </summary>
internal sealed class MissingExecutors(DriverLog log, TimeProvider time)
{
    /// <summary>A driver that is well has asked for its executors by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private readonly PodInquiry _inquiry = new(time, s_patience, (driver, cancellationToken) => AskAsync(log, driver, cancellationToken));

    /// <summary>When it is worth another look; null where executors came or none are wanted.</summary>
    public static TimeSpan? LookAgain(ApplicationSnapshot s, PodFacts driver)
    {
        if (UpFor(s, driver) is not { } up || s.Executors.Count > 0 || s.Status.ExecutorState is { Count: > 0 } || Timelines.WantedExecutors(s.Spec) == 0)
            return null;
        return up < s_patience ? s_patience - up : up > s_longest ? s_longest : up;
    }

    public ValueTask<PodTrouble?> ExplainAsync(ApplicationSnapshot s, CancellationToken cancellationToken) =>
        s.OwnDriver is { } driver && UpFor(s, driver) >= s_patience && LookAgain(s, driver) is not null
            ? _inquiry.AboutAsync(driver, cancellationToken)
            : default;

    /// <summary>How long it runs; not longer than since its submission, whatever the clock of its node says.</summary>
    private static TimeSpan? UpFor(ApplicationSnapshot s, PodFacts driver) => driver is { Phase: PodPhase.Running, Started: { } started }
        ? s.Now - (s.Status.LastSubmissionAttemptTime is { } submitted && submitted > started ? submitted : started)
        : null;

    private static async Task<PodTrouble?> AskAsync(DriverLog log, PodFacts driver, CancellationToken cancellationToken) =>
        await log.ReadAsync(driver, cancellationToken) is { Length: > 0 } text && FailureDiagnosis.Find(new() { DriverLog = text }) is { Rank: SignatureRank.Root or SignatureRank.Cause } finding
            ? new("ExecutorsRefused", finding.Evidence)
            : null;
}
