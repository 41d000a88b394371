using Hearth.Kube.Core.Objects;
using Hearth.Spark.Diagnosis;

namespace Hearth.Operator.Applications;

/// <summary>Names the cause of a driver's failure from its end, its executors' and its log.</summary>
internal static class DriverDiagnosis
{
    /// <summary>Between the end of the executors and that of the driver that stopped them.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    public static Spark.Api.Diagnosis? Of(PodFacts driver, IReadOnlyList<PodFacts> executors, string? log) => FailureDiagnosis.Find(new()
    {
        DriverLog = log,
        Driver = Evidence(driver),
        Executors = [.. executors.Where(e => e.Phase == PodPhase.Failed && !WentWith(driver, e)).Select(Evidence)],
    })?.ToStatus();

    /// <summary>A driver that ends stops its executors: their end is no cause of its own.</summary>
    private static bool WentWith(PodFacts driver, PodFacts executor) =>
        executor.End is { ExitCode: 143 or 137, Reason: not "OOMKilled" } end
        && (end.FinishedAt is null || driver.End?.FinishedAt is null || end.FinishedAt + s_farewell >= driver.End.FinishedAt);

    /// <summary>For a driver whose pod is gone without an end.</summary>
    public static Spark.Api.Diagnosis? OfMissing(ApplicationSnapshot s) => s.Vanished is { Ran: false, LastEvent: var last }
        ? new()
        {
            Cause = "driver-end-unknown",
            Evidence = last ?? "driver pod not found",
            Fix = "Read the driver's collected logs or its event log before running it again: it may have completed. spec.hearth.retention.holdDriver keeps drivers until status tells how they ended.",
            Retryable = false,
        }
        : FailureDiagnosis.Find(new()
        {
            Events = ["driver pod not found"],
            Executors = [.. s.Executors.Where(e => e.Phase == PodPhase.Failed).Select(Evidence)],
        })?.ToStatus();

    /// <summary>Why pods do not run yet; null where none says that anything is wrong.</summary>
    public static Spark.Api.Diagnosis? OfWaiting(ApplicationSnapshot s, PodFacts driver)
    {
        if (s.NoExecutors is { } none)
            return FailureDiagnosis.Find(new() { DriverLog = none.Message })?.ToStatus();
        if ((driver.Trouble is null ? s.Executors.FirstOrDefault(e => e.Trouble is not null) : driver) is not { Trouble: { } trouble } pod)
            return null;
        return FailureDiagnosis.Find(new()
        {
            Driver = pod.IsDriver && !trouble.FromEvent ? Evidence(pod) : null,
            Executors = pod.IsDriver || trouble.FromEvent ? [] : [Evidence(pod)],
            Events = [$"{trouble.Reason}: {trouble.Message}"],
        })?.ToStatus();
    }

    private static ContainerEvidence Evidence(PodFacts pod) => new()
    {
        Pod = pod.Name,
        ExitCode = pod.End?.ExitCode,
        // That a pod was evicted explains the signal that its container got.
        Reason = (pod.Message is null ? null : pod.Reason) ?? pod.End?.Reason ?? pod.Trouble?.Reason ?? pod.Reason ?? (pod.FailedInit is null ? null : "InitContainerFailed"),
        Message = pod.Message ?? pod.End?.Message ?? pod.FailedInit ?? pod.Trouble?.Message,
    };
}
