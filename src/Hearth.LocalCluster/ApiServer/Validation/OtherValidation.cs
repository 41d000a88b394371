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
        if (most < 1)
            errors.Invalid("spec.maxReplicas", most, "must be greater than 0");
        if (most < least)
            errors.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
        var target = spec.Map("scaleTargetRef") ?? [];
        if (string.IsNullOrEmpty(target.Text("kind")))
            errors.Required("spec.scaleTargetRef.kind");
        if (string.IsNullOrEmpty(target.Text("name")))
            errors.Required("spec.scaleTargetRef.name");
    }

    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "networkpolicies.networking.k8s.io":
                errors.Selector("spec.podSelector", spec.Map("podSelector"));
                var types = spec.List("policyTypes") ?? [];
                for (var i = 0; i < types.Count; i++)
                    errors.OneOf($"spec.policyTypes[{i}]", types[i], ["Ingress", "Egress"], sorted: false);
                break;
            case "horizontalpodautoscalers.autoscaling":
                Autoscaler(errors, spec);
                break;
            case "ingresses.networking.k8s.io":
                Ingress(errors, spec);
                break;
            case "poddisruptionbudgets.policy":
                Budget(errors, spec);
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
                Addresses(errors, value);
                break;
            case "endpointslices.discovery.k8s.io":
                errors.OneOf("addressType", value["addressType"], ["FQDN", "IPv4", "IPv6"]);
                break;
        }
    }

    private static void Addresses(ErrorList errors, JsonObject endpoints)
    {
        var i = 0;
        foreach (var subset in endpoints.Objects("subsets"))
        {
            var j = 0;
            foreach (var address in subset.Objects("addresses"))
            {
                if (System.Net.IPAddress.TryParse(address.Text("ip"), out var parsed) && System.Net.IPAddress.IsLoopback(parsed))
                    errors.Invalid($"subsets[{i}].addresses[{j}].ip", address["ip"], "may not be in the loopback range (127.0.0.0/8, ::1/128)");
                j++;
            }

            i++;
        }
    }

    private static void Ingress(ErrorList errors, JsonObject spec)
    {
        if (spec.List("rules") is not { Count: > 0 } && spec.Map("defaultBackend") is null)
            errors.Add(new("FieldValueInvalid", "spec", "Invalid value: null: either `defaultBackend` or `rules` must be specified"));
        var i = 0;
        foreach (var rule in spec.Objects("rules"))
        {
            var field = $"spec.rules[{i++}]";
            if (rule.Text("host") is { Length: > 0 } host && !host.StartsWith("*.", StringComparison.Ordinal))
                errors.Subdomain(field + ".host", host);
            var j = 0;
            foreach (var path in rule.Map("http")?.Objects("paths") ?? [])
            {
                var below = $"{field}.http.paths[{j++}]";
                if (string.IsNullOrEmpty(path.Text("pathType")))
                {
                    errors.Required(below + ".pathType", "pathType must be specified");
                    continue;
                }

                errors.OneOf(below + ".pathType", path["pathType"], ["Exact", "ImplementationSpecific", "Prefix"]);
                var text = path.Text("path") ?? "";
                // Only an implementation's own kind of path may be left empty.
                if (!text.StartsWith('/') && (text.Length > 0 || path.Text("pathType") != "ImplementationSpecific"))
                    errors.Invalid(below + ".path", text, "must be an absolute path");
            }
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
    }

    public static void ValidateUpdate(ErrorList errors, ApiResource resource, JsonObject value, JsonObject old)
    {
        switch (resource.GroupResource)
        {
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
