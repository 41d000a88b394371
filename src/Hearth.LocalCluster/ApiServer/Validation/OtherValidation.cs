using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Networking, policy, leases, storage classes, priorities.</summary>
internal static class OtherValidation
{
    private static void Autoscaler(ErrorList errors, JsonObject spec)
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
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.Map("behavior")?.Map(direction) is { } rules)
                Scaling(errors, rules, "spec.behavior." + direction);
        }

        var target = spec.Map("scaleTargetRef") ?? [];
        foreach (var name in (ReadOnlySpan<string>)["kind", "name"])
        {
            if (errors.Needed("spec.scaleTargetRef." + name, target.Text(name)))
                errors.InvalidEach("spec.scaleTargetRef." + name, target[name], Names.PathSegmentProblems(target.Text(name)!));
        }

        var version = target.Text("apiVersion") ?? "";
        if (!version.Contains('/', StringComparison.Ordinal) && !(version == "v1" && target.Text("kind") == "ReplicationController"))
            errors.Invalid("spec.scaleTargetRef.apiVersion", version, "apiVersion must specify API group");
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

    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "networkpolicies.networking.k8s.io":
                NetworkValidation.Policy(errors, spec);
                break;
            case "ingressclasses.networking.k8s.io":
                NetworkValidation.IngressClass(errors, spec);
                break;
            case "resourcequotas":
                LimitValidation.Quota(errors, spec);
                break;
            case "limitranges":
                LimitValidation.Range(errors, spec);
                break;
            case "horizontalpodautoscalers.autoscaling":
                Autoscaler(errors, spec);
                break;
            case "ingresses.networking.k8s.io":
                NetworkValidation.Ingress(errors, spec);
                break;
            case "poddisruptionbudgets.policy":
                Budget(errors, spec);
                break;
            case "csidrivers.storage.k8s.io" or "csinodes.storage.k8s.io" or "volumeattachments.storage.k8s.io" or "runtimeclasses.node.k8s.io":
                StorageValidation.Validate(errors, resource, value);
                break;
            case "leases.coordination.k8s.io":
                errors.Positive("spec.leaseDurationSeconds", spec["leaseDurationSeconds"]);
                errors.NotNegative("spec.leaseTransitions", spec["leaseTransitions"]);
                break;
            case "storageclasses.storage.k8s.io":
                if (string.IsNullOrEmpty(value.Text("provisioner")))
                    errors.Required("provisioner");
                errors.OneOf("reclaimPolicy", value["reclaimPolicy"], ["Delete", "Retain"]);
                errors.OneOf("volumeBindingMode", value["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"]);
                break;
            case "priorityclasses.scheduling.k8s.io":
                var name = value.Map("metadata")?.Text("name") ?? "";
                if (name.StartsWith("system-", StringComparison.Ordinal) && name is not ("system-node-critical" or "system-cluster-critical"))
                    errors.Forbidden("metadata.name", $"priority class names with 'system-' prefix are reserved for system use only. error: {name} is not a known system priority class");
                else if (value["value"].Number > 1_000_000_000 && !name.StartsWith("system-", StringComparison.Ordinal))
                    errors.Forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
                break;
            case "endpoints":
                EndpointValidation.Endpoints(errors, value);
                break;
            case "endpointslices.discovery.k8s.io":
                EndpointValidation.Slice(errors, value);
                break;
        }
    }

    private static void Budget(ErrorList errors, JsonObject spec)
    {
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            var shown = new JsonObject
            {
                ["MinAvailable"] = spec["minAvailable"]?.DeepClone(),
                ["Selector"] = spec["selector"]?.DeepClone(),
                ["MaxUnavailable"] = spec["maxUnavailable"]?.DeepClone(),
                ["UnhealthyPodEvictionPolicy"] = spec["unhealthyPodEvictionPolicy"]?.DeepClone(),
            };
            errors.Invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set");
        }

        errors.CountOrPercent("spec.minAvailable", spec["minAvailable"]);
        errors.CountOrPercent("spec.maxUnavailable", spec["maxUnavailable"]);
        errors.Selector("spec.selector", spec.Map("selector"));
        errors.OptionalOneOf("spec.unhealthyPodEvictionPolicy", spec["unhealthyPodEvictionPolicy"], ["AlwaysAllow", "IfHealthyBudget"]);
    }

    public static void ValidateUpdate(ErrorList errors, ApiResource resource, JsonObject value, JsonObject old)
    {
        switch (resource.GroupResource)
        {
            case "resourcequotas":
                if (!JsonNode.DeepEquals(value.Map("spec")?["scopes"], old.Map("spec")?["scopes"]))
                    errors.Invalid("spec.scopes", value.Map("spec")?["scopes"]?.DeepClone() ?? new JsonArray(), "field is immutable");
                break;
            case "endpointslices.discovery.k8s.io":
                errors.Immutable("addressType", value["addressType"], old["addressType"]);
                break;
            case "storageclasses.storage.k8s.io":
                Same(errors, value, old, "parameters", "updates to parameters are forbidden.");
                Same(errors, value, old, "provisioner", "updates to provisioner are forbidden.");
                Same(errors, value, old, "reclaimPolicy", "updates to reclaimPolicy are forbidden.");
                errors.Immutable("volumeBindingMode", value["volumeBindingMode"], old["volumeBindingMode"]);
                break;
            case "priorityclasses.scheduling.k8s.io":
                Same(errors, value, old, "value", "may not be changed in an update.");
                break;
        }
    }

    private static void Same(ErrorList errors, JsonObject value, JsonObject old, string field, string why)
    {
        if (!JsonNode.DeepEquals(value[field], old[field]))
            errors.Forbidden(field, why);
    }
}
