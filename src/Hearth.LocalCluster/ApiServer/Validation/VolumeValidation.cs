using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

internal static class VolumeValidation
{
    private static readonly string[] s_modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    private static readonly string[] s_notSources =
        ["capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode", "nodeAffinity", "volumeAttributesClassName"];

    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        if (resource.Plural == "persistentvolumeclaims")
            Claim(errors, spec);
        else
            Volume(errors, spec);
    }

    private static void Claim(ErrorList errors, JsonObject spec)
    {
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required("spec.accessModes", "at least 1 access mode is required");
        else
            Modes(errors, modes);
        var storage = spec.Map("resources")?.Map("requests")?.Text("storage");
        if (storage is null)
            errors.Required("spec.resources[storage]");
        else if (new Quantity(storage).TryGetValue(out var amount) && amount <= 0)
            errors.Invalid("spec.resources[storage]", storage, "must be greater than zero");
    }

    private static void Modes(ErrorList errors, JsonArray modes)
    {
        foreach (var mode in modes)
            errors.OneOf("spec.accessModes", mode, s_modes);
    }

    private static void Volume(ErrorList errors, JsonObject spec)
    {
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required("spec.accessModes");
        else
            Modes(errors, modes);
        if (spec.Map("capacity") is not { Count: > 0 } capacity)
        {
            errors.Required("spec.capacity");
            errors.Add(new("FieldValueNotSupported", "spec.capacity", "Unsupported value: null: supported values: \"storage\""));
        }
        else if (capacity.Text("storage") is { } storage && new Quantity(storage).TryGetValue(out var amount) && amount <= 0)
        {
            errors.Invalid("spec.capacity[storage]", storage, "must be greater than zero");
        }

        if (spec.Text("persistentVolumeReclaimPolicy") is { } policy)
            errors.OneOf("spec.persistentVolumeReclaimPolicy", policy, ["Delete", "Recycle", "Retain"]);
        var sources = spec.Select(field => field.Key).Where(name => !s_notSources.Contains(name)).ToArray();
        if (sources.Length == 0)
            errors.Required("spec", "must specify a volume type");
        foreach (var more in sources.Skip(1))
            errors.Forbidden("spec." + more, "may not specify more than 1 volume type");
    }

    public static void ValidateUpdate(ErrorList errors, ApiResource resource, JsonObject value, JsonObject old)
    {
        var spec = (JsonObject)(value.Map("spec")?.DeepClone() ?? new JsonObject());
        var before = (JsonObject)(old.Map("spec")?.DeepClone() ?? new JsonObject());
        if (resource.Plural == "persistentvolumeclaims")
        {
            // The binder may name the volume once; sizes may grow; a default class may still arrive.
            foreach (var name in (ReadOnlySpan<string>)["resources", "volumeAttributesClassName"])
            {
                spec.Remove(name);
                before.Remove(name);
            }

            foreach (var name in (ReadOnlySpan<string>)["volumeName", "storageClassName"])
            {
                if (!before.ContainsKey(name))
                    spec.Remove(name);
            }

            if (!JsonNode.DeepEquals(spec, before))
                errors.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n");
            return;
        }

        Validate(errors, resource, value);
        foreach (var source in before.Select(field => field.Key).Where(name => !s_notSources.Contains(name)))
        {
            if (!JsonNode.DeepEquals(spec[source], before[source]))
                errors.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation\n");
        }
    }
}
