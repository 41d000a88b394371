using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>The volumes of a pod: each one source, each its own name.</summary>
internal static class VolumeListValidation
{
    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs",
        "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "scaleIO", "projected", "csi", "ephemeral", "image",
    ];

    /// <returns>The volumes without a mistake, which containers may mount.</returns>
    public static Dictionary<string, JsonObject> Validate(ErrorList errors, JsonObject spec, string field, string? podName)
    {
        var created = spec.Objects("volumes").Where(volume => volume.ContainsKey("ephemeral")).Select(volume => $"{podName}-{volume.Text("name")}").ToHashSet(StringComparer.Ordinal);
        var volumes = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (volume, i) in spec.Objects("volumes").Select((volume, i) => (volume, i)))
        {
            var at = $"{field}[{i}]";
            var name = volume.Text("name") ?? "";
            var before = errors.All.Count;
            Sources(errors, volume, at, podName);
            errors.NeededLabel(at + ".name", name);
            if (volumes.ContainsKey(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
            if (errors.All.Count == before)
                volumes[name] = volume;
            if (!string.IsNullOrEmpty(podName) && volume.Map("persistentVolumeClaim")?.Text("claimName") is { } claim && created.Contains(claim))
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
                errors.Forbidden($"{at}.{(source switch { "cephfs" => "cephFS", "downwardAPI" => "downwarAPI", _ => source })}", "may not specify more than 1 volume type");
            else
                VolumeSourceValidation.Validate(errors, source, value, $"{at}.{(source == "gcePersistentDisk" ? "persistentDisk" : source)}");
        }

        if (volume.Map("ephemeral") is not null && !string.IsNullOrEmpty(podName) && found == 1)
        {
            var claim = $"{podName}-{volume.Text("name")}";
            errors.InvalidEach(at + ".name", volume.Text("name") ?? "", Names.SubdomainProblems(claim).Select(problem => $"PVC name \"{claim}\": {problem}"));
        }

        if (found == 0)
            errors.Required(at, "must specify a volume type");
    }
}
