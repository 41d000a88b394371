using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Which of the volumes that somebody made by hand a claim gets. Pure.</summary>
internal static class VolumeMatch
{
    /// <summary>Of those that suffice the one with the fewest access modes, then the smallest; one that waits for this claim comes first.</summary>
    public static KubeObject? Find(PersistentVolumeClaim claim, IEnumerable<KubeObject> volumes) =>
        volumes.Where(v => v.Metadata.DeletionTimestamp is null && Suffices(v, claim))
            .OrderByDescending(v => v.Spec()["claimRef"] is not null)
            .ThenBy(v => (v.Spec()["accessModes"] as JsonArray)?.Count ?? 0)
            .ThenBy(Size)
            .ThenBy(v => v.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Free, or kept for this claim.</summary>
    public static bool IsFor(KubeObject volume, PersistentVolumeClaim claim) =>
        volume.Spec()["claimRef"] is not JsonObject reference
        || ((string?)reference["namespace"] == claim.Metadata.Namespace && (string?)reference["name"] == claim.Metadata.Name
            && (reference["uid"] is null || (string?)reference["uid"] is "" || (string?)reference["uid"] == claim.Metadata.Uid));

    public static bool Suffices(KubeObject volume, PersistentVolumeClaim claim)
    {
        var spec = volume.Spec();
        var modes = (spec["accessModes"] as JsonArray ?? []).Select(m => (string?)m).ToHashSet(StringComparer.Ordinal);
        return IsFor(volume, claim)
            && (string?)volume.Status()["phase"] is not ("Released" or "Failed")
            && ((string?)spec["storageClassName"] ?? "") == (claim.Spec?.StorageClassName ?? "")
            && ((string?)spec["volumeMode"] ?? "Filesystem") == (claim.Spec?.VolumeMode ?? "Filesystem")
            && (claim.Spec?.AccessModes ?? []).All(modes.Contains)
            && Size(volume) >= Wanted(claim)
            && (Selector(claim) is not { } selector || Selectors.Matches(selector, new JsonObject((volume.Metadata.Labels ?? new Dictionary<string, string>()).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)))));
    }

    private static long Size(KubeObject volume) => (string?)volume.Spec()["capacity"]?["storage"] is { } size ? new Quantity(size).RoundedUp() : 0;

    private static long Wanted(PersistentVolumeClaim claim) => claim.Spec?.Resources?.Requests is { } requests && requests.TryGetValue("storage", out var size) ? size.RoundedUp() : 0;

    private static JsonObject? Selector(PersistentVolumeClaim claim) => claim.Spec?.Extra?.TryGetValue("selector", out var value) == true ? JsonObject.Create(value) : null;
}
