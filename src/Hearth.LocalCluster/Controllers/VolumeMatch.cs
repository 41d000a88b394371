using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Which of the volumes that somebody made by hand a claim gets. Pure.</summary>
internal static class VolumeMatch
{
    /// <summary>Of those that suffice one of the fewest access modes: the one that waits for this claim, or the smallest.</summary>
    public static KubeObject? Find(PersistentVolumeClaim claim, IEnumerable<KubeObject> volumes) =>
        volumes.Where(v => v.Metadata.DeletionTimestamp is null && Suffices(v, claim))
            .OrderBy(v => (v.Spec()["accessModes"] as JsonArray)?.Count ?? 0)
            .ThenByDescending(v => v.Spec()["claimRef"] is not null)
            .ThenBy(Size)
            .ThenBy(v => v.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Free, or kept for this claim.</summary>
    public static bool IsFor(KubeObject volume, PersistentVolumeClaim claim) =>
        volume.Spec()["claimRef"] is not JsonObject reference
        || ((string?)reference["namespace"] == claim.Metadata.Namespace && (string?)reference["name"] == claim.Metadata.Name
            && (reference["uid"] is null || (string?)reference["uid"] is "" || (string?)reference["uid"] == claim.Metadata.Uid));

    /// <summary>Why a volume that a claim names does not do; null: it does. Its selector does not count.</summary>
    public static string? Mismatch(KubeObject volume, PersistentVolumeClaim claim) =>
        volume.Metadata.DeletionTimestamp is not null ? $"the volume is marked for deletion \"{volume.Metadata.Name}\""
        : Size(volume) < Wanted(claim) ? "requested PV is too small"
        : !HasClass(volume, claim) ? "storageClassName does not match"
        : !HasMode(volume, claim) ? "incompatible volumeMode"
        : !HasAccess(volume, claim) ? "incompatible accessMode"
        : null;

    public static bool Suffices(KubeObject volume, PersistentVolumeClaim claim)
    {
        // One that waits for this claim need not be of its class.
        return IsFor(volume, claim)
            && HasMode(volume, claim)
            && HasAccess(volume, claim)
            && Size(volume) >= Wanted(claim)
            && (volume.Spec()["claimRef"] is not null || ((string?)volume.Status()["phase"] is not ("Released" or "Failed") && HasClass(volume, claim) && IsSelected(volume, claim)));
    }

    private static bool IsSelected(KubeObject volume, PersistentVolumeClaim claim) =>
        Selector(claim) is not { } selector || Selectors.Matches(selector, new JsonObject((volume.Metadata.Labels ?? new Dictionary<string, string>()).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))));

    private static bool HasClass(KubeObject volume, PersistentVolumeClaim claim) => ((string?)volume.Spec()["storageClassName"] ?? "") == (claim.Spec?.StorageClassName ?? "");

    private static bool HasMode(KubeObject volume, PersistentVolumeClaim claim) => ((string?)volume.Spec()["volumeMode"] ?? "Filesystem") == (claim.Spec?.VolumeMode ?? "Filesystem");

    private static bool HasAccess(KubeObject volume, PersistentVolumeClaim claim)
    {
        var modes = (volume.Spec()["accessModes"] as JsonArray ?? []).Select(m => (string?)m).ToHashSet(StringComparer.Ordinal);
        return (claim.Spec?.AccessModes ?? []).All(modes.Contains);
    }

    private static long Size(KubeObject volume) => (string?)volume.Spec()["capacity"]?["storage"] is { } size ? new Quantity(size).RoundedUp() : 0;

    private static long Wanted(PersistentVolumeClaim claim) => claim.Spec?.Resources?.Requests is { } requests && requests.TryGetValue("storage", out var size) ? size.RoundedUp() : 0;

    private static JsonObject? Selector(PersistentVolumeClaim claim) => claim.Spec?.Extra?.TryGetValue("selector", out var value) == true ? JsonObject.Create(value) : null;
}
