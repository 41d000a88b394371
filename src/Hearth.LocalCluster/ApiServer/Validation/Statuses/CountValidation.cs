using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>The counts that controllers keep in statuses: none is negative, no part is more than the whole, none that only grows falls.</summary>
internal static class CountValidation
{
    public static void Deployment(ErrorList errors, JsonObject value, JsonObject old)
    {
        NotNegative(errors, value, "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "collisionCount");
        NotMoreThan(errors, value, "replicas", "cannot be greater than status.replicas", "updatedReplicas", "readyReplicas", "availableReplicas");
        NotMoreThan(errors, value, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas");
        NotLess(errors, value, old, "collisionCount");
    }

    public static void ReplicaSet(ErrorList errors, JsonObject value)
    {
        NotNegative(errors, value, "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration");
        NotMoreThan(errors, value, "replicas", "cannot be greater than status.replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
        NotMoreThan(errors, value, "readyReplicas", "cannot be greater than readyReplicas", "availableReplicas");
    }

    public static void StatefulSet(ErrorList errors, JsonObject value, JsonObject old)
    {
        NotNegative(errors, value, "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount");
        NotMoreThan(errors, value, "replicas", "cannot be greater than status.replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");
        NotMoreThan(errors, value, "readyReplicas", "cannot be greater than status.readyReplicas", "availableReplicas");
        NotLess(errors, value, old, "collisionCount");
    }

    public static void DaemonSet(ErrorList errors, JsonObject value, JsonObject old)
    {
        NotNegative(
            errors, value, "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount");
        NotLess(errors, value, old, "collisionCount");
    }

    public static void Autoscaler(ErrorList errors, JsonObject value)
    {
        NotNegative(errors, value, "currentReplicas", "desiredReplicas");
    }

    public static void Budget(ErrorList errors, JsonObject value)
    {
        ConditionValidation.Validate(errors, value.Map("status") ?? []);
        NotNegative(errors, value, "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");
    }

    private static void NotNegative(ErrorList errors, JsonObject value, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            errors.NotNegative("status." + field, value.Map("status")?[field]?.DeepClone());
    }

    private static void NotMoreThan(ErrorList errors, JsonObject value, string whole, string problem, params ReadOnlySpan<string> parts)
    {
        var status = value.Map("status") ?? [];
        foreach (var part in parts)
        {
            if ((status[part].Number ?? 0) > (status[whole].Number ?? 0))
                errors.Invalid("status." + part, status[part].Number ?? 0, problem);
        }
    }

    private static void NotLess(ErrorList errors, JsonObject value, JsonObject old, string field)
    {
        var (now, before) = (value.Map("status")?[field].Number, old.Map("status")?[field].Number);
        if (before is not null && (now ?? 0) < before)
            errors.Invalid("status." + field, now ?? 0, "cannot be decremented");
    }
}
