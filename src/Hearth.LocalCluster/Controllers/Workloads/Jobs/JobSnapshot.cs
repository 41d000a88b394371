using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// A Job and its pods at one moment. Pods that ended are counted once: each keeps the finalizer <see cref="Finalizer"/> until the status has
/// its uid, and the uid stays there until the finalizer is gone and the count is raised. Pure.
/// </summary>
internal sealed class JobSnapshot
{
    public const string Finalizer = "batch.kubernetes.io/job-tracking";
    public const string IndexKey = "batch.kubernetes.io/job-completion-index";
    public const string FailuresKey = "batch.kubernetes.io/job-index-failure-count";
    public const string IgnoredFailuresKey = "batch.kubernetes.io/job-index-ignored-failure-count";

    public JobSnapshot(KubeObject job, IReadOnlyList<Pod> pods)
    {
        (Job, Pods, Spec, Status) = (job, pods, job.Spec(), job.Status());
        var tracked = pods.Where(IsTracked).Select(p => p.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        Settled = (Uncounted("succeeded").Count(uid => !tracked.Contains(uid)), Uncounted("failed").Count(uid => !tracked.Contains(uid)));
        UncountedSucceeded = [.. Uncounted("succeeded").Where(tracked.Contains)];
        UncountedFailed = [.. Uncounted("failed").Where(tracked.Contains)];
        Active = [.. pods.Where(Kinds.IsActive)];
        Terminating = pods.Count(p => p.Metadata.DeletionTimestamp is not null && p.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed));
        NewSucceeded = [.. Tracked.Where(p => p.Status?.Phase == PodPhase.Succeeded)];
        NewFailed = [.. Tracked.Where(IsFailed)];
        SucceededIndexes = JobIndexes.Parse((string?)Status["completedIndexes"]);
        if (IsIndexed)
            SucceededIndexes.UnionWith(NewSucceeded.Select(IndexOf).Where(i => i >= 0 && i < Completions));
        if (LimitPerIndex is { } limit)
        {
            FailedIndexes = JobIndexes.Parse((string?)Status["failedIndexes"]);
            FailedIndexes.UnionWith(NewFailed.Where(p => IsLastFailure(p, limit)).Select(IndexOf).Where(i => i >= 0 && i < Completions && !SucceededIndexes.Contains(i)));
        }
    }

    public KubeObject Job { get; }

    public JsonObject Spec { get; }

    public JsonObject Status { get; }

    public IReadOnlyList<Pod> Pods { get; }

    public IReadOnlyList<Pod> Active { get; }

    public int Terminating { get; }

    /// <summary>Ended and not counted yet.</summary>
    public IReadOnlyList<Pod> NewSucceeded { get; }
    public IReadOnlyList<Pod> NewFailed { get; }

    /// <summary>Written down as ended; their finalizer is still there.</summary>
    public IReadOnlyList<string> UncountedSucceeded { get; }
    public IReadOnlyList<string> UncountedFailed { get; }

    /// <summary>How many were written down and have no finalizer any more: to be added to the counts.</summary>
    public (int Succeeded, int Failed) Settled { get; }

    public SortedSet<int> SucceededIndexes { get; }

    public SortedSet<int> FailedIndexes { get; } = [];

    public bool IsSuspended => (bool?)Spec["suspend"] == true;

    public bool IsIndexed => (string?)Spec["completionMode"] == "Indexed";

    /// <summary>Null: done when one has succeeded and none runs any more.</summary>
    public int? Completions => Spec["completions"] is JsonValue ? Spec.Number("completions", 1) : null;

    public int Parallelism => Spec.Number("parallelism", 1);

    public int? LimitPerIndex => Spec["backoffLimitPerIndex"] is JsonValue ? Spec.Number("backoffLimitPerIndex", 0) : null;

    public int Succeeded => IsIndexed
        ? SucceededIndexes.Count
        : Status.Number("succeeded", 0) + Settled.Succeeded + UncountedSucceeded.Count + NewSucceeded.Count;

    public int Failed => Status.Number("failed", 0) + Settled.Failed + UncountedFailed.Count + NewFailed.Count(Counts);

    /// <summary>A pod on its way out is replaced only once it has ended.</summary>
    public bool ReplacesOnlyFailed => (string?)Spec["podReplacementPolicy"] == "Failed" || Spec["podFailurePolicy"] is not null;

    public bool IsFailed(Pod pod) =>
        pod.Status?.Phase == PodPhase.Failed || (!ReplacesOnlyFailed && pod.Metadata.DeletionTimestamp is not null && pod.Status?.Phase != PodPhase.Succeeded);

    public FailureVerdict Judge(Pod pod) => JobFailurePolicy.Judge(Spec["podFailurePolicy"], pod);

    public bool Counts(Pod pod) => Judge(pod).Action != "Ignore";

    /// <summary>-1 where it has none.</summary>
    public static int IndexOf(Pod pod) => Annotation(pod, IndexKey, -1);

    public static int Annotation(Pod pod, string name, int otherwise) =>
        int.TryParse(pod.Metadata.Annotations?.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public static bool IsTracked(Pod pod) => pod.Metadata.Finalizers?.Contains(Finalizer, StringComparer.Ordinal) == true;

    /// <summary>The last failed pod of each index that is still to be tried again: its annotations say how often that was.</summary>
    public IReadOnlyDictionary<int, Pod> LastFailures()
    {
        var active = Active.Select(IndexOf).ToHashSet();
        return NewFailed.GroupBy(IndexOf)
            .Where(g => g.Key >= 0 && g.Key < Completions && !SucceededIndexes.Contains(g.Key) && !FailedIndexes.Contains(g.Key) && !active.Contains(g.Key))
            .ToDictionary(g => g.Key, g => g.MaxBy(FailuresOf)!);
    }

    public static int FailuresOf(Pod pod) => Annotation(pod, FailuresKey, 0) + Annotation(pod, IgnoredFailuresKey, 0);

    public static DateTimeOffset? FinishedAt(Pod pod) =>
        (pod.Status?.ContainerStatuses ?? []).Select(c => c.State?.Terminated?.FinishedAt).Max()
        ?? pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "False" })?.LastTransitionTime
        ?? pod.Metadata.DeletionTimestamp ?? pod.Metadata.CreationTimestamp;

    private IEnumerable<Pod> Tracked => Pods.Where(p => IsTracked(p) && !UncountedSucceeded.Contains(p.Metadata.Uid!, StringComparer.Ordinal) && !UncountedFailed.Contains(p.Metadata.Uid!, StringComparer.Ordinal));

    private bool IsLastFailure(Pod pod, int limit) =>
        Judge(pod).Action is var action && (action == "FailIndex" || (action != "Ignore" && Annotation(pod, FailuresKey, 0) >= limit));

    private IEnumerable<string> Uncounted(string outcome) => (Status["uncountedTerminatedPods"]?[outcome] as JsonArray ?? []).Select(uid => (string?)uid ?? "");
}
