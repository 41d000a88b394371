using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>How drivers end.</summary>
internal static class DriverEnds
{
    /// <summary>Reasons that Kubernetes gives a pod which the node or the scheduler ended.</summary>
    private static readonly string[] s_infrastructure = ["Evicted", "NodeLost", "NodeShutdown", "Terminated", "Preempted", "Preempting", "Shutdown", "UnexpectedAdmissionError", "NodeAffinity"];

    public static bool IsInfrastructure(PodFacts driver) => driver.Disrupted || WasDeleted(driver) || (driver.Reason is { } reason && (s_infrastructure.Contains(reason) || reason.StartsWith("OutOf", StringComparison.Ordinal)));

    /// <summary>It ended because somebody deleted its pod: SIGTERM, or SIGKILL after the grace period.</summary>
    private static bool WasDeleted(PodFacts driver) => driver is { Deleting: true, End: { ExitCode: 143 or 137, Reason: not "OOMKilled" } };

    public static DriverEnd Of(PodFacts driver) => new()
    {
        Kind = IsInfrastructure(driver) ? nameof(FailureKind.Infrastructure) : nameof(FailureKind.Application),
        ExitCode = driver.End?.ExitCode,
        Reason = driver.End?.Reason ?? driver.Reason,
        Message = driver.End?.Message ?? driver.FailedInit ?? driver.Message,
        FinishedAt = driver.End?.FinishedAt,
    };
}
