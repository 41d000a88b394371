using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The status of a Deployment as its sets make it.</summary>
internal sealed class DeploymentStatus(Rollout rollout, string now)
{
    private readonly JsonObject _present = rollout.Deployment.Status();

    public JsonObject ToJson(bool isPaused)
    {
        var ready = rollout.All.Sum(s => s.Status().Number("readyReplicas", 0));
        var available = rollout.All.Sum(s => s.Status().Number("availableReplicas", 0));
        var replicas = rollout.All.Sum(s => s.Status().Number("replicas", 0));
        var updated = rollout.Newest?.Status().Number("replicas", 0) ?? 0;
        var total = rollout.All.Sum(s => s.Spec().Number("replicas", 1));
        var isAvailable = available >= rollout.Wanted - rollout.MaxUnavailable;
        return new()
        {
            ["observedGeneration"] = rollout.Deployment.Metadata.Generation,
            ["replicas"] = replicas,
            ["updatedReplicas"] = updated,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, total - available),
            ["conditions"] = new JsonArray(
                Condition("Available", isAvailable ? "True" : "False", isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", isAvailable ? "Deployment has minimum availability." : "Deployment does not have minimum availability."),
                Progress(isPaused, updated, available, replicas)),
        };
    }

    private JsonObject Progress(bool isPaused, int updated, int available, int replicas)
    {
        var before = Before("Progressing");
        if (isPaused)
            return Condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused");
        if ((string?)before?["reason"] == "DeploymentPaused")
            return Condition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed");
        var isComplete = updated == rollout.Wanted && replicas == rollout.Wanted && available == rollout.Wanted;
        return Condition(
            "Progressing", "True", isComplete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", $"ReplicaSet \"{rollout.NewestName}\" {(isComplete ? "has successfully progressed." : "is progressing.")}");
    }

    private JsonObject? Before(string type) => (_present["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);

    private JsonObject Condition(string type, string status, string reason, string message)
    {
        var before = Before(type);
        return new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = (string?)before?["reason"] == reason ? (string?)before?["lastUpdateTime"] ?? now : now,
            ["lastTransitionTime"] = (string?)before?["status"] == status ? (string?)before?["lastTransitionTime"] ?? now : now,
        };
    }
}
