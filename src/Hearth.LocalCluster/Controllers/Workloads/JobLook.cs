using System.Text.Json.Nodes;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Runs the pods of a Job until enough succeeded or too many failed, and deletes it after its time to live.</summary>
internal sealed class JobLook(WorkloadWorld world)
{
    public async Task<ReconcileResult> LookAsync(KubeObject job, CancellationToken cancellationToken)
    {
        var (spec, status) = (job.Spec(), job.Status());
        if (Ended(status) is { } ended)
            return await ExpireAsync(job, spec, ended, cancellationToken);
        var pods = await world.PodsOfAsync(job, cancellationToken);
        var active = pods.Where(Kinds.IsActive).ToList();
        var (succeeded, failed) = (pods.Count(p => p.Status?.Phase == PodPhase.Succeeded), pods.Count(p => p.Status?.Phase == PodPhase.Failed));
        var completions = spec.Number("completions", 1);
        var started = (string?)status["startTime"] ?? world.Now();
        var verdict = Verdict(spec, started, succeeded, failed, completions);
        if (verdict is not null)
        {
            foreach (var pod in active)
                await world.DeletePodAsync(pod, cancellationToken);
        }
        else if ((bool?)spec["suspend"] != true)
        {
            var wanted = Math.Min(spec.Number("parallelism", 1), completions - succeeded);
            for (var i = active.Count; i < wanted; i++)
            {
                var pod = await world.Client.CreateAsync(ResourceTypes.Pods, job.Metadata.Namespace, Kinds.PodOf(Kinds.Jobs, job, spec["template"]?.AsObject()), cancellationToken);
                world.JobEvents.Normal(job, "SuccessfulCreate", $"Created pod: {pod.Metadata.Name}");
            }
        }

        await world.WriteStatusAsync(Kinds.Jobs, job, Status(job, verdict, started, active, succeeded, failed), cancellationToken);
        if (verdict is { Type: "Complete" })
            world.JobEvents.Normal(job, "Completed", "Job completed");
        else if (verdict is not null)
            world.JobEvents.Warning(job, verdict.Reason, verdict.Message);
        return spec["activeDeadlineSeconds"] is not null && verdict is null ? ReconcileResult.Again(TimeSpan.FromSeconds(1)) : ReconcileResult.Done;
    }

    private sealed record JobVerdict(string Type, string Reason, string Message);

    private JobVerdict? Verdict(JsonObject spec, string started, int succeeded, int failed, int completions)
    {
        if (succeeded >= completions)
            return new("Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        if (failed > spec.Number("backoffLimit", 6))
            return new("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        var seconds = spec.Number("activeDeadlineSeconds", 0);
        var since = DateTimeOffset.Parse(started, System.Globalization.CultureInfo.InvariantCulture);
        return seconds > 0 && world.Time.GetUtcNow() >= since.AddSeconds(seconds)
            ? new("Failed", "DeadlineExceeded", "Job was active longer than specified deadline")
            : null;
    }

    private JsonObject Status(KubeObject job, JobVerdict? verdict, string started, List<Pod> active, int succeeded, int failed)
    {
        var isOver = verdict is not null;
        var status = new JsonObject
        {
            ["startTime"] = started,
            ["active"] = isOver ? 0 : Math.Max(active.Count, job.Status().Number("active", 0) == 0 && succeeded + failed == 0 ? Math.Min(job.Spec().Number("parallelism", 1), job.Spec().Number("completions", 1)) : active.Count),
            ["ready"] = active.Count(ServiceTable.IsReady),
            ["succeeded"] = succeeded,
            ["failed"] = failed,
            ["terminating"] = 0,
        };
        if (verdict is null)
            return status;
        var now = world.Now();
        status["conditions"] = new JsonArray(
            Condition(verdict.Type == "Complete" ? "SuccessCriteriaMet" : "FailureTarget", verdict, now),
            Condition(verdict.Type, verdict, now));
        if (verdict.Type == "Complete")
            status["completionTime"] = now;
        return status;
    }

    private static JsonObject Condition(string type, JobVerdict verdict, string now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["reason"] = verdict.Reason,
        ["message"] = verdict.Message,
        ["lastProbeTime"] = now,
        ["lastTransitionTime"] = now,
    };

    private async Task<ReconcileResult> ExpireAsync(KubeObject job, JsonObject spec, DateTimeOffset ended, CancellationToken cancellationToken)
    {
        if (spec["ttlSecondsAfterFinished"] is not JsonValue ttl)
            return ReconcileResult.Done;
        var left = ended.AddSeconds(ttl.GetValue<int>()) - world.Time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return ReconcileResult.Again(left);
        await world.Client.DeleteAsync(Kinds.Jobs, job.Metadata.Namespace, job.Metadata.Name!, new() { PropagationPolicy = "Foreground", Uid = job.Metadata.Uid }, cancellationToken);
        return ReconcileResult.Done;
    }

    private static DateTimeOffset? Ended(JsonObject status)
    {
        var condition = (status["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] is "Complete" or "Failed" && (string?)c["status"] == "True");
        return condition is null ? null : DateTimeOffset.Parse((string)condition["lastTransitionTime"]!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
