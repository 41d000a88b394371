using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Creates the Jobs of a CronJob when they are due, and keeps as many ended ones as it wants.</summary>
internal sealed class CronJobLook(WorkloadWorld world)
{
    private const int MostMissed = 100;

    public async Task<ReconcileResult> LookAsync(KubeObject cron, CancellationToken cancellationToken)
    {
        var jobs = (await world.Client.ListAsync(Kinds.Jobs, cron.Metadata.Namespace, null, cancellationToken)).Items.Where(j => j.IsControlledBy(cron)).ToList();
        var status = new CronJobStatus(cron);
        // Those that go at once are not told of.
        await ForgetAsync(cron, jobs, status, "Complete", cron.Spec().Number("successfulJobsHistoryLimit", 3), cancellationToken);
        await ForgetAsync(cron, jobs, status, "Failed", cron.Spec().Number("failedJobsHistoryLimit", 1), cancellationToken);
        status.Follow(jobs, world.CronJobEvents);
        var next = cron.Metadata.DeletionTimestamp is null ? await StartDueAsync(cron, jobs, status, cancellationToken) : ReconcileResult.Done;
        await world.WriteStatusAsync(Kinds.CronJobs, cron, status.ToJson(), cancellationToken);
        return next;
    }

    private async Task<ReconcileResult> StartDueAsync(KubeObject cron, List<KubeObject> jobs, CronJobStatus status, CancellationToken cancellationToken)
    {
        if ((bool?)cron.Spec()["suspend"] == true || Times(cron) is not { } times)
            return ReconcileResult.Done;
        var now = world.Time.GetUtcNow();
        if (Due(cron, times, now) is { } due && IsWanted(cron, status, due, now) && due != status.LastSchedule)
            await StartAsync(cron, jobs, status, times, due, cancellationToken);
        return times.Next(now) is { } next ? ReconcileResult.Again(next - now + TimeSpan.FromMilliseconds(10)) : ReconcileResult.Done;
    }

    private CronTimes? Times(KubeObject cron)
    {
        var schedule = (string?)cron.Spec()["schedule"] ?? "";
        try
        {
            return CronTimes.Parse(schedule, (string?)cron.Spec()["timeZone"]);
        }
        catch (FormatException error)
        {
            world.CronJobEvents.Warning(cron, "UnparseableSchedule", $"unparseable schedule: \"{schedule}\" : {error.Message}");
        }
        catch (TimeZoneNotFoundException error)
        {
            world.CronJobEvents.Warning(cron, "UnknownTimeZone", $"invalid timeZone: \"{(string?)cron.Spec()["timeZone"]}\": {error.Message}");
        }

        return null;
    }

    // Of several that were missed only the last counts.
    private DateTimeOffset? Due(KubeObject cron, CronTimes times, DateTimeOffset now)
    {
        var after = CronJobStatus.Time(cron.Status()["lastScheduleTime"]) ?? cron.Metadata.CreationTimestamp ?? now;
        if (cron.Spec()["startingDeadlineSeconds"] is JsonValue && now.AddSeconds(-cron.Spec().Number("startingDeadlineSeconds", 0)) is var earliest && earliest > after)
            after = earliest;
        var (due, missed) = ((DateTimeOffset?)null, 0);
        for (var next = times.Next(after); next <= now; next = times.Next(next.Value))
        {
            due = next;
            if (++missed == MostMissed + 1)
            {
                world.CronJobEvents.Warning(cron, "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
                return times.Last(now) ?? due;
            }
        }

        return due;
    }

    private bool IsWanted(KubeObject cron, CronJobStatus status, DateTimeOffset due, DateTimeOffset now)
    {
        if (cron.Spec()["startingDeadlineSeconds"] is JsonValue && due.AddSeconds(cron.Spec().Number("startingDeadlineSeconds", 0)) < now)
        {
            world.CronJobEvents.Warning(cron, "MissSchedule", $"Missed scheduled time to start a job: {due.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000");
            return false;
        }

        if (status.LastSchedule == due || (string?)cron.Spec()["concurrencyPolicy"] != "Forbid" || !status.HasActive)
            return true;
        world.CronJobEvents.Normal(cron, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
        return false;
    }

    private async Task StartAsync(KubeObject cron, List<KubeObject> jobs, CronJobStatus status, CronTimes times, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if ((string?)cron.Spec()["concurrencyPolicy"] == "Replace")
        {
            foreach (var active in jobs.Where(j => status.IsActive(j)))
                await DeleteAsync(cron, active, status, cancellationToken);
        }

        try
        {
            var job = await world.Client.CreateAsync(Kinds.Jobs, cron.Metadata.Namespace, NewJob(cron, times, due), cancellationToken);
            world.CronJobEvents.Normal(cron, "SuccessfulCreate", $"Created job {job.Metadata.Name}");
            status.Started(job, due);
        }
        catch (KubeException error) when (error.IsAlreadyExists)
        {
            // The name says the time: this one was started before.
            status.Started(null, due);
        }
        catch (KubeException error)
        {
            world.CronJobEvents.Warning(cron, "FailedCreate", $"Error creating job: {error.Message}");
            throw;
        }
    }

    private static KubeObject NewJob(KubeObject cron, CronTimes times, DateTimeOffset due)
    {
        var template = cron.Spec()["jobTemplate"]?.AsObject() ?? [];
        var annotations = Map(template["metadata"]?["annotations"]) ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var local = TimeZoneInfo.ConvertTime(due, times.Zone);
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        return new()
        {
            Metadata = new()
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{cron.Metadata.Name}-{due.ToUnixTimeSeconds() / 60}"),
                Labels = Map(template["metadata"]?["labels"]),
                Annotations = annotations,
                OwnerReferences = [Kinds.ControllerOf(Kinds.CronJobs, cron)],
            },
            Extra = new() { ["spec"] = JsonDocument.Parse(template["spec"]?.ToJsonString() ?? "{}").RootElement },
        };
    }

    private async Task ForgetAsync(KubeObject cron, List<KubeObject> jobs, CronJobStatus status, string outcome, int kept, CancellationToken cancellationToken)
    {
        foreach (var job in jobs.Where(j => CronJobStatus.Ended(j) == outcome).OrderByDescending(j => j.Metadata.CreationTimestamp).Skip(kept))
            await DeleteAsync(cron, job, status, cancellationToken);
    }

    private async Task DeleteAsync(KubeObject cron, KubeObject job, CronJobStatus status, CancellationToken cancellationToken)
    {
        await world.Client.DeleteAsync(Kinds.Jobs, job.Metadata.Namespace, job.Metadata.Name!, new() { PropagationPolicy = "Background", Uid = job.Metadata.Uid }, cancellationToken);
        status.Forget(job);
        world.CronJobEvents.Normal(cron, "SuccessfulDelete", $"Deleted job {job.Metadata.Name}");
    }

    private static Dictionary<string, string>? Map(JsonNode? labels) =>
        (labels as JsonObject)?.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
}
