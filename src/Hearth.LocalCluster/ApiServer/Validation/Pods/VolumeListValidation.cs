using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>The volumes of a pod: each one source, each its own name.</summary>
internal static class VolumeListValidation
{
    private const string TooLong = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs",
        "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
    ];

    /// <returns>The volumes without a mistake, which containers may mount.</returns>
    public static Dictionary<string, JsonObject> Validate(ErrorList errors, JsonObject spec, string field, string? podName)
    {
        var created = podName is null ? [] : spec.Objects("volumes").Where(volume => volume.ContainsKey("ephemeral")).Select(volume => $"{podName}-{volume.Text("name")}").ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var volumes = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (i, volume) in spec.Objects("volumes").Index())
        {
            var at = $"{field}[{i}]";
            var name = volume.Text("name") ?? "";
            var before = errors.All.Count;
            Sources(errors, volume, at, podName);
            if (errors.Needed(at + ".name", name))
                errors.DnsLabel(at + ".name", name);
            if (names.Contains(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
            if (errors.All.Count == before && names.Add(name))
                volumes[name] = volume;
            if (volume.Map("persistentVolumeClaim")?.Text("claimName") is { } claim && created.Contains(claim))
                errors.Invalid(at + ".persistentVolumeClaim.claimName", claim, "must not reference a PVC that gets created for an ephemeral volume");
        }

        return volumes;
    }

    private static void Sources(ErrorList errors, JsonObject volume, string at, string? podName)
    {
        var found = 0;
        foreach (var source in s_sources)
        {
            if (volume.Map(source) is not { } value)
                continue;
            if (found++ > 0)
            {
                errors.Forbidden($"{at}.{(source switch { "cephfs" => "cephFS", "downwardAPI" => "downwarAPI", _ => source })}", "may not specify more than 1 volume type");
            }
            else
            {
                new VolumeSourceValidation(errors, null).Validate(source, value, $"{at}.{(source == "gcePersistentDisk" ? "persistentDisk" : source)}");
                if (source == "ephemeral")
                    ClaimName(errors, volume.Text("name") ?? "", podName, at);
            }

            if (source == "iscsi" && value.ContainsKey("initiatorName") && $"{volume.Text("name")}:{value.Text("targetPortal")}".Length > 64)
                errors.Invalid(at + ".name", volume.Text("name") ?? "", TooLong);
        }

        if (found == 0)
            errors.Required(at, "must specify a volume type");
    }

    /// <summary>The claim of an ephemeral volume is named by the pod and the volume.</summary>
    private static void ClaimName(ErrorList errors, string name, string? podName, string at)
    {
        if (string.IsNullOrEmpty(podName) || name.Length == 0)
            return;
        var claim = $"{podName}-{name}";
        errors.InvalidEach(at + ".name", name, Names.SubdomainProblems(claim).Select(problem => $"PVC name \"{claim}\": {problem}"));
    }
}
