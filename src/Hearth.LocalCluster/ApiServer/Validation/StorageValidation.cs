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
        if (string.IsNullOrEmpty(value.Text("provisioner")))
            errors.Required("provisioner");
        errors.OneOf("reclaimPolicy", value["reclaimPolicy"], ["Delete", "Retain"]);
        errors.OneOf("volumeBindingMode", value["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"]);
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
            foreach (var key in driver.List("topologyKeys") ?? [])
            {
                if (!errors.Needed(at + ".topologyKeys", key.Text))
                    continue;
                errors.QualifiedName(at + ".topologyKeys", key.Text!);
            }
        }
    }

    public static void Attachment(ErrorList errors, JsonObject spec)
    {
        if (spec.Text("attacher") is { Length: > 0 } attacher)
            VolumeSourceValidation.DriverName(errors, attacher, "spec.attacher");
        else
            errors.Required("spec.attacher");
        var source = spec.Map("source") ?? [];
        if (source.Map("inlineVolumeSpec") is null == source.Text("persistentVolumeName") is null)
            errors.Required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (source.Text("persistentVolumeName") is { } name)
            errors.InvalidEach("spec.source.persistentVolumeName", name, Names.SubdomainProblems(name));
        errors.Subdomain("spec.nodeName", spec.Text("nodeName") ?? "");
    }
}
