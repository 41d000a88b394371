using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation.Pods;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Storage that goes away, and parts of bytes.</summary>
internal static class VolumeWarnings
{
    private static readonly (string Name, string Shown, string Since)[] s_old =
    [
        ("cephfs", "cephfs", "v1.28, non-functional in v1.31+"), ("photonPersistentDisk", "photonPersistentDisk", "v1.11, non-functional in v1.16+"), ("scaleIO", "scaleIO", "v1.16, non-functional in v1.22+"),
        ("storageos", "storageOS", "v1.22, non-functional in v1.25+"), ("glusterfs", "glusterfs", "v1.25, non-functional in v1.26+"), ("rbd", "rbd", "v1.28, non-functional in v1.31+"),
    ];

    public static void Write(ApiResource resource, JsonObject value, Warnings warnings)
    {
        var spec = value.Map("spec") ?? [];
        if (resource.GroupResource == "persistentvolumeclaims")
            ContainerWarnings.Claim(spec, "spec", warnings);
        if (resource.GroupResource != "persistentvolumes")
            return;
        PlacementWarnings.Terms(spec.Map("nodeAffinity")?.Map("required"), "spec.nodeAffinity.required", warnings);
        if (spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            warnings.Add("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.");
        foreach (var (_, shown, since) in s_old.Where(old => spec.Map(old.Name) is not null))
            warnings.Add($"spec.{shown}: deprecated in {since}");
    }
}
