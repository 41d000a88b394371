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
    public async Task<ReconcileResult> LookAsync(KubeObject cron, CancellationToken cancellationToken)
    {
        var (spec, status) = (cron.Spec(), cron.Status());
        var jobs = (await world.Client.ListAsync(Kinds.Jobs, cron.Metadata.Namespace, null, cancellationToken)).Items.Where(j => j.IsControlledBy(cron)).ToList();
        await ForgetAsync(jobs, "Complete", spec.Number("successfulJobsHistoryLimit", 3), cancellationToken);
        await ForgetAsync(jobs, "Failed", spec.Number("failedJobsHistoryLimit", 1), cancellationToken);
        if ((bool?)spec["suspend"] == true)
            return ReconcileResult.Done;
        var times = CronTimes.Parse((string?)spec["schedule"] ?? "");
        var now = world.Time.GetUtcNow();
        var last = Time(status["lastScheduleTime"]) ?? cron.Metadata.CreationTimestamp ?? now;
        if (LastDue(times, last, now) is { } due && !IsTooLate(spec, due, now))
            await StartAsync(cron, spec, jobs.Where(j => Ended(j) is null).ToList(), due, cancellationToken);
        return times.Next(now) is { } next ? ReconcileResult.Again(next - now + TimeSpan.FromMilliseconds(10)) : ReconcileResult.Done;
    }

    private async Task StartAsync(KubeObject cron, JsonObject spec, List<KubeObject> active, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var policy = (string?)spec["concurrencyPolicy"];
        if (policy == "Forbid" && active.Count > 0)
            return;
        foreach (var replaced in policy == "Replace" ? active : [])
            await world.Client.DeleteAsync(Kinds.Jobs, replaced.Metadata.Namespace, replaced.Metadata.Name!, new() { PropagationPolicy = "Background" }, cancellationToken);
        var template = spec["jobTemplate"]?.AsObject() ?? [];
        var job = new KubeObject
        {
            Metadata = new()
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{cron.Metadata.Name}-{due.ToUnixTimeSeconds() / 60}"),
                Labels = Map(template["metadata"]?["labels"]),
                Annotations = Map(template["metadata"]?["annotations"]),
                OwnerReferences = [Kinds.ControllerOf(Kinds.CronJobs, cron)],
            },
            Extra = new() { ["spec"] = JsonDocument.Parse(template["spec"]?.ToJsonString() ?? "{}").RootElement },
        };
        try
        {
            await world.Client.CreateAsync(Kinds.Jobs, cron.Metadata.Namespace, job, cancellationToken);
            world.CronJobEvents.Normal(cron, "SuccessfulCreate", $"Created job {job.Metadata.Name}");
        }
        catch (KubeException error) when (error.IsAlreadyExists)
        {
            // The name says the time: this one was started before.
        }

        await world.WriteStatusAsync(Kinds.CronJobs, cron, new() { ["lastScheduleTime"] = due.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) }, cancellationToken);
    }

    private async Task ForgetAsync(List<KubeObject> jobs, string outcome, int kept, CancellationToken cancellationToken)
    {
        foreach (var job in jobs.Where(j => Ended(j) == outcome).OrderByDescending(j => j.Metadata.CreationTimestamp).Skip(kept))
            await world.Client.DeleteAsync(Kinds.Jobs, job.Metadata.Namespace, job.Metadata.Name!, new() { PropagationPolicy = "Background" }, cancellationToken);
    }

    // Of several that were missed only the last counts.
    private static DateTimeOffset? LastDue(CronTimes times, DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        for (var next = times.Next(now - after > TimeSpan.FromDays(1) ? now.AddDays(-1) : after); next <= now; next = times.Next(next.Value))
            due = next;
        return due;
    }

    private static bool IsTooLate(JsonObject spec, DateTimeOffset due, DateTimeOffset now) =>
        spec["startingDeadlineSeconds"] is JsonValue seconds && due.AddSeconds(seconds.GetValue<int>()) < now;

    private static string? Ended(KubeObject job) =>
        (string?)(job.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] is "Complete" or "Failed" && (string?)c["status"] == "True")?["type"];

    private static DateTimeOffset? Time(JsonNode? value) =>
        DateTimeOffset.TryParse((string?)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static Dictionary<string, string>? Map(JsonNode? labels) =>
        (labels as JsonObject)?.ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
}
