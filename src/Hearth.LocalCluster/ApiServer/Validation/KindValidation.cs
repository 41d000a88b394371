using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What built-in kinds demand of their objects.</summary>
internal static class KindValidation
{
    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value)
    {
        var errors = new ErrorList();
        switch (resource.GroupResource)
        {
            case "pods":
                PodValidation.Validate(errors, value);
                break;
            case "configmaps" or "secrets":
                DataValidation.Validate(errors, value);
                break;
            case "services":
                ServiceValidation.Validate(errors, value.Map("spec") ?? []);
                break;
            case "persistentvolumeclaims" or "persistentvolumes":
                VolumeValidation.Validate(errors, resource, value);
                break;
            case "events" or "events.events.k8s.io":
                EventValidation.Validate(errors, resource, value);
                break;
            case "nodes":
                Nodes(errors, value);
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                DefinitionValidation.Validate(errors, value);
                break;
            default:
                WorkloadValidation.Validate(errors, resource, value);
                AccessValidation.Validate(errors, resource, value);
                OtherValidation.Validate(errors, resource, value);
                break;
        }

        return errors.All;
    }

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource)
    {
        var errors = new ErrorList();
        if (subresource.Length > 0)
        {
            if (resource.GroupResource == "services")
                ServiceValidation.ValidateStatus(errors, value);
            return errors.All;
        }

        switch (resource.GroupResource)
        {
            case "pods":
                PodValidation.ValidateUpdate(errors, value, old);
                break;
            case "configmaps" or "secrets":
                DataValidation.Validate(errors, value);
                DataValidation.ValidateUpdate(errors, value, old);
                break;
            case "services":
                ServiceValidation.ValidateUpdate(errors, value, old);
                ServiceValidation.Validate(errors, value.Map("spec") ?? []);
                break;
            case "persistentvolumeclaims" or "persistentvolumes":
                VolumeValidation.ValidateUpdate(errors, resource, value, old);
                break;
            case "nodes":
                Nodes(errors, value);
                break;
            default:
                errors.AddAll(Validate(resource, value));
                WorkloadValidation.ValidateUpdate(errors, resource, value, old);
                AccessValidation.ValidateUpdate(errors, resource, value, old);
                OtherValidation.ValidateUpdate(errors, resource, value, old);
                break;
        }

        return errors.All;
    }

    private static void Nodes(ErrorList errors, JsonObject node)
    {
        var i = 0;
        foreach (var taint in node.Map("spec")?.Objects("taints") ?? [])
        {
            errors.QualifiedName($"metadata.taints[{i}].key", taint.Text("key") ?? "");
            errors.NeededOneOf($"metadata.taints[{i++}].effect", taint["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"], sorted: false);
        }

        foreach (var (range, j) in (node.Map("spec")?.List("podCIDRs") ?? []).Select((range, j) => (range.Text ?? "", j)))
        {
            if (!Addresses.IsBlock(range))
                errors.Invalid($"spec.podCIDRs[{j}]", range, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
    }
}
