using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>PriorityClasses.</summary>
internal static class SchedulingValidation
{
    private const string Reserved = "priority class names with 'system-' prefix are reserved for system use only. error: ";

    public static void Validate(ErrorList errors, JsonObject value)
    {
        var name = value.Map("metadata")?.Text("name") ?? "";
        if (name.StartsWith("system-", StringComparison.Ordinal) && name is not ("system-node-critical" or "system-cluster-critical"))
            errors.Forbidden("metadata.name", Reserved + $"{name} is not a known system priority class");
        else if (name.StartsWith("system-", StringComparison.Ordinal) && value["value"].Number != (name == "system-node-critical" ? 2000001000 : 2000000000))
            errors.Forbidden("metadata.name", Reserved + $"value of {name} PriorityClass must be {(name == "system-node-critical" ? 2000001000 : 2000000000)}");
        else if (value["value"].Number > 1_000_000_000 && !name.StartsWith("system-", StringComparison.Ordinal))
            errors.Forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
        Preemption(errors, value);
    }

    private static void Preemption(ErrorList errors, JsonObject value) =>
        errors.NeededOneOf("preemptionPolicy", value["preemptionPolicy"], ["PreemptLowerPriority", "Never"], sorted: false);

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        errors.ForbiddenChange("value", value["value"], old["value"], "may not be changed in an update.");
        errors.Immutable("preemptionPolicy", value["preemptionPolicy"], old["preemptionPolicy"]);
    }
}
