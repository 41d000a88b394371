using System.Globalization;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Which pods a Job is to have next. Pure.</summary>
/// <param name="Surplus">Pods to delete; where there are any, none is created.</param>
/// <param name="New">Pods to create.</param>
/// <param name="Delay">Nothing is created before: the last pod failed a moment ago.</param>
internal sealed record JobPods(IReadOnlyList<Pod> Surplus, IReadOnlyList<Pod> New, TimeSpan Delay)
{
    private static readonly TimeSpan s_firstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromMinutes(10);

    public static JobPods Next(JobSnapshot job, DateTimeOffset now)
    {
        if (job.IsSuspended)
            return new(job.Active, [], TimeSpan.Zero);
        var wanted = job.Completions is { } completions
            ? Math.Clamp(completions - job.Succeeded - (job.LimitPerIndex is null ? 0 : job.FailedIndexes.Count), 0, job.Parallelism)
            : job.Succeeded > 0 ? job.Active.Count : job.Parallelism;
        var surplus = TooMany(job, wanted);
        if (surplus.Count > 0)
            return new(surplus, [], TimeSpan.Zero);
        var missing = wanted - job.Active.Count - (job.ReplacesOnlyFailed ? job.Terminating : 0);
        if (missing <= 0)
            return new([], [], TimeSpan.Zero);
        if (job.LimitPerIndex is not null)
            return NewByIndex(job, missing, now);
        var delay = Backoff(job, now);
        return delay > TimeSpan.Zero
            ? new([], [], delay)
            : new([], job.IsIndexed ? [.. FreeIndexes(job).Take(missing).Select(i => NewPod(job, i, null))] : [.. Enumerable.Range(0, missing).Select(_ => NewPod(job, null, null))], TimeSpan.Zero);
    }

    private static JobPods NewByIndex(JobSnapshot job, int missing, DateTimeOffset now)
    {
        var last = job.LastFailures();
        var candidates = FreeIndexes(job).Take(missing).Select(i => (Index: i, Before: last.GetValueOrDefault(i))).ToList();
        var waits = candidates.ToDictionary(c => c.Index, c => c.Before is { } pod ? Backoff(JobSnapshot.FailuresOf(pod) + 1, JobSnapshot.FinishedAt(pod), now) : TimeSpan.Zero);
        var ready = candidates.Where(c => waits[c.Index] <= TimeSpan.Zero).ToList();
        return new([], [.. ready.Select(c => NewPod(job, c.Index, c.Before))], ready.Count == 0 && waits.Count > 0 ? waits.Values.Min() : TimeSpan.Zero);
    }

    private static List<Pod> TooMany(JobSnapshot job, int wanted)
    {
        var surplus = new List<Pod>();
        if (job.IsIndexed)
        {
            // Two pods of one index, or an index that is not wanted any more.
            foreach (var pods in job.Active.GroupBy(JobSnapshot.IndexOf))
                surplus.AddRange(pods.Key < 0 || pods.Key >= job.Completions ? pods : pods.OrderByDescending(ServiceTable.IsReady).ThenBy(p => p.Metadata.CreationTimestamp).Skip(1));
        }

        var rest = job.Active.Except(surplus).OrderBy(ServiceTable.IsReady).ThenByDescending(p => p.Metadata.CreationTimestamp);
        return [.. surplus, .. rest.Take(Math.Max(0, job.Active.Count - surplus.Count - wanted))];
    }

    private static IEnumerable<int> FreeIndexes(JobSnapshot job)
    {
        var taken = job.Active.Concat(job.ReplacesOnlyFailed ? job.Pods.Where(p => p.Metadata.DeletionTimestamp is not null && !job.IsFailed(p)) : []).Select(JobSnapshot.IndexOf).ToHashSet();
        return Enumerable.Range(0, job.Completions ?? 0).Where(i => !taken.Contains(i) && !job.SucceededIndexes.Contains(i) && !job.FailedIndexes.Contains(i));
    }

    /// <summary>Ten seconds after the first failure since the last success, twice as many after each further one.</summary>
    private static TimeSpan Backoff(JobSnapshot job, DateTimeOffset now)
    {
        var success = job.Pods.Where(p => p.Status?.Phase == PodPhase.Succeeded).Select(JobSnapshot.FinishedAt).Max() ?? DateTimeOffset.MinValue;
        // One that was deleted because the Job was suspended has lost its finalizer, and is no failure.
        var failures = job.Pods.Where(p => job.IsFailed(p) && (p.Status?.Phase == PodPhase.Failed || JobSnapshot.IsTracked(p))).Select(JobSnapshot.FinishedAt).Where(at => at > success).ToList();
        return Backoff(failures.Count, failures.Max(), now);
    }

    private static TimeSpan Backoff(int failures, DateTimeOffset? last, DateTimeOffset now)
    {
        if (failures == 0 || last is null)
            return TimeSpan.Zero;
        var pause = failures > 10 ? s_longestBackoff : s_firstBackoff * Math.Pow(2, failures - 1);
        return last.Value + (pause < s_longestBackoff ? pause : s_longestBackoff) - now;
    }

    private static Pod NewPod(JobSnapshot job, int? index, Pod? before)
    {
        var pod = Kinds.PodOf(Kinds.Jobs, job.Job, job.Spec["template"]?.AsObject());
        pod = pod with { Metadata = pod.Metadata with { Finalizers = [.. pod.Metadata.Finalizers ?? [], JobSnapshot.Finalizer] } };
        return index is { } number ? Numbered(job, pod, number.ToString(CultureInfo.InvariantCulture), before) : pod;
    }

    private static Pod Numbered(JobSnapshot job, Pod pod, string index, Pod? before)
    {
        var annotations = new Dictionary<string, string>(pod.Metadata.Annotations ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [JobSnapshot.IndexKey] = index };
        if (job.LimitPerIndex is not null)
            CountFailures(job, annotations, before);
        var name = $"{job.Job.Metadata.Name}-{index}";
        return pod with
        {
            Metadata = pod.Metadata with
            {
                GenerateName = name + "-",
                Annotations = annotations,
                Labels = new Dictionary<string, string>(pod.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [JobSnapshot.IndexKey] = index },
            },
            Spec = pod.Spec! with
            {
                Hostname = name,
                Containers = [.. (pod.Spec.Containers ?? []).Select(KnowsIndex)],
                InitContainers = pod.Spec.InitContainers is { } init ? [.. init.Select(KnowsIndex)] : null,
            },
        };
    }

    private static void CountFailures(JobSnapshot job, Dictionary<string, string> annotations, Pod? before)
    {
        var (failures, ignored) = before is null ? (0, 0) : (JobSnapshot.Annotation(before, JobSnapshot.FailuresKey, 0), JobSnapshot.Annotation(before, JobSnapshot.IgnoredFailuresKey, 0));
        if (before is not null && job.Counts(before))
            failures++;
        else if (before is not null)
            ignored++;
        annotations[JobSnapshot.FailuresKey] = failures.ToString(CultureInfo.InvariantCulture);
        if (ignored > 0)
            annotations[JobSnapshot.IgnoredFailuresKey] = ignored.ToString(CultureInfo.InvariantCulture);
    }

    private static Container KnowsIndex(Container container) =>
        container.Env?.Any(e => e.Name == "JOB_COMPLETION_INDEX") == true
            ? container
            : container with { Env = [.. container.Env ?? [], new() { Name = "JOB_COMPLETION_INDEX", ValueFrom = new() { FieldRef = new() { FieldPath = $"metadata.labels['{JobSnapshot.IndexKey}']" } } }] };
}
