using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>DaemonSets.</summary>
internal static class DaemonSetValidation
{
    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var selector = spec.Map("selector");
        errors.Selector("spec.selector", selector);
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || WorkloadValidation.IsSelector(selector) && !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", WorkloadValidation.Shown(labels), "`selector` does not match template `labels`");
        if (selector is { Count: 0 })
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "empty selector is invalid for daemonset");
        PodValidation.Template(errors, spec.Map("template") ?? [], "spec.template");
        WorkloadValidation.AlwaysRunning(errors, spec, "DaemonSet");
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        Strategy(errors, spec.Map("updateStrategy") ?? []);
        errors.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
    }

    private static void Strategy(ErrorList errors, JsonObject strategy)
    {
        if (strategy.Text("type") == "OnDelete")
            return;
        if (strategy.Text("type") != "RollingUpdate")
        {
            errors.Add(FieldError.NotSupportedAsListed("spec.updateStrategy", GoValue.Of("apps.v1.DaemonSetUpdateStrategy", strategy), ["RollingUpdate", "OnDelete"]));
            return;
        }

        const string Field = "spec.updateStrategy.rollingUpdate";
        var (unavailable, surge) = (strategy.Map("rollingUpdate")?["maxUnavailable"], strategy.Map("rollingUpdate")?["maxSurge"]);
        if (WorkloadValidation.Amount(unavailable) != 0 && WorkloadValidation.Amount(surge) != 0)
            errors.Invalid(Field + ".maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero");
        else if (WorkloadValidation.Amount(unavailable) == 0 && WorkloadValidation.Amount(surge) == 0)
            errors.Required(Field + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        errors.CountOrPercent(Field + ".maxUnavailable", unavailable);
        WorkloadValidation.AtMostAll(errors, Field + ".maxUnavailable", unavailable);
        errors.CountOrPercent(Field + ".maxSurge", surge);
        WorkloadValidation.AtMostAll(errors, Field + ".maxSurge", surge);
    }
}
