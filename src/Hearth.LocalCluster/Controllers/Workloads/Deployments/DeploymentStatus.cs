using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The status of a Deployment as its sets make it. A condition that changes becomes the last one. Pure.</summary>
internal sealed class DeploymentStatus
{
    private const string Progressing = "Progressing";
    private readonly Rollout _rollout;
    private readonly DateTimeOffset _now;
    private readonly JsonObject _present;
    private readonly JsonArray _conditions;

    public DeploymentStatus(Rollout rollout, DateTimeOffset now)
    {
        (_rollout, _now, _present) = (rollout, now, rollout.Deployment.Status());
        _conditions = (_present["conditions"] as JsonArray)?.DeepClone().AsArray() ?? [];
    }

    private int? Deadline => _rollout.Deployment.Spec()["progressDeadlineSeconds"] is JsonValue ? _rollout.Deployment.Spec().Number("progressDeadlineSeconds", 600) is var seconds and < int.MaxValue ? seconds : null : null;

    public void Paused()
    {
        if (Deadline is null || (string?)Find(Progressing)?["reason"] == "ProgressDeadlineExceeded")
            return;
        var isPaused = (string?)Find(Progressing)?["reason"] == "DeploymentPaused";
        if (_rollout.IsPaused && !isPaused)
            Set(Progressing, "Unknown", "DeploymentPaused", "Deployment is paused");
        else if (!_rollout.IsPaused && isPaused)
            Set(Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }

    /// <param name="set">The newest.</param>
    /// <param name="isUntold">It was made, but the status that told of it was refused, because somebody wrote meanwhile.</param>
    public void Found(string set, bool isUntold)
    {
        if (Deadline is not null && Find(Progressing) is null)
            Set(Progressing, "True", "FoundNewReplicaSet", $"Found new replica set \"{set}\"");
        else if (isUntold)
            Created(set);
    }

    public void Created(string set)
    {
        if (Deadline is not null)
            Set(Progressing, "True", "NewReplicaSetCreated", $"Created new replica set \"{set}\"");
    }

    public void NotCreated(string set, string error)
    {
        if (Deadline is not null)
            Set(Progressing, "False", "ReplicaSetCreateError", $"Failed to create new replica set \"{set}\": {error}");
    }

    /// <param name="rolls">Whether pods move to the newest set: only then is progress judged.</param>
    public JsonObject ToJson(bool rolls)
    {
        var available = Sum("availableReplicas");
        var status = new JsonObject { ["observedGeneration"] = _rollout.Deployment.Metadata.Generation };
        status.Count("replicas", Sum("replicas"));
        status.Count("updatedReplicas", _rollout.Newest?.Status().Number("replicas", 0) ?? 0);
        status.Count("readyReplicas", Sum("readyReplicas"));
        status.Count("availableReplicas", available);
        status.Count("unavailableReplicas", Math.Max(0, _rollout.All.Sum(_rollout.Size) - available));
        if (_present["collisionCount"] is { } collisions)
            status["collisionCount"] = collisions.DeepClone();
        if (available >= _rollout.Wanted - _rollout.MaxUnavailable)
            Set("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        else
            Set("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
        if (rolls)
            Judge(status);
        if (_conditions.Count > 0)
            status["conditions"] = _conditions.DeepClone();
        return status;
    }

    /// <summary>When progress must have been seen; null: nobody waits for it.</summary>
    public TimeSpan? UntilDeadline =>
        Deadline is { } seconds && Find(Progressing) is { } condition && (string?)condition["reason"] is not ("NewReplicaSetAvailable" or "ProgressDeadlineExceeded")
            ? Time(condition["lastUpdateTime"]).AddSeconds(seconds + 1) - _now
            : null;

    private void Judge(JsonObject status)
    {
        var current = Find(Progressing);
        if (Deadline is null && current is not null)
            _conditions.Remove(current);
        var isOver = status.Number("replicas", 0) == status.Number("updatedReplicas", 0) && (string?)current?["reason"] == "NewReplicaSetAvailable";
        if (Deadline is { } seconds && !isOver)
        {
            var subject = _rollout.Newest is { } newest ? $"ReplicaSet \"{newest.Metadata.Name}\"" : $"Deployment \"{_rollout.Deployment.Metadata.Name}\"";
            if (IsComplete(_rollout, status))
                Set(Progressing, "True", "NewReplicaSetAvailable", $"{subject} has successfully progressed.");
            else if (IsMore(status))
                Progress($"{subject} is progressing.");
            else if (current is not null && (string?)current["reason"] != "NewReplicaSetAvailable" && Time(current["lastUpdateTime"]).AddSeconds(seconds) < _now)
                Set(Progressing, "False", "ProgressDeadlineExceeded", $"{subject} has timed out progressing.");
        }

        var failure = (_rollout.Newest is null ? _rollout.All : [_rollout.Newest, .. _rollout.Old]).Select(s => (s.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == "ReplicaFailure")).FirstOrDefault(c => c is not null);
        if (failure is not null)
            Set("ReplicaFailure", (string?)failure["status"] ?? "", (string?)failure["reason"] ?? "", (string?)failure["message"] ?? "");
        else if (Find("ReplicaFailure") is { } former)
            _conditions.Remove(former);
    }

    public static bool IsComplete(Rollout rollout, JsonObject status) =>
        status.Number("updatedReplicas", 0) == rollout.Wanted && status.Number("replicas", 0) == rollout.Wanted && status.Number("availableReplicas", 0) == rollout.Wanted
        && status.Number("observedGeneration", 0) >= rollout.Deployment.Metadata.Generation;

    private bool IsMore(JsonObject status) =>
        status.Number("updatedReplicas", 0) > _present.Number("updatedReplicas", 0)
        || status.Number("replicas", 0) - status.Number("updatedReplicas", 0) < _present.Number("replicas", 0) - _present.Number("updatedReplicas", 0)
        || status.Number("readyReplicas", 0) > _present.Number("readyReplicas", 0)
        || status.Number("availableReplicas", 0) > _present.Number("availableReplicas", 0);

    // The time counts anew with each step, also where the reason stays.
    private void Progress(string message)
    {
        var since = Find(Progressing) is { } current && (string?)current["status"] == "True" ? (string?)current["lastTransitionTime"] : null;
        if (Find(Progressing) is { } former)
            _conditions.Remove(former);
        Set(Progressing, "True", "ReplicaSetUpdated", message);
        if (since is not null)
            Find(Progressing)!["lastTransitionTime"] = since;
    }

    private int Sum(string count) => _rollout.All.Sum(s => s.Status().Number(count, 0));

    private JsonObject? Find(string type) => _conditions.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);

    private void Set(string type, string status, string reason, string message)
    {
        var before = Find(type);
        if (before is not null && (string?)before["status"] == status && (string?)before["reason"] == reason)
            return;
        var now = TimeConverter.Format(_now);
        if (before is not null)
            _conditions.Remove(before);
        _conditions.Add((JsonNode)new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = now,
            ["lastTransitionTime"] = (string?)before?["status"] == status ? (string?)before!["lastTransitionTime"] ?? now : now,
        });
    }

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.TryParse((string?)text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MaxValue.AddDays(-36500);
}
