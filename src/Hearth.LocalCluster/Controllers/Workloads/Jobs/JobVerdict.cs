using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>That a Job is over, and why. <see cref="IsSuccess"/>: it is complete.</summary>
internal sealed record JobVerdict(bool IsSuccess, string Reason, string Message)
{
    /// <summary>What is told first, while pods still end.</summary>
    public string Target => IsSuccess ? "SuccessCriteriaMet" : "FailureTarget";

    /// <summary>What is told at last.</summary>
    public string End => IsSuccess ? "Complete" : "Failed";

    public static JobVerdict Completed { get; } = new(true, "CompletionsReached", "Reached expected number of succeeded pods");

    /// <summary>Null: pods may go on. What was decided once is not decided again.</summary>
    public static JobVerdict? Of(JobSnapshot job, DateTimeOffset? started, DateTimeOffset now) =>
        Decided(job) ?? ByPolicy(job) ?? ByLimit(job, started, now) ?? ByIndexes(job) ?? BySuccessPolicy(job);

    private static JobVerdict? Decided(JobSnapshot job)
    {
        var decided = (job.Status["conditions"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(c => (string?)c["type"] is "SuccessCriteriaMet" or "FailureTarget" && (string?)c["status"] == "True");
        return decided is null ? null : new((string?)decided["type"] == "SuccessCriteriaMet", (string?)decided["reason"] ?? "", (string?)decided["message"] ?? "");
    }

    private static JobVerdict? ByPolicy(JobSnapshot job) =>
        job.Pods.Where(job.IsFailed).Select(job.Judge).FirstOrDefault(v => v.Action == "FailJob") is { } verdict ? new(false, "PodFailurePolicy", verdict.Message) : null;

    private static JobVerdict? ByLimit(JobSnapshot job, DateTimeOffset? started, DateTimeOffset now)
    {
        if (job.Failed > job.Spec.Number("backoffLimit", 6) || RestartsPastLimit(job))
            return new(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        return Deadline(job, started) <= now ? new(false, "DeadlineExceeded", "Job was active longer than specified deadline") : null;
    }

    /// <summary>Null: none, or not running.</summary>
    public static DateTimeOffset? Deadline(JobSnapshot job, DateTimeOffset? started) =>
        job.Spec["activeDeadlineSeconds"] is JsonValue && !job.IsSuspended ? started?.AddSeconds(job.Spec.Number("activeDeadlineSeconds", 0)) : null;

    // Containers that are restarted in their pods count as failures too.
    private static bool RestartsPastLimit(JobSnapshot job)
    {
        if ((string?)job.Spec["template"]?["spec"]?["restartPolicy"] != "OnFailure")
            return false;
        var restarts = job.Pods.Where(p => p.Status?.Phase is PodPhase.Running or PodPhase.Pending)
            .Sum(p => (p.Status?.ContainerStatuses ?? []).Concat(p.Status?.InitContainerStatuses ?? []).Sum(c => c.RestartCount));
        var limit = job.Spec.Number("backoffLimit", 6);
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private static JobVerdict? ByIndexes(JobSnapshot job)
    {
        if (job.LimitPerIndex is null)
            return null;
        if (job.Spec["maxFailedIndexes"] is JsonValue && job.FailedIndexes.Count > job.Spec.Number("maxFailedIndexes", 0))
            return new(false, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        return job.FailedIndexes.Count > 0 && job.FailedIndexes.Count + job.SucceededIndexes.Count >= job.Completions ? new(false, "FailedIndexes", "Job has failed indexes") : null;
    }

    private static JobVerdict? BySuccessPolicy(JobSnapshot job)
    {
        var rules = (job.Spec["successPolicy"]?["rules"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            var wanted = rules[i]["succeededIndexes"] is JsonValue indexes ? JobIndexes.Parse((string?)indexes) : null;
            var met = wanted is null ? job.SucceededIndexes.Count : wanted.Count(job.SucceededIndexes.Contains);
            if (met >= rules[i].Number("succeededCount", wanted?.Count ?? int.MaxValue))
                return new(true, "SuccessPolicy", string.Create(CultureInfo.InvariantCulture, $"Matched rules at index {i}"));
        }

        return null;
    }
}
