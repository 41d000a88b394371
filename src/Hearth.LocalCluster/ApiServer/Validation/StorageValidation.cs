using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What storage drivers say about themselves, and the classes of volumes they offer.</summary>
internal static class StorageValidation
{
    public static void StorageClass(ErrorList errors, JsonObject value)
    {
        if (errors.Needed("provisioner", value.Text("provisioner")))
            errors.InvalidEach("provisioner", value["provisioner"], Names.QualifiedNameProblems(value.Text("provisioner")!.ToLowerInvariant()));
        foreach (var (key, _) in value.Map("parameters") ?? [])
        {
            if (key.Length == 0)
                errors.Invalid("parameters", "", "field can not be empty.");
        }

        errors.OneOf("reclaimPolicy", value["reclaimPolicy"], ["Delete", "Retain"]);
        errors.OneOf("volumeBindingMode", value["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"]);
        TopologyValidation.Validate(errors, value);
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
        errors.Needed("spec.attacher", spec.Text("attacher"));
        VolumeSourceValidation.DriverName(errors, spec.Text("attacher"), "spec.attacher");
        var source = spec.Map("source") ?? [];
        const string OneOfTwo = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (source.Map("inlineVolumeSpec") is null && source.Text("persistentVolumeName") is null)
            errors.Required("spec.source", OneOfTwo);
        else if (source.Map("inlineVolumeSpec") is not null && source.Text("persistentVolumeName") is not null)
            errors.Forbidden("spec.source", OneOfTwo);
        else if (source.Text("persistentVolumeName") is { } name)
            errors.InvalidEach("spec.source.persistentVolumeName", name, Names.SubdomainProblems(name));
        errors.Subdomain("spec.nodeName", spec.Text("nodeName") ?? "");
    }

    public static void AttachmentUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
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
