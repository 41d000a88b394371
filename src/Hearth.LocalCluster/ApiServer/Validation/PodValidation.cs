using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Pods, and templates of pods.</summary>
internal static class PodValidation
{
    public static void Validate(ErrorList errors, JsonObject pod)
    {
        var spec = pod.Map("spec") ?? [];
        PodSpecValidation.Validate(errors, spec, "spec", pod.Map("metadata")?.Text("name"));
        OnlyPods(errors, spec);
        if (spec.List("ephemeralContainers") is { Count: > 0 })
            errors.Forbidden("spec.ephemeralContainers", "cannot be set on create");
    }

    /// <summary>The template of a pod: labels, annotations, spec.</summary>
    public static void Template(ErrorList errors, JsonObject template, string field)
    {
        var metadata = template.Map("metadata") ?? [];
        errors.AddAll(MetadataRules.Labels(metadata.Map("labels"), field + ".labels"));
        errors.AddAll(MetadataRules.Annotations(metadata.Map("annotations"), field + ".annotations"));
        PodSpecValidation.Validate(errors, template.Map("spec") ?? [], field + ".spec", null);
        if (template.Map("spec")?.List("ephemeralContainers") is { Count: > 0 })
            errors.Forbidden(field + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
    }

    /// <summary>What templates may leave to be filled in.</summary>
    private static void OnlyPods(ErrorList errors, JsonObject spec)
    {
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName")))
        {
            foreach (var (volume, i) in spec.Objects("volumes").Select((volume, i) => (volume, i)))
            {
                foreach (var (_, j) in (volume.Map("projected")?.Objects("sources") ?? []).Select((source, j) => (source, j)).Where(entry => entry.source.ContainsKey("serviceAccountToken")))
                    errors.Forbidden($"spec.volumes[{i}].projected.sources[{j}].serviceAccountToken", "must not be specified when serviceAccountName is not set");
            }
        }

        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (container, i) in spec.Objects(list).Select((container, i) => (container, i)))
            {
                if (container.Text("image") is { } image && image.Trim() != image)
                    errors.Invalid($"spec.{list}[{i}].image", image, "must not have leading or trailing whitespace");
            }
        }
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = (JsonObject)(value.Map("spec")?.DeepClone() ?? new JsonObject());
        var before = (JsonObject)(old.Map("spec")?.DeepClone() ?? new JsonObject());
        PodSpecValidation.Validate(errors, spec, "spec", value.Map("metadata")?.Text("name"));
        OnlyPods(errors, spec);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (spec.Objects(list).Count() != before.Objects(list).Count())
            {
                errors.Forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }

            foreach (var container in spec.Objects(list).Concat(before.Objects(list)))
                container.Remove("image");
        }

        foreach (var (container, i) in (value.Map("spec")?.Objects("containers") ?? []).Select((container, i) => (container, i)))
        {
            if (string.IsNullOrWhiteSpace(container.Text("image")))
                errors.Required($"spec.containers[{i}].image");
        }

        if (!ValidateDeadline(errors, spec, before))
            return;
        if (!AddsTolerations(spec, before))
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        if (before["terminationGracePeriodSeconds"].Number < 0 && spec["terminationGracePeriodSeconds"].Number == 1)
            spec.Remove("terminationGracePeriodSeconds");
        foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"])
        {
            spec.Remove(name);
            before.Remove(name);
        }

        if (!JsonNode.DeepEquals(spec, before))
        {
            errors.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n");
        }
    }

    /// <summary>A deadline may come, and come nearer.</summary>
    private static bool ValidateDeadline(ErrorList errors, JsonObject spec, JsonObject before)
    {
        const string Field = "spec.activeDeadlineSeconds";
        if (before["activeDeadlineSeconds"].Number is not { } old)
            return true;
        if (spec["activeDeadlineSeconds"].Number is not { } deadline)
            errors.Invalid(Field, null, "must not update from a positive integer to nil value");
        else if (deadline > old)
        {
            errors.Invalid(Field, deadline, "must be less than or equal to previous value");
            return false;
        }

        return true;
    }

    private static bool AddsTolerations(JsonObject spec, JsonObject before) =>
        (before.List("tolerations") ?? []).OfType<JsonObject>().All(old => (spec.List("tolerations") ?? []).OfType<JsonObject>().Any(kept => JsonNode.DeepEquals(WithoutSeconds(kept), WithoutSeconds(old))));

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }
}
