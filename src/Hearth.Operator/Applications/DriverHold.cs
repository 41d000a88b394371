using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>
/// Keeps driver pods until status tells how they ended, whoever deletes them and whether an operator runs or not: a finalizer, as
/// Kubernetes' own Jobs have it. An end that is lost looks like a failure, and a retry would do finished work again.
/// </summary>
internal static class DriverHold
{
    public const string Finalizer = "hearth.dev/driver-end";

    /// <summary>A node that has not told by then how its container ended will not tell.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static bool IsWanted(SparkApplication application, OperatorOptions options) =>
        application.Spec.Hearth?.Retention?.HoldDriver ?? options.HoldDriverPods;

    /// <summary>The decision, and that the driver may go where nothing is to be learnt of it any more.</summary>
    public static Decision Add(ApplicationSnapshot s, Decision decision)
    {
        if (s.Driver is not { Held: true } driver)
            return decision;
        if (!IsAwaited(s, driver))
            return decision with { Actions = [.. decision.Actions, new ApplicationAction.ReleaseDriver()] };
        if (driver is not { IsOver: false, DeletionDue: { } due })
            return decision;
        var left = due + s_patience - s.Now;
        return left <= TimeSpan.Zero
            ? decision with { Actions = [.. decision.Actions, new ApplicationAction.ReleaseDriver()] }
            : decision with { After = ApplicationLifecycle.Earliest(decision.After, left) };
    }

    /// <summary>It is the present attempt's, and status does not tell its end yet.</summary>
    private static bool IsAwaited(ApplicationSnapshot s, PodFacts driver) =>
        !driver.IsForcedAway
        && s.Application.Metadata.DeletionTimestamp is null
        && driver.SubmissionId == (s.Status.SubmissionId ?? s.NextSubmissionId)
        && (s.Status.Hearth?.Submitting == true || s.State is ApplicationStates.New or ApplicationStates.Submitted or ApplicationStates.Running or ApplicationStates.Unknown);
}
