using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Runs the pods of a Job until enough succeeded or too many failed, and deletes it after its time to live.</summary>
internal sealed class JobLook(WorkloadWorld world)
{
    public async Task<ReconcileResult> LookAsync(KubeObject job, CancellationToken cancellationToken)
    {
        if (job.Spec()["managedBy"] is { } other && (string?)other != "kubernetes.io/job-controller")
            return ReconcileResult.Done;
        if (Ended(job.Status()) is { } ended)
            return await ExpireAsync(job, ended, cancellationToken);
        var pods = await world.PodsOfAsync(job, cancellationToken);
        if (job.Metadata.DeletionTimestamp is not null)
        {
            await ReleaseAsync(pods.Where(JobSnapshot.IsTracked), cancellationToken);
            return ReconcileResult.Done;
        }

        return await SyncAsync(new(job, pods), cancellationToken);
    }

    /// <summary>Pods that outlive their Job must not wait for it.</summary>
    public async Task ForgetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var pods = await world.Client.ListAsync(ResourceTypes.Pods, key.Namespace, null, cancellationToken);
        await ReleaseAsync(
            pods.Items.Where(p => JobSnapshot.IsTracked(p) && p.Metadata.OwnerReferences?.Any(o => o is { Controller: true, Kind: "Job" } && o.Name == key.Name) != false), cancellationToken);
    }

    private async Task<ReconcileResult> SyncAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        var now = world.Time.GetUtcNow();
        var started = Time(job.Status["startTime"]) ?? (job.IsSuspended ? null : now);
        var verdict = JobVerdict.Of(job, started, now);
        var next = JobPods.Next(job, now);
        var (active, ready, terminating) = (job.Active.Count, job.Active.Count(ServiceTable.IsReady), job.Terminating);
        var removed = verdict is null ? next.Surplus : job.Active;
        foreach (var pod in removed)
        {
            // Those that are not wanted any more are no failures; those that an end of the Job takes along are.
            if (verdict is null)
                await ReleaseAsync([pod], cancellationToken);
            await world.DeletePodAsync(pod, cancellationToken);
            world.JobEvents.Normal(job.Job, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
        }

        (active, terminating, ready) = (active - removed.Count, terminating + removed.Count, ready - removed.Count(ServiceTable.IsReady));
        KubeException? trouble = null;
        if (verdict is null)
        {
            (var created, trouble) = await TryCreateAsync(job, next.New, cancellationToken);
            active += created;
            if (active == 0 && (job.Completions is { } wanted ? job.Succeeded >= wanted : job.Succeeded > 0))
                verdict = JobVerdict.Completed;
        }

        var status = new JobStatus(job, verdict, world.Now()) { Active = active, Ready = ready, Terminating = terminating, Started = started };
        if (verdict is null)
            status.FollowSuspension(world.JobEvents);
        await WriteAsync(job, status, cancellationToken);
        // The next look comes later each time.
        if (trouble is not null)
            throw trouble;
        if (verdict is not null)
            return ReconcileResult.Done;
        var until = new[] { next.Delay, (JobVerdict.Deadline(job, started) - now) ?? TimeSpan.Zero }.Where(t => t > TimeSpan.Zero).DefaultIfEmpty().Min();
        return until > TimeSpan.Zero ? ReconcileResult.Again(until + TimeSpan.FromMilliseconds(10)) : ReconcileResult.Done;
    }

    /// <returns>How many were created before the server let us create no more; the status is written all the same.</returns>
    private async Task<(int Created, KubeException? Trouble)> TryCreateAsync(JobSnapshot job, IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        var created = 0;
        try
        {
            foreach (var pod in pods)
            {
                await world.CreatePodAsync(job.Job, pod, world.JobEvents, cancellationToken);
                created++;
            }

            return (created, null);
        }
        catch (KubeException error)
        {
            return (created, error);
        }
    }

    /// <summary>Twice: first who has ended, so that nobody is counted twice should this be the last that we do; then, their finalizers gone, the counts.</summary>
    private async Task WriteAsync(JobSnapshot job, JobStatus status, CancellationToken cancellationToken)
    {
        var ended = status.TakeNote();
        if (ended.Count > 0)
        {
            var written = await world.WriteStatusAsync(Kinds.Jobs, job.Job, status.ToJson(), cancellationToken);
            await ReleaseAsync(ended, cancellationToken);
            status.Count();
            status.End();
            await world.WriteStatusAsync(Kinds.Jobs, written, status.ToJson(), cancellationToken);
        }
        else
        {
            status.End();
            await world.WriteStatusAsync(Kinds.Jobs, job.Job, status.ToJson(), cancellationToken);
        }

        status.Tell(world.JobEvents);
    }

    private async Task ReleaseAsync(IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods.Where(JobSnapshot.IsTracked))
        {
            var finalizers = new JsonObject { [$"$deleteFromPrimitiveList/finalizers"] = new JsonArray(JobSnapshot.Finalizer) };
            var patch = new JsonObject { ["metadata"] = finalizers };
            finalizers["uid"] = pod.Metadata.Uid;
            try
            {
                await world.Client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(patch), cancellationToken);
            }
            catch (KubeException error) when (error.IsNotFound || error.IsConflict)
            {
                // Gone already, or another of its name.
            }
        }
    }

    private async Task<ReconcileResult> ExpireAsync(KubeObject job, DateTimeOffset ended, CancellationToken cancellationToken)
    {
        if (job.Metadata.DeletionTimestamp is not null)
            await ReleaseAsync((await world.PodsOfAsync(job, cancellationToken)).Where(JobSnapshot.IsTracked), cancellationToken);
        if (job.Metadata.DeletionTimestamp is not null || job.Spec()["ttlSecondsAfterFinished"] is not JsonValue ttl)
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
        return condition is null ? null : Time(condition["lastTransitionTime"]);
    }

    private static DateTimeOffset? Time(JsonNode? text) => text is null ? null : DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);
}
