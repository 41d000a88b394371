using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>StatefulSets.</summary>
internal static class StatefulSetValidation
{
    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var policy = spec.Text("podManagementPolicy") ?? "";
        if (errors.Needed("spec.podManagementPolicy", policy) && policy is not ("OrderedReady" or "Parallel"))
            errors.Invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'");
        UpdateStrategy(errors, spec.Map("updateStrategy") ?? []);
        if (spec.Map("persistentVolumeClaimRetentionPolicy") is { } retention)
        {
            errors.OneOf("spec.persistentVolumeClaimRetentionPolicy.whenDeleted", retention["whenDeleted"] ?? "", ["Retain", "Delete"], sorted: false);
            errors.OneOf("spec.persistentVolumeClaimRetentionPolicy.whenScaled", retention["whenScaled"] ?? "", ["Retain", "Delete"], sorted: false);
        }

        errors.NotNegative("spec.replicas", spec["replicas"]);
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        errors.NotNegative("spec.ordinals.start", spec.Map("ordinals")?["start"]);
        WorkloadValidation.Selector(errors, spec, "statefulset");
        var selector = spec.Map("selector");
        if (selector is not null && !WorkloadValidation.IsSelector(selector))
        {
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "");
        }
        else
        {
            WorkloadValidation.Matching(errors, spec, selector);
            // Real servers look at labels and annotations by themselves first.
            PodValidation.TemplateMetadata(errors, spec.Map("template") ?? [], "spec.template");
            PodValidation.Template(errors, WithClaims(spec), "spec.template");
        }

        WorkloadValidation.AlwaysRunning(errors, spec, "StatefulSet");
    }

    /// <summary>What is looked at once, when the set is made.</summary>
    public static void ValidateNew(ErrorList errors, JsonObject spec)
    {
        Validate(errors, spec);
        if (spec.Text("serviceName") is { Length: > 0 } service)
            errors.DnsLabel("spec.serviceName", service);
        foreach (var (i, claim) in spec.Objects("volumeClaimTemplates").Index())
            ClaimValidation.Spec(errors, claim.Map("spec") ?? [], $"spec.volumeClaimTemplates[{i}].spec");
    }

    /// <summary>The template with the volumes that each pod gets from its claims.</summary>
    private static JsonObject WithClaims(JsonObject spec)
    {
        var template = (JsonObject)(spec.Map("template")?.DeepClone() ?? new JsonObject());
        // What the set names itself is not looked at.
        template.Map("spec")?.Remove("hostname");
        template.Map("spec")?.Remove("subdomain");
        var claims = spec.Objects("volumeClaimTemplates").Select(claim => claim.Map("metadata")?.Text("name") ?? "").Distinct(StringComparer.Ordinal).ToArray();
        if (claims.Length == 0)
            return template;
        var volumes = new JsonArray([.. template.Ensure("spec").Objects("volumes").Where(volume => !claims.Contains(volume.Text("name"))).Select(volume => volume.DeepClone())]);
        foreach (var claim in claims)
            volumes.Add((JsonNode)new JsonObject { ["name"] = claim, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
        template.Ensure("spec")["volumes"] = volumes;
        return template;
    }

    private static void UpdateStrategy(ErrorList errors, JsonObject strategy)
    {
        const string Field = "spec.updateStrategy";
        var rolling = strategy.Map("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case null or "":
                errors.Required(Field);
                break;
            case "OnDelete":
                if (rolling is not null)
                    errors.Invalid(Field + ".rollingUpdate", Shown(rolling), "only allowed for updateStrategy 'RollingUpdate'");
                break;
            case "RollingUpdate":
                errors.NotNegative(Field + ".rollingUpdate.partition", rolling?["partition"]);
                break;
            default:
                errors.Invalid(Field, new JsonObject { ["Type"] = strategy.Text("type"), ["RollingUpdate"] = rolling is null ? null : Shown(rolling) }, "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }

        static JsonObject Shown(JsonObject rolling) => new() { ["Partition"] = rolling["partition"]?.DeepClone() ?? 0, ["MaxUnavailable"] = rolling["maxUnavailable"]?.DeepClone() };
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        Validate(errors, value.Map("spec") ?? []);
        string[] mutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];
        var a = (JsonObject)(value.Map("spec")?.DeepClone() ?? new JsonObject());
        var b = (JsonObject)(old.Map("spec")?.DeepClone() ?? new JsonObject());
        foreach (var name in mutable)
        {
            a.Remove(name);
            b.Remove(name);
        }

        if (!JsonNode.DeepEquals(a, b))
            errors.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
}
