using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>The little that may change in a pod once it is there (<c>ValidatePodUpdate</c>).</summary>
internal static class PodUpdateValidation
{
    private const string OnlyMutable =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    private static readonly string[] s_mutable = ["activeDeadlineSeconds", "tolerations", "schedulingGates"];

    public static void Validate(ErrorList errors, JsonObject spec, JsonObject old)
    {
        if (!Images(errors, spec, old, "containers") || !Images(errors, spec, old, "initContainers") || !Deadline(errors, spec["activeDeadlineSeconds"], old["activeDeadlineSeconds"]))
            return;
        Tolerations(errors, spec, old);
        Gates(errors, spec, old);
        var (a, b) = (Fixed(spec), Fixed(old));
        if (old["terminationGracePeriodSeconds"].Number < 0 && spec["terminationGracePeriodSeconds"].Number == 1)
            a["terminationGracePeriodSeconds"] = b["terminationGracePeriodSeconds"]?.DeepClone();
        if (old.List("schedulingGates") is { Count: > 0 })
            GatedPodValidation.Validate(errors, a, b);
        if (!JsonNode.DeepEquals(a, b))
            errors.Forbidden("spec", OnlyMutable + errors.Difference("core.v1.PodSpec", old, WithMutable(a, old), "spec"));
    }

    /// <returns>False where the containers are not the same ones.</returns>
    private static bool Images(ErrorList errors, JsonObject spec, JsonObject old, string list)
    {
        if (spec.Objects(list).Count() != old.Objects(list).Count())
        {
            errors.Forbidden("spec." + list, "pod updates may not add or remove containers");
            return false;
        }

        foreach (var (i, container) in spec.Objects(list).Index())
        {
            errors.Needed($"spec.{list}[{i}].image", container.Text("image"));
            ContainerValidation.ImageOfPod(errors, container, $"spec.{list}[{i}]");
        }

        return true;
    }

    /// <summary>A deadline may come, and come nearer.</summary>
    private static bool Deadline(ErrorList errors, JsonNode? deadline, JsonNode? old)
    {
        const string Field = "spec.activeDeadlineSeconds";
        if (deadline.Number is not { } seconds)
        {
            if (old is not null)
                errors.Invalid(Field, null, "must not update from a positive integer to nil value");
            return true;
        }

        if (seconds is < 0 or > int.MaxValue)
            errors.Invalid(Field, seconds, $"must be between 0 and {int.MaxValue}, inclusive");
        else if (old.Number < seconds)
            errors.Invalid(Field, seconds, "must be less than or equal to previous value");
        else
            return true;
        return false;
    }

    private static void Tolerations(ErrorList errors, JsonObject spec, JsonObject old)
    {
        if (old.Objects("tolerations").All(before => spec.Objects("tolerations").Any(kept => JsonNode.DeepEquals(WithoutSeconds(kept), WithoutSeconds(before)))))
            PlacementValidation.Tolerations(errors, spec, "spec.tolerations");
        else
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
    }

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }

    private static void Gates(ErrorList errors, JsonObject spec, JsonObject old)
    {
        var known = old.Objects("schedulingGates").Select(gate => gate.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var gate in spec.Objects("schedulingGates").Index().GroupBy(gate => gate.Item.Text("name")).Where(gate => !known.Contains(gate.Key)))
            errors.Forbidden($"spec.schedulingGates[{gate.Last().Index}].name", $"only deletion is allowed, but found new scheduling gate '{gate.Key}'");
    }

    /// <summary>As if nothing had changed that may change.</summary>
    private static JsonObject WithMutable(JsonObject rest, JsonObject old)
    {
        var whole = (JsonObject)rest.DeepClone();
        foreach (var name in s_mutable.Where(old.ContainsKey))
            whole[name] = old[name]?.DeepClone();
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (container, before) in whole.Objects(list).Zip(old.Objects(list)))
                container["image"] = before["image"]?.DeepClone();
        }

        return whole;
    }

    /// <summary>What must stay.</summary>
    private static JsonObject Fixed(JsonObject spec)
    {
        var rest = (JsonObject)spec.DeepClone();
        foreach (var name in s_mutable)
            rest.Remove(name);
        foreach (var container in rest.Objects("containers").Concat(rest.Objects("initContainers")))
            container.Remove("image");
        return rest;
    }
}
