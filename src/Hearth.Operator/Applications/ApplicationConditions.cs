using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The conditions of an application, for <c>kubectl wait</c> and for people: the state in four answers.</summary>
internal static class ApplicationConditions
{
    private const string True = "True";
    private const string False = "False";
    private const string Unknown = "Unknown";

    public static IReadOnlyList<Condition> Of(SparkApplicationStatus status, ApplicationSnapshot s) =>
        [.. new[] { Submitted(status, s), DriverRunning(status, s), ExecutorsReady(status, s), Succeeded(status) }.Select(c => Stamp(c, s))];

    private static Condition Submitted(SparkApplicationStatus status, ApplicationSnapshot s) => status.ApplicationState.State switch
    {
        ApplicationStates.SubmissionFailed => Make("Submitted", False, "SubmissionFailed", status.ApplicationState.ErrorMessage),
        ApplicationStates.Failed when status.DriverInfo.PodName is null => Make("Submitted", False, "SubmissionFailed", status.ApplicationState.ErrorMessage),
        ApplicationStates.New or ApplicationStates.PendingRerun or ApplicationStates.Resuming or ApplicationStates.Invalidating =>
            Make("Submitted", False, "Pending", Waiting(status, s)),
        ApplicationStates.Suspending or ApplicationStates.Suspended => Make("Submitted", False, "Suspended", "spec.suspend is true"),
        _ => Make("Submitted", True, "Submitted", $"the objects of run {status.SubmissionId} exist"),
    };

    private static string Waiting(SparkApplicationStatus status, ApplicationSnapshot s) => s switch
    {
        _ when status.Hearth is { Submitting: true, Diagnosis.Evidence: { } hindrance } => hindrance,
        { State: ApplicationStates.PendingRerun, Driver: { } left } when status.Hearth?.Submitting != true => $"driver pod {left.Name} of the run before is not gone yet",
        _ => "the objects of the run are about to be created",
    };

    private static Condition DriverRunning(SparkApplicationStatus status, ApplicationSnapshot s) => status.ApplicationState.State switch
    {
        ApplicationStates.Running => Make("DriverRunning", True, "Running", $"driver {status.DriverInfo.PodName} runs"),
        ApplicationStates.Submitted when s.OwnDriver?.Trouble is { } trouble => Make("DriverRunning", False, Reason(trouble.Reason), trouble.Message),
        ApplicationStates.Submitted => Make("DriverRunning", False, "Pending", $"driver {status.DriverInfo.PodName} is pending{(s.OwnDriver?.Scheduled is null ? ": no scheduler has placed it on a node yet" : "")}"),
        ApplicationStates.Unknown => Make("DriverRunning", Unknown, "Unknown", $"nobody knows how driver {status.DriverInfo.PodName} is: its node does not answer"),
        ApplicationStates.Completed or ApplicationStates.Succeeding => Make("DriverRunning", False, "Completed", "the driver has ended"),
        ApplicationStates.Failed or ApplicationStates.Failing => Make("DriverRunning", False, "Failed", status.ApplicationState.ErrorMessage),
        _ => Make("DriverRunning", False, "NotSubmitted", "no driver exists"),
    };

    private static Condition ExecutorsReady(SparkApplicationStatus status, ApplicationSnapshot s)
    {
        if (status.ApplicationState.State != ApplicationStates.Running)
            return Make("ExecutorsReady", False, "DriverNotRunning", "executors come and go with the driver");
        var wanted = Timelines.WantedExecutors(s.Spec);
        var running = s.Executors.Count(e => e.Phase == PodPhase.Running);
        if (running >= wanted)
            return Make("ExecutorsReady", True, "Running", $"{wanted} executors run");
        return (s.NoExecutors ?? s.Executors.Select(e => e.Trouble).FirstOrDefault(t => t is not null)) is { } trouble
            ? Make("ExecutorsReady", False, Reason(trouble.Reason), $"{running} of {wanted} executors run: {trouble.Message}")
            : Make("ExecutorsReady", False, "Pending", $"{running} of {wanted} executors run");
    }

    private static Condition Succeeded(SparkApplicationStatus status) => status.ApplicationState.State switch
    {
        ApplicationStates.Completed => Make("Succeeded", True, "Completed", "the application completed"),
        ApplicationStates.Failed => Make("Succeeded", False, "Failed", status.ApplicationState.ErrorMessage),
        _ => Make("Succeeded", Unknown, "NotFinished", "the application has not ended"),
    };

    private static Condition Make(string type, string status, string reason, string? message) =>
        new() { Type = type, Status = status, Reason = reason, Message = message is { Length: > 4096 } ? message[..4096] : message ?? "" };

    /// <summary>What the cluster calls a reason may hold characters that a condition must not.</summary>
    private static string Reason(string reason)
    {
        var word = string.Concat(reason.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ',' or ':')).Trim('_', ',', ':');
        return word.Length > 0 && char.IsAsciiLetter(word[0]) ? word : "Pending";
    }

    /// <summary>The time of the last change of status stays where it has not changed.</summary>
    private static Condition Stamp(Condition condition, ApplicationSnapshot s)
    {
        var before = s.Status.Conditions?.FirstOrDefault(c => c.Type == condition.Type);
        return condition with
        {
            LastTransitionTime = before?.Status == condition.Status ? before.LastTransitionTime ?? s.Now : s.Now,
            ObservedGeneration = s.Application.Metadata.Generation,
        };
    }
}
