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

    private const string Class = "volume.beta.kubernetes.io/storage-class";

    public static void Write(ApiResource resource, JsonObject value, Warnings warnings)
    {
        var spec = value.Map("spec") ?? [];
        if (resource.GroupResource is "persistentvolumeclaims" or "persistentvolumes" && value.Map("metadata")?.Map("annotations")?[Class] is not null)
            warnings.Add($"metadata.annotations[{Class}]: deprecated since v1.8; use \"storageClassName\" attribute instead");
        if (resource.GroupResource == "persistentvolumeclaims")
            ContainerWarnings.Claim(spec, "spec", warnings);
        if (resource.GroupResource == "storageclasses.storage.k8s.io")
            Topologies(value, warnings);
        if (resource.GroupResource != "persistentvolumes")
            return;
        PlacementWarnings.Terms(spec.Map("nodeAffinity")?.Map("required"), "spec.nodeAffinity.required", warnings);
        if (spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            warnings.Add("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.");
        foreach (var (_, shown, since) in s_old.Where(old => spec.Map(old.Name) is not null))
            warnings.Add($"spec.{shown}: deprecated in {since}");
    }

    private static void Topologies(JsonObject value, Warnings warnings)
    {
        foreach (var (i, term) in value.Objects("allowedTopologies").Index())
        {
            foreach (var (j, expression) in term.Objects("matchLabelExpressions").Index())
            {
                if (PlacementWarnings.WhyOld(expression.Text("key") ?? "") is { } why)
                    warnings.Add($"allowedTopologies[{i}].matchLabelExpressions[{j}].key: {why}");
            }
        }
    }
}
