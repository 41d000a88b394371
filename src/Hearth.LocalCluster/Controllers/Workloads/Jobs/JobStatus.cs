using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The status of a Job as it is to be written.</summary>
internal sealed class JobStatus(JobSnapshot job, JobVerdict? verdict, string now)
{
    private readonly JsonArray _conditions = (job.Status["conditions"] as JsonArray)?.DeepClone().AsArray() ?? [];
    private readonly List<string> _succeeded = [.. job.UncountedSucceeded];
    private readonly List<string> _failed = [.. job.UncountedFailed];
    private int _succeededCount = job.Status.Number("succeeded", 0) + job.Settled.Succeeded;
    private int _failedCount = job.Status.Number("failed", 0) + job.Settled.Failed;
    private DateTimeOffset? _started;
    private bool _hasEnded;

    public required int Active { get; init; }

    public required int Ready { get; init; }

    public required int Terminating { get; init; }

    public required DateTimeOffset? Started { get => _started; init => _started = value; }

    public void FollowSuspension(EventRecorder events)
    {
        var before = (string?)Find("Suspended")?["status"];
        if (job.IsSuspended && before != "True")
        {
            Set("Suspended", "True", "JobSuspended", "Job suspended");
            events.Normal(job.Job, "Suspended", "Job suspended");
        }
        else if (!job.IsSuspended && before == "True")
        {
            Set("Suspended", "False", "JobResumed", "Job resumed");
            events.Normal(job.Job, "Resumed", "Job resumed");
            _started = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Writes down who has ended.</summary>
    /// <returns>The pods whose finalizer may go then.</returns>
    public IReadOnlyList<Pod> TakeNote()
    {
        if (verdict is not null && Find(verdict.Target) is null)
            Set(verdict.Target, "True", verdict.Reason, verdict.Message);
        var waiting = verdict is null && job.LimitPerIndex is not null ? job.LastFailures().Values.Select(p => p.Metadata.Uid).ToHashSet(StringComparer.Ordinal) : [];
        var ended = new List<Pod>();
        foreach (var pod in job.Pods.Where(p => JobSnapshot.IsTracked(p) && !waiting.Contains(p.Metadata.Uid)))
        {
            var isFailed = job.IsFailed(pod);
            if (verdict is null && !isFailed && pod.Status?.Phase != PodPhase.Succeeded)
                continue;
            ended.Add(pod);
            Note(pod, isFailed);
        }

        return ended;
    }

    private void Note(Pod pod, bool isFailed)
    {
        var uid = pod.Metadata.Uid!;
        if (_succeeded.Contains(uid, StringComparer.Ordinal) || _failed.Contains(uid, StringComparer.Ordinal))
            return;
        if (pod.Status?.Phase == PodPhase.Succeeded)
        {
            // Those of an indexed Job are counted by their indexes.
            if (!job.IsIndexed)
                _succeeded.Add(uid);
        }
        else if ((isFailed || verdict is { IsSuccess: false }) && job.Counts(pod) && (!job.IsIndexed || JobSnapshot.IndexOf(pod) is var index && index >= 0 && index < job.Completions))
        {
            _failed.Add(uid);
        }
    }

    /// <summary>Their finalizers are gone: numbers take the place of uids.</summary>
    public void Count()
    {
        _succeededCount += _succeeded.Count;
        _failedCount += _failed.Count;
        _succeeded.Clear();
        _failed.Clear();
    }

    /// <summary>A Job has ended when no pod of it is on its way out any more.</summary>
    public void End()
    {
        if (verdict is null || Terminating > 0 || _succeeded.Count + _failed.Count > 0)
            return;
        Set(verdict.End, "True", verdict.Reason, verdict.Message);
        _hasEnded = true;
    }

    public void Tell(EventRecorder events)
    {
        if (!_hasEnded)
            return;
        if (job.Completions is { } wanted && _succeededCount > wanted)
            events.Warning(job.Job, "TooManySucceededPods", "Too many succeeded pods running after completion count reached");
        if (verdict!.IsSuccess)
            events.Normal(job.Job, "Completed", "Job completed");
        else
            events.Warning(job.Job, verdict.Reason, verdict.Message);
    }

    public JsonObject ToJson()
    {
        var status = new JsonObject { ["ready"] = Ready, ["terminating"] = Terminating, ["uncountedTerminatedPods"] = Uncounted() };
        Add("active", Active);
        Add("succeeded", job.IsIndexed ? job.SucceededIndexes.Count : _succeededCount);
        Add("failed", _failedCount);
        if (_started is { } started)
            status["startTime"] = TimeConverter.Format(started);
        if (_conditions.Count > 0)
            status["conditions"] = _conditions.DeepClone();
        if (job.IsIndexed && job.SucceededIndexes.Count > 0)
            status["completedIndexes"] = JobIndexes.Format(job.SucceededIndexes);
        if (job.LimitPerIndex is not null)
            status["failedIndexes"] = JobIndexes.Format(job.FailedIndexes);
        if (_hasEnded && verdict!.IsSuccess)
            status["completionTime"] = now;
        return status;

        void Add(string name, int number)
        {
            if (number != 0)
                status[name] = number;
        }
    }

    private JsonObject Uncounted()
    {
        var uncounted = new JsonObject();
        if (_succeeded.Count > 0)
            uncounted["succeeded"] = new JsonArray([.. _succeeded.Select(uid => (JsonNode)uid)]);
        if (_failed.Count > 0)
            uncounted["failed"] = new JsonArray([.. _failed.Select(uid => (JsonNode)uid)]);
        return uncounted;
    }

    private JsonObject? Find(string type) => _conditions.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);

    private void Set(string type, string status, string reason, string message)
    {
        if (Find(type) is { } before)
            _conditions.Remove(before);
        _conditions.Add((JsonNode)new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastProbeTime"] = now,
            ["lastTransitionTime"] = now,
        });
    }
}
