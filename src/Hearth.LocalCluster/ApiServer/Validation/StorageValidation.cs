using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What storage drivers say about themselves, and the classes of volumes they offer.</summary>
internal static class StorageValidation
{
    private const int MostParameters = 512;
    private const int MostParameterBytes = 256 * 1024;

    public static void StorageClass(ErrorList errors, JsonObject value)
    {
        if (errors.Needed("provisioner", value.Text("provisioner")))
            Provisioner(errors, "provisioner", value.Text("provisioner")!);
        Parameters(errors, value.Map("parameters") ?? []);

        errors.OneOf("reclaimPolicy", value["reclaimPolicy"], ["Delete", "Retain"]);
        errors.OneOf("volumeBindingMode", value["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"]);
        TopologyValidation.Validate(errors, value);
    }

    private static void Provisioner(ErrorList errors, string field, string name) => errors.QualifiedName(field, name.ToLowerInvariant());

    private static void Parameters(ErrorList errors, JsonObject parameters)
    {
        if (parameters.Count > MostParameters)
        {
            errors.Add(FieldError.TooLong("parameters", MostParameters));
            return;
        }

        if (parameters.ContainsKey(""))
            errors.Invalid("parameters", "", "field can not be empty.");
        if (parameters.Sum(parameter => (long)parameter.Key.Length + (parameter.Value.Text?.Length ?? 0)) > MostParameterBytes)
            errors.Add(FieldError.TooLong("parameters", MostParameterBytes));
    }

    /// <summary>Classes by which volumes are changed while they are used.</summary>
    public static void AttributesClass(ErrorList errors, JsonObject value)
    {
        if (errors.Needed("driverName", value.Text("driverName")))
            Provisioner(errors, "driverName", value.Text("driverName")!);
        Parameters(errors, value.Map("parameters") ?? []);
        if (value.Map("parameters") is not { Count: > 0 })
            errors.Required("parameters", "must contain at least one key/value pair");
    }

