using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Claims and volumes start pending, protected from deletion while in use.</summary>
internal static class VolumeRules
{
    public const string DefaultClassAnnotation = "storageclass.kubernetes.io/is-default-class";

    public static void PrepareForCreate(ApiContext context, ApiResource resource, JsonObject value)
    {
        value["status"] = new JsonObject { ["phase"] = "Pending" };
        if (resource.Plural == "persistentvolumeclaims")
            PrepareClaim(value.Ensure("spec"), null);
        if (resource.Plural == "persistentvolumes")
            value.Map("status")!["lastPhaseTransitionTime"] = context.Now();
        Protect(value, resource.Plural == "persistentvolumeclaims" ? "kubernetes.io/pvc-protection" : "kubernetes.io/pv-protection");
    }

    /// <summary>What is in use is not deleted before it is not.</summary>
    public static void Protect(JsonObject value, string finalizer)
    {
        var metadata = value.Ensure("metadata");
        if (metadata.List("finalizers") is not { } finalizers)
            metadata["finalizers"] = finalizers = [];
        if (!finalizers.Any(known => known.Text == finalizer))
            finalizers.Add((JsonNode)finalizer);
    }

    /// <summary>The older of two fields for one thing, and the newer: what is in one is in the other.</summary>
    public static void PrepareClaim(JsonObject spec, JsonObject? old)
    {
        // Sources in other namespaces are switched off.
        if (!string.IsNullOrEmpty(spec.Map("dataSourceRef")?.Text("namespace")) && old?["dataSourceRef"] is null)
            spec.Remove("dataSourceRef");
        // The older field knows two kinds; another one is as good as none.
        if (old?["dataSource"] is null && old?["dataSourceRef"] is null && spec.Map("dataSourceRef") is null && spec.Map("dataSource") is { } stated && (stated.Text("apiGroup") ?? "", stated.Text("kind")) is not (("", "PersistentVolumeClaim") or ("snapshot.storage.k8s.io", "VolumeSnapshot")))
            spec.Remove("dataSource");
        if (spec.Map("dataSource") is { } source && spec.Map("dataSourceRef") is null)
            spec["dataSourceRef"] = source.DeepClone();
        else if (spec.Map("dataSource") is null && spec.Map("dataSourceRef") is { } reference && string.IsNullOrEmpty(reference.Text("namespace")))
            spec["dataSource"] = new JsonObject { ["apiGroup"] = reference["apiGroup"]?.DeepClone(), ["kind"] = reference.Text("kind"), ["name"] = reference.Text("name") };
    }

    /// <summary>Admission: a claim without a class gets the default one.</summary>
    public static void SetDefaultClass(ApiContext context, JsonObject claim)
    {
        var spec = claim.Ensure("spec");
        if (spec.ContainsKey("storageClassName") || claim.Map("metadata")?.Map("annotations")?.ContainsKey("volume.beta.kubernetes.io/storage-class") == true)
            return;
        var found = context.Objects("storage.k8s.io", "storageclasses")
            .Where(storage => storage.Map("metadata")?.Map("annotations")?.Text(DefaultClassAnnotation) == "true")
            .OrderByDescending(storage => storage.Map("metadata")?.Text("creationTimestamp"), StringComparer.Ordinal)
            .FirstOrDefault();
        if (found is not null)
            spec["storageClassName"] = found.Map("metadata")!.Text("name");
    }

    public static void PrepareStatus(ApiContext context, JsonObject value, JsonObject old)
    {
        var (status, before) = (value.Ensure("status"), old.Map("status") ?? []);
        const string Time = "lastPhaseTransitionTime";
        if (status.Text("phase") != before.Text("phase") && (status[Time] is null || status.Text(Time) == before.Text(Time)))
            status[Time] = context.Now();
        else if (status[Time] is null && before[Time] is { } kept)
            status[Time] = kept.DeepClone();
    }

    /// <summary>What may change in a driver counts; a new one has no number yet.</summary>
    public static void CountChanges(JsonObject value, JsonObject old)
    {
        if (!JsonNode.DeepEquals(value["spec"], old["spec"]))
            value.Ensure("metadata")["generation"] = (old.Map("metadata")?["generation"].Number ?? 0) + 1;
    }
}
