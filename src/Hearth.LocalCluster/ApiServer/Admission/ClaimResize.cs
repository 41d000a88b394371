using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Only what a class made, and can make larger, may grow (the plugin <c>PersistentVolumeClaimResize</c>).</summary>
internal static class ClaimResize
{
    /// <exception cref="ApiException">The claim cannot grow (403).</exception>
    public static void Check(ApiContext context, JsonObject claim, JsonObject? old)
    {
        if (old is null || Size(claim).CompareTo(Size(old)) <= 0)
            return;
        var name = claim.Map("metadata")?.Text("name") ?? "";
        if (old.Map("status")?.Text("phase") != "Bound")
            throw ApiException.Forbidden("", "persistentvolumeclaims", name, "Only bound persistent volume claims can be expanded");
        if (!CanGrow(context, Class(claim), Class(old)))
            throw ApiException.Forbidden("", "persistentvolumeclaims", name, "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
    }

    private static bool CanGrow(ApiContext context, string name, string before) =>
        name.Length > 0 && name == before && context.Objects("storage.k8s.io", "storageclasses").Any(kind => kind.Map("metadata")?.Text("name") == name && kind.IsTrue("allowVolumeExpansion"));

    private static string Class(JsonObject claim) =>
        claim.Map("metadata")?.Map("annotations")?.Text("volume.beta.kubernetes.io/storage-class") ?? claim.Map("spec")?.Text("storageClassName") ?? "";

    private static Quantity Size(JsonObject claim) => new(claim.Map("spec")?.Map("resources")?.Map("requests")?.Text("storage") ?? "0");
}
