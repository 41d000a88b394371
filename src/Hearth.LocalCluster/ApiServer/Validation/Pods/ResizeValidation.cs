using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>What of a running pod's sizes may change: CPU and memory of containers that go on, as long as its class of service stays (<c>ValidatePodResize</c>).</summary>
internal static class ResizeValidation
{
    public static void Validate(ErrorList errors, JsonObject pod, JsonObject old)
    {
        var (spec, before) = (pod.Map("spec") ?? [], old.Map("spec") ?? []);
        if (Refusal(old, spec, before) is { } why)
        {
            errors.Forbidden("[]", why);
            return;
        }

        if (old.Map("status")?.Text("qosClass") is { } quality && PodRules.QualityOfService(spec) != quality)
            errors.Invalid("spec", quality, "Pod QOS Class may not change as a result of resizing");
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers"])
        {
            foreach (var (i, (now, was)) in spec.Objects(list).Zip(before.Objects(list)).Index())
            {
                if (list == "containers" || was.Text("restartPolicy") == "Always")
                    Removed(errors, now, was, $"spec.{list}[{i}].resources");
            }
        }

        Others(errors, spec, before);
    }

    /// <summary>Pods that cannot be resized at all.</summary>
    private static string? Refusal(JsonObject old, JsonObject spec, JsonObject before)
    {
        if (IsSized(spec) || IsSized(before))
            return "pods with pod-level resources cannot be resized";
        if (old.Map("metadata")?.Map("annotations")?["kubernetes.io/config.mirror"] is not null)
            return "static pods cannot be resized";
        return before.Map("os")?.Text("name") == "windows" ? "windows pods cannot be resized" : null;
    }

    private static bool IsSized(JsonObject spec) => spec.Map("resources") is { } whole && (whole.Map("requests")?.Count > 0 || whole.Map("limits")?.Count > 0);

    private static void Removed(ErrorList errors, JsonObject now, JsonObject was, string field)
    {
        foreach (var (list, name) in (ReadOnlySpan<(string, string)>)[("requests", "requests"), ("limits", "limits")])
        {
            var kept = now.Map("resources")?.Map(list) ?? [];
            if ((was.Map("resources")?.Map(list) ?? []).Any(amount => !kept.ContainsKey(amount.Key)))
                errors.Forbidden($"{field}.{list}", $"resource {name} cannot be removed");
        }
    }

    private static void Others(ErrorList errors, JsonObject spec, JsonObject before)
    {
        foreach (var (now, was) in spec.Objects("containers").Zip(before.Objects("containers")))
        {
            if (!JsonNode.DeepEquals(Rest(now), Rest(was)))
                errors.Forbidden("spec", "only cpu and memory resources are mutable");
        }

        foreach (var (now, was) in spec.Objects("initContainers").Zip(before.Objects("initContainers")))
        {
            if (was.Text("restartPolicy") != "Always" && !JsonNode.DeepEquals(now, was))
                errors.Forbidden("spec", "resources for non-sidecar init containers are immutable");
            else if (!JsonNode.DeepEquals(Rest(now), Rest(was)))
                errors.Forbidden("spec", "only cpu and memory resources for sidecar containers are mutable");
        }
    }

    /// <summary>A container without what may change in it.</summary>
    private static JsonObject Rest(JsonObject container)
    {
        var rest = (JsonObject)container.DeepClone();
        if (rest.Map("resources") is not { } resources)
            return rest;
        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            resources.Map(list)?.Remove("cpu");
            resources.Map(list)?.Remove("memory");
            if (resources.Map(list) is { Count: 0 })
                resources.Remove(list);
        }

        return rest;
    }
}
