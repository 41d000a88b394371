using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Persistent volumes; claims to them are in <see cref="ClaimValidation"/>.</summary>
internal static class VolumeValidation
{
    private static readonly string[] s_modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume",
        "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    public static void Modes(ErrorList errors, JsonArray modes, string field)
    {
        foreach (var mode in modes)
            errors.OneOf(field, mode, s_modes);
        if (modes.Any(mode => mode.Text == "ReadWriteOncePod") && modes.Any(mode => mode.Text != "ReadWriteOncePod" && s_modes.Contains(mode.Text)))
            errors.Forbidden(field, "may not use ReadWriteOncePod with other access modes");
    }

    public static void Validate(ErrorList errors, JsonObject volume)
    {
        var spec = volume.Map("spec") ?? [];
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required("spec.accessModes");
        else
            Modes(errors, modes, "spec.accessModes");
        Capacity(errors, spec.Map("capacity") ?? []);
        if (spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } policy)
            errors.OneOf("spec.persistentVolumeReclaimPolicy", policy, ["Delete", "Recycle", "Retain"]);
        if (spec.Map("nodeAffinity") is { } affinity)
        {
            if (affinity.Map("required") is { } required)
                AffinityValidation.NodeSelector(errors, required, "spec.nodeAffinity.required");
            else
                errors.Required("spec.nodeAffinity.required", "must specify required node constraints");
        }

        Sources(errors, spec, volume.Map("metadata")?.Text("name") ?? "");
        if (spec.Text("storageClassName") is { Length: > 0 } storage)
            errors.Subdomain("spec.storageClassName", storage);
        errors.OptionalOneOf("spec.volumeMode", spec["volumeMode"], ["Block", "Filesystem"]);
        if (spec.Text("volumeAttributesClassName") is not { } attributes)
            return;
        if (errors.Needed("spec.volumeAttributesClassName", attributes, "an empty string is disallowed"))
            errors.Subdomain("spec.volumeAttributesClassName", attributes);
        if (spec.Map("csi") is null)
            errors.Required("spec.csi", "has to be specified when using volumeAttributesClassName");
    }

    private static void Capacity(ErrorList errors, JsonObject capacity)
    {
        if (capacity.Count == 0)
            errors.Required("spec.capacity");
        if (!capacity.ContainsKey("storage") || capacity.Count > 1)
            errors.Add(FieldError.NotSupported("spec.capacity", capacity.Count == 0 ? errors.Empty("spec.capacity") : ErrorList.Sorted(capacity), ["storage"]));
        foreach (var (name, value) in capacity)
        {
            var quantity = new Quantity(value.Text ?? "");
            if (quantity.RoundedUp() < 0)
                errors.Invalid($"spec.capacity[{name}]", quantity.RoundedUp(), "must be a valid resource quantity");
            if (quantity.CompareTo(Quantity.Zero) <= 0)
                errors.Invalid($"spec.capacity[{name}]", value?.DeepClone(), "must be greater than zero");
        }
    }

    private static void Sources(ErrorList errors, JsonObject spec, string name)
    {
        var found = 0;
        foreach (var source in s_sources)
        {
            if (spec.Map(source) is not { } value)
                continue;
            if (found++ > 0 && source != "flexVolume")
                errors.Forbidden($"spec.{(source == "cephfs" ? "cephFS" : source)}", "may not specify more than 1 volume type");
            else
                new VolumeSourceValidation(errors, name).Validate(source, value, $"spec.{(source == "gcePersistentDisk" ? "persistentDisk" : source)}");
            if (source == "local" && found == 1 && spec.Map("nodeAffinity") is null)
                errors.Required("spec.nodeAffinity", "Local volume requires node affinity");
        }

        if (found == 0)
            errors.Required("spec", "must specify a volume type");
        if (spec.Map("hostPath")?.Text("path") is { Length: > 0 } path && path.StartsWith('/') && path.Split('/').All(part => part is "" or "." or "..") && spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            errors.Forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        // Real servers look at the whole once as at a new one, once as at a changed one.
        Validate(errors, value);
        Validate(errors, value);
        var (spec, before) = (value.Map("spec") ?? [], old.Map("spec") ?? []);
        if (s_sources.Any(source => !JsonNode.DeepEquals(Source(spec, source, before), before[source])))
            errors.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation\n" + Difference(errors, before, spec));
        errors.Immutable("volumeMode", spec["volumeMode"]?.DeepClone(), before["volumeMode"]);
        if (before["nodeAffinity"] is not null && !JsonNode.DeepEquals(Stable(spec["nodeAffinity"]), Stable(before["nodeAffinity"])))
            errors.Invalid("nodeAffinity", errors.InMemory("core.v1.VolumeNodeAffinity", spec["nodeAffinity"], "spec.nodeAffinity"), "field is immutable, except for updating from beta label to GA");
        if (before["volumeAttributesClassName"] is not null && spec["volumeAttributesClassName"] is null)
            errors.Forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden");
    }

    private static string Difference(ErrorList errors, JsonObject before, JsonObject spec) => errors.Difference(
        GoValue.VolumeSource, before, new(s_sources.Where(spec.ContainsKey).Select(source => KeyValuePair.Create(source, Source(spec, source, before)?.DeepClone()))), "spec");

    /// <summary>The secret with which a driver expands volumes may still come.</summary>
    private static JsonNode? Source(JsonObject spec, string source, JsonObject before)
    {
        if (source != "csi" || spec.Map("csi") is not { } driver || before.Map("csi")?.ContainsKey("controllerExpandSecretRef") != false)
            return spec[source];
        var copy = (JsonObject)driver.DeepClone();
        copy.Remove("controllerExpandSecretRef");
        return copy;
    }

    /// <summary>Labels of nodes by the names that they have got in the end.</summary>
    private static JsonNode? Stable(JsonNode? affinity)
    {
        var copy = affinity?.DeepClone();
        foreach (var expression in ((copy as JsonObject)?.Map("required")?.Objects("nodeSelectorTerms") ?? []).SelectMany(term => term.Objects("matchExpressions")))
        {
            expression["key"] = expression.Text("key") switch
            {
                "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
                "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
                "beta.kubernetes.io/os" => "kubernetes.io/os",
                "beta.kubernetes.io/arch" => "kubernetes.io/arch",
                "beta.kubernetes.io/instance-type" => "node.kubernetes.io/instance-type",
                var key => key,
            };
        }

        return copy;
    }
}
