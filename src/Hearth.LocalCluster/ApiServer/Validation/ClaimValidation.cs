using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Claims to persistent volumes, also those that templates make.</summary>
internal static class ClaimValidation
{
    private const string Class = "volume.beta.kubernetes.io/storage-class";
    private const string OnlyMutable = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n";

    public static void Validate(ErrorList errors, JsonObject claim) => Spec(errors, claim.Map("spec") ?? [], "spec");

    public static void Spec(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.List("accessModes") is not { Count: > 0 } modes)
            errors.Required(field + ".accessModes", "at least 1 access mode is required");
        else
            VolumeValidation.Modes(errors, modes, field + ".accessModes");
        errors.Selector(field + ".selector", spec.Map("selector"));
        Storage(errors, spec, field + ".resources[storage]");
        if (spec.Text("storageClassName") is { Length: > 0 } name)
            errors.Subdomain(field + ".storageClassName", name);
        errors.OptionalOneOf(field + ".volumeMode", spec["volumeMode"], ["Block", "Filesystem"]);
        Sources(errors, spec, field);
        if (spec.Text("volumeAttributesClassName") is { Length: > 0 } attributes)
            errors.Subdomain(field + ".volumeAttributesClassName", attributes);
    }

    private static void Storage(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Map("resources")?.Map("requests")?.Text("storage") is not { } storage)
            errors.Required(field);
        else if (new Quantity(storage).CompareTo(Quantity.Zero) <= 0)
            errors.Invalid(field, storage, "must be greater than zero");
    }

    private static void Sources(ErrorList errors, JsonObject spec, string field)
    {
        var (source, reference) = (spec.Map("dataSource"), spec.Map("dataSourceRef"));
        Source(errors, source, field + ".dataSource");
        Source(errors, reference, field + ".dataSourceRef");
        if (source is null || reference is null)
            return;
        // Real servers show the path of the field, an object without visible fields.
        if (!string.IsNullOrEmpty(reference.Text("namespace")))
            errors.Invalid(field, new JsonObject(), "may not be specified when dataSourceRef.namespace is specified");
        else if (((string[])["apiGroup", "kind", "name"]).Any(name => source.Text(name) != reference.Text(name)))
            errors.Invalid(field, new JsonObject(), "must match dataSourceRef");
    }

    private static void Source(ErrorList errors, JsonObject? source, string field)
    {
        if (source is null)
            return;
        errors.Needed(field + ".name", source.Text("name"));
        errors.Needed(field + ".kind", source.Text("kind"));
        var group = source.Text("apiGroup") ?? "";
        if (group.Length == 0 && source.Text("kind") != "PersistentVolumeClaim")
            errors.Invalid(field, source.Text("kind") ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        if (group.Length > 0)
            errors.Subdomain(field + ".apiGroup", group);
        if (source.Text("namespace") is { Length: > 0 } ns)
            errors.DnsLabel(field + ".namespace", ns);
    }

    /// <summary>The binder may name the volume once; sizes of bound claims may grow; a class may still arrive.</summary>
    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        // Real servers look at the whole once as at a new one, once as at a changed one.
        Validate(errors, value);
        Validate(errors, value);
        var (spec, before) = ((JsonObject)(value.Map("spec") ?? []).DeepClone(), (JsonObject)(old.Map("spec") ?? []).DeepClone());
        if (string.IsNullOrEmpty(before.Text("volumeName")) && spec["volumeName"] is { } bound)
            before["volumeName"] = bound.DeepClone();
        ClassMayCome(errors, value, old, spec, before);
        if (value.Map("status")?.Text("phase") == "Bound")
        {
            if (before.Map("resources")?.Map("requests")?["storage"] is { } size)
                spec.Ensure("resources").Ensure("requests")["storage"] = size.DeepClone();
            if (spec["volumeAttributesClassName"] is not null && spec.Remove("volumeAttributesClassName") && before["volumeAttributesClassName"] is { } kept)
                spec["volumeAttributesClassName"] = kept.DeepClone();
        }

        if (!JsonNode.DeepEquals(spec, before))
            errors.Forbidden("spec", OnlyMutable + errors.Difference("core.v1.PersistentVolumeClaimSpec", before, spec, "spec"));
        Size(errors, value, old);
        errors.Immutable("volumeMode", spec["volumeMode"]?.DeepClone(), before["volumeMode"]);
        if (old.Map("spec")?["volumeAttributesClassName"] is not null && string.IsNullOrEmpty(value.Map("spec")?.Text("volumeAttributesClassName")))
            errors.Forbidden("spec.volumeAttributesClassName", value.Map("spec")?["volumeAttributesClassName"] is null ? "update from non-nil value to nil is forbidden" : "update from non-nil value to an empty string is forbidden");
    }

    private static void ClassMayCome(ErrorList errors, JsonObject value, JsonObject old, JsonObject spec, JsonObject before)
    {
        var (annotation, annotated) = (value.Map("metadata")?.Map("annotations")?.Text(Class), old.Map("metadata")?.Map("annotations")?.Text(Class));
        var arrives = before["storageClassName"] is null && spec.Text("storageClassName") is { } name && (annotated is null || annotated == name);
        if (arrives)
            spec.Remove("storageClassName");
        var moves = arrives && annotated is not null && (annotation is null || annotation == annotated);
        if (!moves && annotation != annotated)
            errors.Invalid($"metadata.annotations.{Class}", annotation ?? "", "field is immutable");
    }

    private static void Size(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (size, before, actual) = (Storage(value.Map("spec")?.Map("resources")?.Map("requests")), Storage(old.Map("spec")?.Map("resources")?.Map("requests")), Storage(old.Map("status")?.Map("capacity")));
        if (size.CompareTo(before) < 0 && size.CompareTo(actual) <= 0)
            errors.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
    }

    private static Quantity Storage(JsonObject? amounts) => new(amounts?.Text("storage") ?? "0");
}
