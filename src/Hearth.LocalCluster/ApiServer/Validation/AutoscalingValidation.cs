using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>HorizontalPodAutoscalers.</summary>
internal static class AutoscalingValidation
{
    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var least = spec["minReplicas"].Number ?? 1;
        var most = spec["maxReplicas"].Number ?? 0;
        if (least < 1)
            errors.Invalid("spec.minReplicas", least, "must be greater than or equal to 1");
        if (least == 0 && !spec.Objects("metrics").Any(metric => metric.Text("type") is "Object" or "External"))
            errors.Forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas");
        if (most < 1)
            errors.Invalid("spec.maxReplicas", most, "must be greater than 0");
        if (most < least)
            errors.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
        Reference(errors, spec.Map("scaleTargetRef") ?? [], "spec.scaleTargetRef");
        if (spec["targetCPUUtilizationPercentage"] is { } use)
            MetricValidation.Cpu(errors, use);
        foreach (var (metric, i) in spec.Objects("metrics").Select((metric, i) => (metric, i)))
            MetricValidation.Validate(errors, metric, $"spec.metrics[{i}]");
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.Map("behavior")?.Map(direction) is { } rules)
                Scaling(errors, rules, "spec.behavior." + direction);
        }
    }

    public static void Reference(ErrorList errors, JsonObject target, string at, bool needsGroup = true)
    {
        foreach (var name in (ReadOnlySpan<string>)["kind", "name"])
        {
            if (errors.Needed($"{at}.{name}", target.Text(name)))
                errors.InvalidEach($"{at}.{name}", target[name], Names.PathSegmentProblems(target.Text(name)!));
        }

        var version = target.Text("apiVersion") ?? "";
        if (needsGroup && version.Count('/') > 1)
            errors.Invalid(at + ".apiVersion", version, "unexpected GroupVersion string: " + version);
        else if (needsGroup && !version.Contains('/', StringComparison.Ordinal) && !(version == "v1" && target.Text("kind") == "ReplicationController"))
            errors.Invalid(at + ".apiVersion", version, "apiVersion must specify API group");
    }

    private static void Scaling(ErrorList errors, JsonObject rules, string field)
    {
        var window = rules["stabilizationWindowSeconds"];
        if (window.Number < 0)
            errors.Invalid(field + ".stabilizationWindowSeconds", window, "must be greater than or equal to zero");
        if (window.Number > 3600)
            errors.Invalid(field + ".stabilizationWindowSeconds", window, "must be less than or equal to 3600");
        errors.OptionalOneOf(field + ".selectPolicy", rules["selectPolicy"], ["Disabled", "Max", "Min"]);
        if (rules.List("policies") is not { Count: > 0 })
            errors.Required(field + ".policies", "must specify at least one Policy");
        foreach (var (policy, i) in rules.Objects("policies").Select((policy, i) => (policy, i)))
        {
            var at = $"{field}.policies[{i}]";
            errors.OneOf(at + ".type", policy["type"] ?? "", ["Percent", "Pods"]);
            if ((policy["value"].Number ?? 0) <= 0)
                errors.Invalid(at + ".value", policy["value"] ?? 0, "must be greater than zero");
            if ((policy["periodSeconds"].Number ?? 0) <= 0)
                errors.Invalid(at + ".periodSeconds", policy["periodSeconds"] ?? 0, "must be greater than zero");
            if (policy["periodSeconds"].Number > 1800)
                errors.Invalid(at + ".periodSeconds", policy["periodSeconds"], "must be less than or equal to 1800");
        }
    }
}
