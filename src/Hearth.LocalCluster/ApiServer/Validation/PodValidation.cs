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
        Whole(errors, pod, spec);
        if (spec.List("ephemeralContainers") is { Count: > 0 })
            errors.Forbidden("spec.ephemeralContainers", "cannot be set on create");
        if (!string.IsNullOrEmpty(spec.Text("nodeName")) && spec.List("schedulingGates") is { Count: > 0 })
            errors.Forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
        ProfileAnnotationValidation.Validate(errors, pod, spec, "spec");
    }

    private static void Whole(ErrorList errors, JsonObject pod, JsonObject spec)
    {
        PodAnnotationValidation.Validate(errors, pod.Map("metadata")?.Map("annotations"), spec, "metadata.annotations");
        PodSpecValidation.Validate(errors, spec, "spec", pod.Map("metadata")?.Text("name") ?? "");
        OnlyPods(errors, spec);
    }

    /// <summary>The template of a pod: labels, annotations, spec.</summary>
    public static void Template(ErrorList errors, JsonObject template, string field)
    {
        var spec = template.Map("spec") ?? [];
        TemplateMetadata(errors, template, field);
        PodSpecValidation.Validate(errors, spec, field + ".spec", null);
        ProfileAnnotationValidation.Validate(errors, template, spec, field + ".spec");
        if (spec.List("ephemeralContainers") is { Count: > 0 })
            errors.Forbidden(field + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
    }

    public static void TemplateMetadata(ErrorList errors, JsonObject template, string field)
    {
        var metadata = template.Map("metadata") ?? [];
        errors.AddAll(MetadataRules.Labels(metadata.Map("labels"), field + ".labels"));
        errors.AddAll(MetadataRules.Annotations(metadata.Map("annotations"), field + ".annotations"));
        PodAnnotationValidation.Validate(errors, metadata.Map("annotations"), template.Map("spec") ?? [], field + ".annotations");
    }

    /// <summary>What templates may leave to be filled in.</summary>
    private static void OnlyPods(ErrorList errors, JsonObject spec)
    {
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName")))
        {
            foreach (var (i, volume) in spec.Objects("volumes").Index())
            {
                foreach (var (j, _) in (volume.Map("projected")?.Objects("sources") ?? []).Index().Where(source => source.Item.ContainsKey("serviceAccountToken")))
                    errors.Forbidden($"spec.volumes[{i}].projected.sources[{j}].serviceAccountToken", "must not be specified when serviceAccountName is not set");
            }
        }

        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (i, container) in spec.Objects(list).Index())
                ContainerValidation.ImageOfPod(errors, container, $"spec.{list}[{i}]");
        }
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = value.Map("spec") ?? [];
        Whole(errors, value, spec);
        PodAnnotationValidation.ValidateUpdate(errors, value.Map("metadata")?.Map("annotations"), old.Map("metadata")?.Map("annotations"), spec, "metadata.annotations");
        PodUpdateValidation.Validate(errors, spec, old.Map("spec") ?? []);
    }

    public static void ValidateEphemeralContainers(ErrorList errors, JsonObject value, JsonObject old)
    {
        Whole(errors, value, value.Map("spec") ?? []);
        EphemeralContainerValidation.Validate(errors, value, old);
    }

    public static void ValidateResize(ErrorList errors, JsonObject value, JsonObject old)
    {
        Whole(errors, value, value.Map("spec") ?? []);
        if (errors.All.Count == 0)
            ResizeValidation.Validate(errors, value, old);
    }
}
