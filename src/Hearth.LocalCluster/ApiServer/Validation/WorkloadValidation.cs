using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The kinds that keep a number of pods.</summary>
internal static class WorkloadValidation
{
    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "deployments.apps":
                Deployment(errors, spec);
                break;
            case "replicasets.apps":
                errors.NotNegative("spec.replicas", spec["replicas"]);
                errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
                // Real servers call it so here too.
                Selector(errors, spec, "deployment");
                Template(errors, spec, spec.Map("selector"), "ReplicaSet");
                break;
            case "statefulsets.apps":
                StatefulSet(errors, spec);
                break;
            case "daemonsets.apps":
                DaemonSet(errors, spec);
                break;
            case "replicationcontrollers":
                ReplicationController(errors, spec);
                break;
            case "podtemplates":
                PodValidation.Template(errors, value.Map("template") ?? [], "template");
                break;
            case "controllerrevisions.apps":
                if (value["data"] is null)
                    errors.Required("data", "data is mandatory");
                errors.NotNegative("revision", value["revision"]);
                break;
            case "jobs.batch":
                JobValidation.Validate(errors, value);
                break;
            case "cronjobs.batch":
                JobValidation.CronJob(errors, value);
                break;
        }
    }

    private static void Deployment(ErrorList errors, JsonObject spec)
    {
        errors.NotNegative("spec.replicas", spec["replicas"]);
        Selector(errors, spec, "deployment");
        Template(errors, spec, spec.Map("selector"), "ReplicaSet");
        Strategy(errors, spec.Map("strategy") ?? []);
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        errors.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
        if (spec["progressDeadlineSeconds"].Number is not { } deadline)
            return;
        errors.NotNegative("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"]);
        if (deadline <= (spec["minReadySeconds"].Number ?? 0))
            errors.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }

    private static void Selector(ErrorList errors, JsonObject spec, string owner)
    {
        var selector = spec.Map("selector");
        if (selector is null)
        {
            errors.Required("spec.selector");
            return;
        }

        errors.Selector("spec.selector", selector);
        if (selector.Count == 0)
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "empty selector is invalid for " + owner);
    }

    private static void Template(ErrorList errors, JsonObject spec, JsonObject? selector, string owner)
    {
        if (selector is not null && !IsSelector(selector))
        {
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "invalid label selector");
            return;
        }

        Matching(errors, spec, selector);
        PodValidation.Template(errors, spec.Map("template") ?? [], "spec.template");
        AlwaysRunning(errors, spec, owner);
    }

    private static bool IsSelector(JsonObject selector)
    {
        var errors = new ErrorList();
        errors.Selector("", selector);
        return errors.All.Count == 0;
    }

    private static void Matching(ErrorList errors, JsonObject spec, JsonObject? selector)
    {
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || selector.Count > 0 && !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`");
    }

    private static void AlwaysRunning(ErrorList errors, JsonObject spec, string owner)
    {
        var pod = spec.Map("template")?.Map("spec") ?? [];
        errors.OneOf("spec.template.spec.restartPolicy", pod["restartPolicy"], ["Always"]);
        if (pod["activeDeadlineSeconds"] is not null)
            errors.Forbidden("spec.template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {owner} is not Supported");
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
            errors.Add(Http.FieldError.NotSupported("spec.strategy", shown, ["Recreate", "RollingUpdate"]));
            return;
        }

        const string Field = "spec.strategy.rollingUpdate";
        errors.CountOrPercent(Field + ".maxUnavailable", rolling?["maxUnavailable"]);
        errors.CountOrPercent(Field + ".maxSurge", rolling?["maxSurge"]);
        if (Amount(rolling?["maxUnavailable"]) == 0 && Amount(rolling?["maxSurge"]) == 0)
            errors.Invalid(Field + ".maxUnavailable", rolling?["maxUnavailable"]?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        AtMostAll(errors, Field + ".maxUnavailable", rolling?["maxUnavailable"]);
    }

    private static long Amount(JsonNode? value) =>
        value.Text is { } text ? long.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : 0 : value.Number ?? 0;

    private static void AtMostAll(ErrorList errors, string field, JsonNode? value)
    {
        if (value.Text is { } text && text.EndsWith('%') && Amount(value) > 100)
            errors.Invalid(field, text, "must not be greater than 100%");
    }

    private static void StatefulSet(ErrorList errors, JsonObject spec)
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
        Selector(errors, spec, "statefulset");
        var selector = spec.Map("selector");
        if (selector is not null && !IsSelector(selector))
        {
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "");
        }
        else
        {
            Matching(errors, spec, selector);
            PodValidation.Template(errors, WithClaims(spec), "spec.template");
        }

        AlwaysRunning(errors, spec, "StatefulSet");
        if (spec.Text("serviceName") is { Length: > 0 } service)
            errors.DnsLabel("spec.serviceName", service);
        foreach (var (claim, i) in spec.Objects("volumeClaimTemplates").Select((claim, i) => (claim, i)))
            VolumeValidation.Claim(errors, claim.Map("spec") ?? [], $"spec.volumeClaimTemplates[{i}].spec");
    }

    /// <summary>The template with the volumes that each pod gets from its claims.</summary>
    private static JsonObject WithClaims(JsonObject spec)
    {
        var template = (JsonObject)(spec.Map("template")?.DeepClone() ?? new JsonObject());
        var claims = spec.Objects("volumeClaimTemplates").Select(claim => claim.Map("metadata")?.Text("name") ?? "").ToArray();
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

    private static void DaemonSet(ErrorList errors, JsonObject spec)
    {
        var selector = spec.Map("selector");
        errors.Selector("spec.selector", selector);
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || IsSelector(selector) && !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`");
        if (selector is { Count: 0 })
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "empty selector is invalid for daemonset");
        PodValidation.Template(errors, spec.Map("template") ?? [], "spec.template");
        AlwaysRunning(errors, spec, "DaemonSet");
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        DaemonStrategy(errors, spec.Map("updateStrategy") ?? []);
        errors.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
    }

    private static void DaemonStrategy(ErrorList errors, JsonObject strategy)
    {
        if (strategy.Text("type") == "OnDelete")
            return;
        if (strategy.Text("type") != "RollingUpdate")
        {
            errors.OneOf("spec.updateStrategy.type", strategy["type"], ["RollingUpdate", "OnDelete"], sorted: false);
            return;
        }

        const string Field = "spec.updateStrategy.rollingUpdate";
        var (unavailable, surge) = (strategy.Map("rollingUpdate")?["maxUnavailable"], strategy.Map("rollingUpdate")?["maxSurge"]);
        if (Amount(unavailable) != 0 && Amount(surge) != 0)
            errors.Invalid(Field + ".maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero");
        else if (Amount(unavailable) == 0 && Amount(surge) == 0)
            errors.Required(Field + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        errors.CountOrPercent(Field + ".maxUnavailable", unavailable);
        AtMostAll(errors, Field + ".maxUnavailable", unavailable);
        errors.CountOrPercent(Field + ".maxSurge", surge);
        AtMostAll(errors, Field + ".maxSurge", surge);
    }

    private static void ReplicationController(ErrorList errors, JsonObject spec)
    {
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        var selector = spec.Map("selector") ?? [];
        if (selector.Count == 0)
            errors.Required("spec.selector");
        errors.NotNegative("spec.replicas", spec["replicas"]);
        if (spec.Map("template") is not { } template)
        {
            errors.Required("spec.template");
            return;
        }

        var labels = template.Map("metadata")?.Map("labels") ?? [];
        if (selector.Any(entry => labels.Text(entry.Key) != entry.Value.Text))
            errors.Invalid("spec.template.metadata.labels", labels.DeepClone(), "`selector` does not match template `labels`");
        PodValidation.Template(errors, template, "spec.template");
        AlwaysRunning(errors, spec, "ReplicationController");
    }

    public static void ValidateUpdate(ErrorList errors, ApiResource resource, JsonObject value, JsonObject old)
    {
        var spec = value.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "replicasets.apps" or "daemonsets.apps":
                if (!JsonNode.DeepEquals(spec["selector"], before["selector"]))
                    errors.Invalid("spec.selector", spec.Map("selector") is { } selector ? ErrorList.Shown(selector) : null, "field is immutable");
                break;
            case "controllerrevisions.apps":
                errors.Immutable("data", value["data"], old["data"]);
                break;
            case "statefulsets.apps":
                OnlyMutable(errors, spec, before);
                break;
            case "jobs.batch":
                JobValidation.ValidateUpdate(errors, spec, before);
                break;
        }
    }

    private static void OnlyMutable(ErrorList errors, JsonObject spec, JsonObject before)
    {
        string[] mutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];
        var a = (JsonObject)spec.DeepClone();
        var b = (JsonObject)before.DeepClone();
        foreach (var name in mutable)
        {
            a.Remove(name);
            b.Remove(name);
        }

        if (!JsonNode.DeepEquals(a, b))
            errors.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
}
