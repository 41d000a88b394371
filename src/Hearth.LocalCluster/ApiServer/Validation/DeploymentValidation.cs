using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Deployments and the sets they make, and the revisions that other sets keep.</summary>
internal static class DeploymentValidation
{
    public static void Deployment(ErrorList errors, JsonObject spec)
    {
        errors.NotNegative("spec.replicas", spec["replicas"]);
        WorkloadValidation.Selector(errors, spec, "deployment");
        WorkloadValidation.Template(errors, spec, spec.Map("selector"), "ReplicaSet");
        Strategy(errors, spec.Map("strategy") ?? []);
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        errors.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
        if (spec["progressDeadlineSeconds"].Number is not { } deadline)
            return;
        errors.NotNegative("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"]);
        if (deadline <= (spec["minReadySeconds"].Number ?? 0))
            errors.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }

    public static void ReplicaSet(ErrorList errors, JsonObject spec)
    {
        errors.NotNegative("spec.replicas", spec["replicas"]);
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        // Real servers call it so here too.
        WorkloadValidation.Selector(errors, spec, "deployment");
        WorkloadValidation.Template(errors, spec, spec.Map("selector"), "ReplicaSet");
    }

    private static void Strategy(ErrorList errors, JsonObject strategy)
    {
        var rolling = strategy.Map("rollingUpdate");
        if (strategy.Text("type") == "Recreate")
        {
            if (rolling is not null)
                errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
            return;
        }

        if (strategy.Text("type") != "RollingUpdate")
        {
            var shown = new JsonObject { ["Type"] = strategy.Text("type") ?? "", ["RollingUpdate"] = rolling is null ? null : new JsonObject { ["MaxUnavailable"] = rolling["maxUnavailable"]?.DeepClone(), ["MaxSurge"] = rolling["maxSurge"]?.DeepClone() } };
            errors.Add(FieldError.NotSupported("spec.strategy", shown, ["Recreate", "RollingUpdate"]));
            return;
        }

        const string Field = "spec.strategy.rollingUpdate";
        errors.CountOrPercent(Field + ".maxUnavailable", rolling?["maxUnavailable"]);
        errors.CountOrPercent(Field + ".maxSurge", rolling?["maxSurge"]);
        if (WorkloadValidation.Amount(rolling?["maxUnavailable"]) == 0 && WorkloadValidation.Amount(rolling?["maxSurge"]) == 0)
            errors.Invalid(Field + ".maxUnavailable", rolling?["maxUnavailable"]?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        WorkloadValidation.AtMostAll(errors, Field + ".maxUnavailable", rolling?["maxUnavailable"]);
    }

    public static void ControllerRevision(ErrorList errors, JsonObject value)
    {
        if (value["data"] is not JsonObject)
            errors.Required("data", value["data"] is null ? "data is mandatory" : "data must be a valid JSON object");
        errors.NotNegative("revision", value["revision"]);
    }

    public static void ControllerRevisionUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        errors.NotNegative("revision", value["revision"]);
        errors.Immutable("data", value["data"]?.DeepClone(), old["data"]);
    }
}