    public static void AttributesClassUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        foreach (var field in (ReadOnlySpan<string>)["driverName", "parameters"])
            errors.ForbiddenChange(field, value[field], old[field], $"updates to {field} are forbidden.");
    }

    /// <summary>How much a driver has left, and where.</summary>
    public static void Capacity(ErrorList errors, JsonObject value)
    {
        errors.InvalidEach("storageClassName", value.Text("storageClassName") ?? "", Names.SubdomainProblems(value.Text("storageClassName") ?? ""));
        errors.Selector("nodeTopology", value.Map("nodeTopology"));
        ResourceValidation.Amount(errors, "capacity", value.Text("capacity") ?? "0", "capacity");
    }

    public static void CapacityUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        errors.Immutable("nodeTopology", value["nodeTopology"]?.DeepClone(), old["nodeTopology"]);
        errors.Immutable("storageClassName", value["storageClassName"]?.DeepClone(), old["storageClassName"]);
    }

    public static void StorageClassUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy"])
            errors.ForbiddenChange(field, value[field], old[field], $"updates to {field} are forbidden.");
        errors.Immutable("volumeBindingMode", value["volumeBindingMode"], old["volumeBindingMode"]);
    }

    public static void Driver(ErrorList errors, JsonObject spec)
    {
        foreach (var mode in spec.List("volumeLifecycleModes") ?? [])
            errors.OneOf("spec.volumeLifecycleModes", mode, ["Persistent", "Ephemeral"], sorted: false);
        errors.OptionalOneOf("spec.fsGroupPolicy", spec["fsGroupPolicy"], ["File", "None", "ReadWriteOnceWithFSType"]);
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (request, i) in spec.Objects("tokenRequests").Select((request, i) => (request, i)))
        {
            if (!audiences.Add(request.Text("audience") ?? ""))
                errors.Add(FieldError.Duplicate($"spec.tokenRequests[{i}].audience", request.Text("audience") ?? ""));
            if (request["expirationSeconds"] is not { } seconds)
                continue;
            if (seconds.Number < 600)
                errors.Invalid($"spec.tokenRequests[{i}].expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
            if (seconds.Number > 1L << 32)
                errors.Invalid($"spec.tokenRequests[{i}].expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
    }

    public static void Node(ErrorList errors, JsonObject spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (driver, i) in spec.Objects("drivers").Select((driver, i) => (driver, i)))
        {
            var at = $"spec.drivers[{i}]";
            VolumeSourceValidation.DriverName(errors, driver.Text("name"), at + ".name");
            if (errors.Needed(at + ".nodeID", driver.Text("nodeID")) && driver.Text("nodeID")!.Length > 256)
                errors.Invalid(at + ".nodeID", driver["nodeID"]?.DeepClone(), "must be 256 characters or less");
            errors.NotNegative(at + ".allocatable.count", driver.Map("allocatable")?["count"]);
            if (!names.Add(driver.Text("name") ?? ""))
                errors.Add(FieldError.Duplicate(at + ".name", driver.Text("name") ?? ""));
            var keys = (driver.List("topologyKeys") ?? []).Select(key => key.Text ?? "").ToArray();
            for (var j = 0; j < keys.Length; j++)
            {
                errors.Needed(at, keys[j]);
                if (Array.IndexOf(keys, keys[j]) < j)
                    errors.Add(FieldError.Duplicate(at, keys[j]));
                errors.QualifiedName(at, keys[j]);
            }
        }
    }

    /// <summary>A driver may come and go on its node, not change. Real servers look at the drivers twice.</summary>
    public static void NodeUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        Node(errors, value.Map("spec") ?? []);
        var before = (old.Map("spec")?.Objects("drivers") ?? []).ToLookup(driver => driver.Text("name"), StringComparer.Ordinal);
        foreach (var driver in value.Map("spec")?.Objects("drivers") ?? [])
        {
            if (before[driver.Text("name")].FirstOrDefault() is { } other && !JsonNode.DeepEquals(driver, other))
                errors.Invalid("spec.drivers", Shown(driver), "field is immutable");
        }
    }

    private static JsonObject Shown(JsonObject driver) => new()
    {
        ["Name"] = driver.Text("name") ?? "",
        ["NodeID"] = driver.Text("nodeID") ?? "",
        ["TopologyKeys"] = driver["topologyKeys"]?.DeepClone(),
        ["Allocatable"] = driver.Map("allocatable") is { } allocatable ? new JsonObject { ["Count"] = allocatable["count"]?.DeepClone() } : null,
    };

    public static void Attachment(ErrorList errors, JsonObject spec)
    {
        AnyAttachment(errors, spec);
        VolumeSourceValidation.DriverName(errors, spec.Text("attacher"), "spec.attacher");
    }

    private static void AnyAttachment(ErrorList errors, JsonObject spec)
    {
        errors.Needed("spec.attacher", spec.Text("attacher"));
        var source = spec.Map("source") ?? [];
        const string OneOfTwo = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (source.Map("inlineVolumeSpec") is null && source.Text("persistentVolumeName") is null)
            errors.Required("spec.source", OneOfTwo);
        else if (source.Map("inlineVolumeSpec") is not null && source.Text("persistentVolumeName") is not null)
            errors.Forbidden("spec.source", OneOfTwo);
        else if (source.Text("persistentVolumeName") is { } name)
            Named(errors, name);
        else
            Inline(errors, source.Map("inlineVolumeSpec")!);
        var node = spec.Text("nodeName") ?? "";
        errors.InvalidEach("spec.nodeName", node, Names.SubdomainProblems(node));
    }

    private static void Named(ErrorList errors, string name)
    {
        const string Field = "spec.source.persistentVolumeName";
        errors.Needed(Field, name, "must specify non empty persistentVolumeName");
        errors.InvalidEach(Field, name, Names.SubdomainProblems(name));
    }

    /// <summary>A volume that a pod states itself, as drivers in the tree are replaced.</summary>
    private static void Inline(ErrorList errors, JsonObject volume)
    {
        const string Field = "spec.source.inlineVolumeSpec";
        if (volume.Map("csi") is null)
            errors.Required(Field + ".csi", "has to be specified in the context of inline volumes");
        if (volume.List("accessModes") is not { Count: > 0 })
            errors.Required(Field + ".accessModes");
        if (volume.Map("csi") is { } driver)
            new RemoteVolumeValidation(errors, "").Validate("csi", driver, Field + ".csi");
        else
            errors.Required(Field, "must specify a volume type");
    }

    /// <summary>Errors of drivers, which must not be long; real servers look twice, and name another limit than theirs.</summary>
    public static void AttachmentStatus(ErrorList errors, JsonObject value, JsonObject old)
    {
        AttachmentUpdate(errors, value, old);
        foreach (var field in (ReadOnlySpan<string>)["attachError", "detachError", "attachError", "detachError"])
        {
            if (value.Map("status")?.Map(field)?.Text("message") is { Length: > 1024 })
                errors.Add(FieldError.TooLong($"status.{field}.message", MostParameterBytes));
        }
    }

    public static void AttachmentUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        // Looked at twice, and told twice.
        AnyAttachment(errors, value.Map("spec") ?? []);
        AnyAttachment(errors, value.Map("spec") ?? []);
        if (!JsonNode.DeepEquals(value["spec"], old["spec"]))
            errors.Invalid("spec", errors.InMemory("storage.v1.VolumeAttachmentSpec", value["spec"], "spec"), "field is immutable");
    }

    /// <summary>Real servers name the first field so.</summary>
    public static void DriverUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (spec, before) = (value.Map("spec") ?? [], old.Map("spec") ?? []);
        errors.Immutable("spec.attachedRequired", spec["attachRequired"]?.DeepClone(), before["attachRequired"]);
        errors.Immutable("spec.volumeLifecycleModes", spec["volumeLifecycleModes"]?.DeepClone(), before["volumeLifecycleModes"]);
    }
}
