using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Defaults;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>What a pod asks for as a whole: no less than its containers together, no limit below one of theirs.</summary>
internal static class PodResourceValidation
{
    public static void Validate(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Map("resources") is not { } resources)
            return;
        if (resources["claims"] is not null || errors.Empty(field + ".claims") is not null)
            errors.Forbidden(field + ".claims", "claims may not be set for Resources at pod-level");
        ResourceValidation.Validate(errors, resources, field, [], ofPod: true);
        foreach (var (name, total) in PodRequests.OfContainers(spec))
        {
            if (resources.Map("requests")?.Text(name) is { } request && total.CompareTo(new Quantity(request)) > 0)
                errors.Invalid($"{field}.requests[{name}]", request, $"must be greater than or equal to aggregate container requests of {total}");
        }

        foreach (var (i, container) in spec.Objects("containers").Index())
        {
            foreach (var (name, limit) in container.Map("resources")?.Map("limits") ?? [])
            {
                if (resources.Map("limits")?.Text(name) is { } most && new Quantity(limit.Text ?? "0").CompareTo(new Quantity(most)) > 0)
                    errors.Invalid($"{field}.containers[{i}][{name}].limits", limit?.DeepClone(), $"must be less than or equal to pod limits of {most}");
            }
        }
    }
}
