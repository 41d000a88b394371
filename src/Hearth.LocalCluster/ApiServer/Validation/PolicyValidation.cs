using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>PodDisruptionBudgets.</summary>
internal static class PolicyValidation
{
    public static void Budget(ErrorList errors, JsonObject spec)
    {
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            var shown = new JsonObject
            {
                ["MinAvailable"] = spec["minAvailable"]?.DeepClone(),
                ["Selector"] = spec.Map("selector") is { } selector ? ErrorList.Shown(selector) : null,
                ["MaxUnavailable"] = spec["maxUnavailable"]?.DeepClone(),
                ["UnhealthyPodEvictionPolicy"] = spec["unhealthyPodEvictionPolicy"]?.DeepClone(),
            };
            errors.Invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set");
        }

        foreach (var name in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            errors.CountOrPercent("spec." + name, spec[name]);
            WorkloadValidation.AtMostAll(errors, "spec." + name, spec[name]);
        }

        errors.Selector("spec.selector", spec.Map("selector"));
        errors.OptionalOneOf("spec.unhealthyPodEvictionPolicy", spec["unhealthyPodEvictionPolicy"], ["AlwaysAllow", "IfHealthyBudget"]);
    }
}
