using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>What the operator keeps of a driver or executor pod: thousands of them must fit.</summary>
internal sealed record PodFacts
{
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required string Uid { get; init; }
    public required string Application { get; init; }
    public required string SubmissionId { get; init; }
    public required bool IsDriver { get; init; }

    /// <summary>Spark's application id.</summary>
    public string? ApplicationId { get; init; }
    public int ExecutorId { get; init; }
    public required string Phase { get; init; }
    public bool Deleting { get; init; }

    /// <summary>Our finalizer keeps it: <see cref="DriverHold"/>.</summary>
    public bool Held { get; init; }

    /// <summary>When the grace of a deleted driver is over.</summary>
    public DateTimeOffset? DeletionDue { get; init; }

    /// <summary>Deleted without any grace.</summary>
    public bool Forced { get; init; }

    /// <summary>Kubernetes took the pod away: drained, preempted, evicted, its node tainted.</summary>
    public bool Disrupted { get; init; }

    /// <summary>How Spark's container ended; sidecars may still run.</summary>
    public ContainerEnd? End { get; init; }

    /// <summary>How an init container ended that kept Spark's from starting: its name before it.</summary>
    public string? FailedInit { get; init; }

    /// <summary>What keeps the pod from running, in the cluster's own words.</summary>
    public PodTrouble? Trouble { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>Of drivers.</summary>
    public string? Ip { get; init; }

    /// <summary>When Spark's container started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The pod's own reason: Evicted, NodeLost, ...</summary>
    public string? Reason { get; init; }

    /// <summary>What the cluster says to that, for example which resource its node was low on.</summary>
    public string? Message { get; init; }

    /// <summary>Somebody wanted it gone at once before it had ended: it counts as gone, though a finalizer may keep its pod.</summary>
    public bool IsForcedAway => Forced && !IsOver;

    public bool IsOver => End is not null || Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>The index of executors.</summary>
    public string Group => $"{Namespace}/{Application}";

    /// <summary>Null for a pod that belongs to no application.</summary>
    public static PodFacts? Of(Pod pod)
    {
        var labels = pod.Metadata.Labels;
        if (labels is null || !labels.TryGetValue(SparkLabels.AppName, out var application) || !labels.TryGetValue(SparkLabels.Role, out var role) || role is not ("driver" or "executor"))
            return null;
        var isDriver = role == "driver";
        var container = ContainerOf(pod, isDriver);
        return new()
        {
            Namespace = pod.Metadata.Namespace ?? "",
            Name = pod.Metadata.Name ?? "",
            Uid = pod.Metadata.Uid ?? "",
            Application = application,
            SubmissionId = labels.GetValueOrDefault(SparkLabels.SubmissionId) ?? "",
            IsDriver = isDriver,
            ApplicationId = labels.GetValueOrDefault(SparkLabels.AppSelector),
            ExecutorId = int.TryParse(labels.GetValueOrDefault(SparkLabels.ExecutorId), out var id) ? id : 0,
            Phase = PhaseOf(pod.Status?.Phase),
            Deleting = pod.Metadata.DeletionTimestamp is not null,
            Held = isDriver && pod.Metadata.Finalizers?.Contains(DriverHold.Finalizer, StringComparer.Ordinal) == true,
            DeletionDue = isDriver ? pod.Metadata.DeletionTimestamp : null,
            Forced = pod.Metadata is { DeletionTimestamp: not null, DeletionGracePeriodSeconds: 0 },
            Disrupted = pod.Status?.Conditions?.Any(c => c is { Type: "DisruptionTarget", Status: "True" }) == true,
            End = ContainerEnd.Of(container?.State?.Terminated),
            FailedInit = FailedInitOf(pod),
            Trouble = PodTrouble.Of(pod),
            Created = pod.Metadata.CreationTimestamp,
            Scheduled = pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "True" })?.LastTransitionTime,
            Started = container?.State?.Running?.StartedAt ?? container?.State?.Terminated?.StartedAt,
            Reason = pod.Status?.Reason,
            Message = pod.Status is { Phase: PodPhase.Failed } failed ? failed.Message : null,
            Ip = isDriver ? pod.Status?.PodIP : null,
        };
    }

    private static string? FailedInitOf(Pod pod) =>
        pod.Status is { Phase: PodPhase.Failed } status && status.InitContainerStatuses?.FirstOrDefault(c => c.State?.Terminated is { ExitCode: not 0 }) is { State.Terminated: { } end } init
            ? $"init container {init.Name} failed with ExitCode: {end.ExitCode}, Reason: {end.Reason}{(end.Message is { Length: > 0 } message ? $", Message: {message}" : "")}"
            : null;

    private static ContainerStatus? ContainerOf(Pod pod, bool isDriver)
    {
        var statuses = pod.Status?.ContainerStatuses;
        if (statuses is null || statuses.Count == 0)
            return null;
        var name = isDriver ? SparkLabels.DriverContainer : SparkLabels.ExecutorContainer;
        return statuses.FirstOrDefault(s => s.Name == name) ?? (statuses.Count == 1 ? statuses[0] : null);
    }

    /// <summary>One string for each phase, however many pods.</summary>
    private static string PhaseOf(string? phase) => phase switch
    {
        null or "" or PodPhase.Pending => PodPhase.Pending,
        PodPhase.Running => PodPhase.Running,
        PodPhase.Succeeded => PodPhase.Succeeded,
        PodPhase.Failed => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };
}

/// <summary>How a container ended.</summary>
internal sealed record ContainerEnd(int ExitCode, string? Reason, string? Message, DateTimeOffset? FinishedAt)
{
    public static ContainerEnd? Of(ContainerStateTerminated? ended) =>
        ended is null ? null : new(ended.ExitCode, ended.Reason, ended.Message, ended.FinishedAt);
}

/// <summary>Why a pod does not run yet.</summary>
internal sealed record PodTrouble(string Reason, string Message)
{
    /// <summary>An event says so, not the pod's status: it may have passed.</summary>
    public bool FromEvent { get; init; }

    private static readonly string[] s_passing = ["ContainerCreating", "PodInitializing"];

    public static PodTrouble? Of(Pod pod)
    {
        if (pod.Status?.Phase is not (null or "" or PodPhase.Pending))
            return null;
        var waiting = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? [])
            .Select(status => status.State?.Waiting)
            .FirstOrDefault(state => state?.Reason is { Length: > 0 } reason && !s_passing.Contains(reason));
        if (waiting is not null)
            return new(waiting.Reason!, waiting.Message ?? "");
        var unscheduled = pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" });
        return unscheduled is null ? null : new(unscheduled.Reason ?? "Unschedulable", unscheduled.Message ?? "");
    }
}
