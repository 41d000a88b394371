using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The kinds that make pods.</summary>
internal static class WorkloadValidation
{
    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps":
                Replicated(errors, resource, spec);
                break;
            case "replicationcontrollers":
                errors.NotNegative("spec.replicas", spec["replicas"]);
                break;
            case "jobs.batch":
                Job(errors, spec, "spec");
                break;
            case "cronjobs.batch":
                CronJob(errors, spec);
                break;
        }
    }

    private static void Replicated(ErrorList errors, ApiResource resource, JsonObject spec)
    {
        if (resource.Plural is "deployments" or "replicasets" or "statefulsets")
            errors.NotNegative("spec.replicas", spec["replicas"]);
        var selector = spec.Map("selector");
        if (selector is null && resource.Plural != "daemonsets")
            errors.Required("spec.selector");
        else if (selector is { Count: 0 } && resource.Plural != "daemonsets")
            errors.Invalid("spec.selector", selector, "empty selector is invalid for " + (resource.Kind == "ReplicaSet" ? "replicaset" : resource.Singular));
        errors.Selector("spec.selector", selector);
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        Template(errors, spec, "spec.template.spec");
        var policy = spec.Map("template")?.Map("spec")?["restartPolicy"];
        if (policy.Text is not null and not "Always")
            errors.OneOf("spec.template.spec.restartPolicy", policy, ["Always"]);
        if (resource.Plural != "deployments")
            return;
        var strategy = spec.Map("strategy") ?? [];
        if (strategy.Text("type") == "Recreate" && strategy.Map("rollingUpdate") is not null)
            errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        else if (strategy.Text("type") is not ("Recreate" or "RollingUpdate"))
            errors.OneOf("spec.strategy", strategy["type"], ["Recreate", "RollingUpdate"]);
        errors.CountOrPercent("spec.strategy.rollingUpdate.maxUnavailable", strategy.Map("rollingUpdate")?["maxUnavailable"]);
        errors.CountOrPercent("spec.strategy.rollingUpdate.maxSurge", strategy.Map("rollingUpdate")?["maxSurge"]);
        errors.NotNegative("spec.minReadySeconds", spec["minReadySeconds"]);
        errors.NotNegative("spec.revisionHistoryLimit", spec["revisionHistoryLimit"]);
    }

    private static void Template(ErrorList errors, JsonObject spec, string field) =>
        PodValidation.Validate(errors, spec.Map("template")?.Map("spec") ?? [], field, isTemplate: true);

    private static void Job(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var name in (ReadOnlySpan<string>)["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"])
            errors.NotNegative($"{field}.{name}", spec[name]);
        Template(errors, spec, field + ".template.spec");
        var policy = spec.Map("template")?.Map("spec")?["restartPolicy"];
        if (policy.Text is null or "" or "Always")
            errors.Required(field + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
    }

    private static void CronJob(ErrorList errors, JsonObject spec)
    {
        var schedule = spec.Text("schedule") ?? "";
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (schedule.Length == 0)
            errors.Required("spec.schedule");
        else if (schedule[0] != '@' && fields.Length != 5)
            errors.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
        if (spec.Text("timeZone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors.Invalid("spec.timeZone", zone, $"unknown time zone {zone}");
        errors.OneOf("spec.concurrencyPolicy", spec["concurrencyPolicy"], ["Allow", "Forbid", "Replace"]);
        Job(errors, spec.Map("jobTemplate")?.Map("spec") ?? [], "spec.jobTemplate.spec");
    }

    public static void ValidateUpdate(ErrorList errors, ApiResource resource, JsonObject value, JsonObject old)
    {
        var spec = value.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "replicasets.apps" or "daemonsets.apps":
                errors.Immutable("spec.selector", spec["selector"], before["selector"]);
                break;
            case "statefulsets.apps":
                StatefulSet(errors, spec, before);
                break;
            case "jobs.batch":
                if (spec.Text("completionMode") != "Indexed")
                    errors.Immutable("spec.completions", spec["completions"], before["completions"]);
                errors.Immutable("spec.selector", spec["selector"], before["selector"]);
                if (before.IsTrue("suspend") is false || spec.IsTrue("suspend") is false)
                    errors.Immutable("spec.template", spec["template"], before["template"]);
                errors.Immutable("spec.completionMode", spec["completionMode"], before["completionMode"]);
                break;
        }
    }

    private static void StatefulSet(ErrorList errors, JsonObject spec, JsonObject before)
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
