using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The status of a CronJob as it is to be written: which of its Jobs run, and when the last ones were due and succeeded.</summary>
internal sealed class CronJobStatus(KubeObject cron)
{
    private readonly JsonArray _active = (cron.Status()["active"] as JsonArray)?.DeepClone().AsArray() ?? [];
    private DateTimeOffset? _lastSuccess = Time(cron.Status()["lastSuccessfulTime"]);

    public DateTimeOffset? LastSchedule { get; private set; } = Time(cron.Status()["lastScheduleTime"]);

    public bool HasActive => _active.Count > 0;

    public bool IsActive(KubeObject job) => Find(job.Metadata.Uid) is not null;

    /// <summary>It is being deleted.</summary>
    public void Forget(KubeObject job)
    {
        if (Find(job.Metadata.Uid) is { } reference)
            _active.Remove(reference);
    }

    /// <summary>Notices the ends of Jobs.</summary>
    public void Follow(List<KubeObject> jobs, EventRecorder events)
    {
        foreach (var job in jobs)
        {
            var ended = Ended(job);
            if (ended is not null && Find(job.Metadata.Uid) is { } reference)
            {
                _active.Remove(reference);
                events.Normal(cron, "SawCompletedJob", $"Saw completed job: {job.Metadata.Name}, condition: {ended}");
            }
            else if (ended is null && Find(job.Metadata.Uid) is null)
            {
                events.Warning(cron, "UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Metadata.Name}");
            }

            if (ended == "Complete" && Time(job.Status()["completionTime"]) is { } at && (_lastSuccess is null || at > _lastSuccess))
                _lastSuccess = at;
        }

        foreach (var missing in _active.OfType<JsonObject>().Where(r => jobs.All(j => j.Metadata.Uid != (string?)r["uid"])).ToList())
        {
            _active.Remove(missing);
            events.Normal(cron, "MissingJob", $"Active job went missing: {missing["name"]}");
        }
    }

    public void Started(KubeObject? job, DateTimeOffset due)
    {
        LastSchedule = due;
        if (job is null)
            return;
        _active.Add((JsonNode)new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["namespace"] = job.Metadata.Namespace,
            ["name"] = job.Metadata.Name,
            ["uid"] = job.Metadata.Uid,
            ["resourceVersion"] = job.Metadata.ResourceVersion,
        });
    }

    public JsonObject ToJson()
    {
        var status = new JsonObject();
        if (_active.Count > 0)
            status["active"] = _active.DeepClone();
        if (LastSchedule is { } due)
            status["lastScheduleTime"] = TimeConverter.Format(due);
        if (_lastSuccess is { } success)
            status["lastSuccessfulTime"] = TimeConverter.Format(success);
        return status;
    }

    /// <summary><c>Complete</c>, <c>Failed</c>; null while it runs.</summary>
    public static string? Ended(KubeObject job) =>
        (string?)(job.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] is "Complete" or "Failed" && (string?)c["status"] == "True")?["type"];

    public static DateTimeOffset? Time(JsonNode? value) =>
        DateTimeOffset.TryParse((string?)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private JsonObject? Find(string? uid) => _active.OfType<JsonObject>().FirstOrDefault(r => (string?)r["uid"] == uid);
}
