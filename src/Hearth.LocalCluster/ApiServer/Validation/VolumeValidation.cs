using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Persistent volumes and the claims to them.</summary>
internal static class VolumeValidation
{
    private const string OnlyMutable = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n";

    private static readonly string[] s_modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume",
        "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    public static void Claim(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required(field + ".accessModes", "at least 1 access mode is required");
        else
            Modes(errors, modes, field);
        errors.Selector(field + ".selector", spec.Map("selector"));
        Storage(errors, spec, field + ".resources[storage]");
        if (spec.Text("storageClassName") is { Length: > 0 } name)
            errors.Subdomain(field + ".storageClassName", name);
        errors.OptionalOneOf(field + ".volumeMode", spec["volumeMode"], ["Block", "Filesystem"]);
        foreach (var source in (ReadOnlySpan<string>)["dataSource", "dataSourceRef"])
        {
            if (spec.Map(source) is { } reference)
                Source(errors, reference, $"{field}.{source}");
        }

        if (spec.Map("dataSource") is { } from && spec.Map("dataSourceRef") is { } reference2 && !JsonNode.DeepEquals(from, reference2))
            errors.Invalid(field, new JsonObject(), "must match dataSourceRef");
        if (spec.Text("volumeAttributesClassName") is { Length: > 0 } attributes)
            errors.Subdomain(field + ".volumeAttributesClassName", attributes);
    }

    private static void Storage(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Map("resources")?.Map("requests")?.Text("storage") is not { } storage)
            errors.Required(field);
        else if (new Quantity(storage).TryGetValue(out var amount) && amount <= 0)
            errors.Invalid(field, storage, "must be greater than zero");
    }

    private static void Source(ErrorList errors, JsonObject source, string field)
    {
        errors.Needed(field + ".name", source.Text("name"));
        errors.Needed(field + ".kind", source.Text("kind"));
        var group = source.Text("apiGroup") ?? "";
        if (group.Length == 0 && source.Text("kind") != "PersistentVolumeClaim")
            errors.Invalid(field, source.Text("kind") ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        if (group.Length > 0)
            errors.Subdomain(field + ".apiGroup", group);
    }

    private static void Modes(ErrorList errors, JsonArray modes, string field)
    {
        foreach (var mode in modes)
            errors.OneOf(field + ".accessModes", mode, s_modes);
        if (modes.Count > 1 && modes.Any(mode => mode.Text == "ReadWriteOncePod") && modes.Any(mode => mode.Text != "ReadWriteOncePod"))
            errors.Forbidden(field + ".accessModes", "may not use ReadWriteOncePod with other access modes");
    }

    public static void Volume(ErrorList errors, JsonObject spec)
    {
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required("spec.accessModes");
        else
            Modes(errors, modes, "spec");
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

        Sources(errors, spec);
        if (spec.Text("storageClassName") is { Length: > 0 } name)
            errors.Subdomain("spec.storageClassName", name);
        errors.OptionalOneOf("spec.volumeMode", spec["volumeMode"], ["Block", "Filesystem"]);
    }

    private static void Capacity(ErrorList errors, JsonObject capacity)
    {
        if (capacity.Count == 0)
            errors.Required("spec.capacity");
        if (!capacity.ContainsKey("storage") || capacity.Count > 1)
            errors.Add(new("FieldValueNotSupported", "spec.capacity", $"Unsupported value: {(capacity.Count == 0 ? "null" : Json.ToText(Sorted(capacity)))}: supported values: \"storage\""));
        foreach (var (name, value) in capacity)
        {
            if (!new Quantity(value.Text ?? "").TryGetValue(out var amount))
                continue;
            if (amount < 0)
                errors.Invalid($"spec.capacity[{name}]", (long)amount, "must be a valid resource quantity");
            if (amount <= 0)
                errors.Invalid($"spec.capacity[{name}]", value?.DeepClone(), "must be greater than zero");
        }
    }

    private static JsonObject Sorted(JsonObject map) => new(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    private static void Sources(ErrorList errors, JsonObject spec)
    {
        var found = 0;
        foreach (var source in s_sources)
        {
            if (spec.Map(source) is not { } value)
                continue;
            if (found++ > 0)
                errors.Forbidden($"spec.{(source == "cephfs" ? "cephFS" : source)}", "may not specify more than 1 volume type");
            else
                Source(errors, source, value);
        }

        if (found == 0)
            errors.Required("spec", "must specify a volume type");
        if (spec.Map("hostPath")?.Text("path") == "/" && spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            errors.Forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }

    private static void Source(ErrorList errors, string kind, JsonObject source)
    {
        switch (kind)
        {
            case "local":
                if (errors.Needed("spec.local.path", source.Text("path")))
                    errors.NoBacksteps("spec.local.path", source.Text("path")!);
                break;
            case "csi":
                VolumeSourceValidation.DriverName(errors, source.Text("driver"), "spec.csi.driver");
                errors.Needed("spec.csi.volumeHandle", source.Text("volumeHandle"));
                foreach (var secret in (ReadOnlySpan<string>)["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"])
                {
                    if (source.Map(secret) is not { } reference)
                        continue;
                    errors.Needed($"spec.csi.{secret}.name", reference.Text("name"));
                    errors.Needed($"spec.csi.{secret}.namespace", reference.Text("namespace"));
                }

                break;
            default:
                VolumeSourceValidation.Validate(errors, kind, source, "spec." + (kind == "gcePersistentDisk" ? "persistentDisk" : kind));
                break;
        }
    }

    public static void VolumeUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = value.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        foreach (var source in before.Select(field => field.Key).Where(s_sources.Contains))
        {
            if (!JsonNode.DeepEquals(spec[source], before[source]))
                errors.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation\n");
        }

        if (before["volumeMode"] is not null)
            errors.Immutable("spec.volumeMode", spec["volumeMode"], before["volumeMode"]);
        if (before["nodeAffinity"] is not null)
            errors.Immutable("spec.nodeAffinity", spec["nodeAffinity"], before["nodeAffinity"]);
    }

    /// <summary>The binder may name the volume once; sizes may grow; a default class may still arrive.</summary>
    public static void ClaimUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = (JsonObject)(value.Map("spec")?.DeepClone() ?? new JsonObject());
        var before = (JsonObject)(old.Map("spec")?.DeepClone() ?? new JsonObject());
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
            errors.Forbidden("spec", OnlyMutable);
        errors.Immutable("spec.volumeMode", spec["volumeMode"], before["volumeMode"]);
    }
}
