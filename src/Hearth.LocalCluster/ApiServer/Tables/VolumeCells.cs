using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class VolumeCells
{
    private static readonly Dictionary<string, string> s_modes = new(StringComparer.Ordinal)
    {
        ["ReadWriteOnce"] = "RWO",
        ["ReadOnlyMany"] = "ROX",
        ["ReadWriteMany"] = "RWX",
        ["ReadWriteOncePod"] = "RWOP",
    };

    public static IReadOnlyList<Column> Claims(Column name, Column age) =>
    [
        name,
        Text("Status", claim => claim.Map("metadata")?["deletionTimestamp"] is null ? claim.Map("status")?.Text("phase") : "Terminating"),
        Text("Volume", claim => claim.Map("spec")?.Text("volumeName")),
        Text("Capacity", claim => IsBound(claim) ? claim.Map("status")?.Map("capacity")?.Text("storage") ?? "0" : ""),
        Text("Access Modes", claim => IsBound(claim) ? Modes(claim.Map("status")) : ""),
        Text("StorageClass", claim => claim.Map("spec")?.Text("storageClassName")),
        Text("VolumeAttributesClass", claim => claim.Map("spec")?.Text("volumeAttributesClassName") ?? "<unset>"),
        age,
        Text("VolumeMode", claim => claim.Map("spec")?.Text("volumeMode") ?? "<unset>", 1),
    ];

    public static IReadOnlyList<Column> Volumes(Column name, Column age) =>
    [
        name,
        Text("Capacity", volume => volume.Map("spec")?.Map("capacity")?.Text("storage") ?? "0"),
        Text("Access Modes", volume => Modes(volume.Map("spec"))),
        Text("Reclaim Policy", volume => volume.Map("spec")?.Text("persistentVolumeReclaimPolicy")),
        Text("Status", volume => volume.Map("metadata")?["deletionTimestamp"] is null ? volume.Map("status")?.Text("phase") : "Terminating"),
        Text("Claim", volume => volume.Map("spec")?.Map("claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""),
        Text("StorageClass", volume => volume.Map("spec")?.Text("storageClassName")),
        Text("VolumeAttributesClass", volume => volume.Map("spec")?.Text("volumeAttributesClassName") ?? "<unset>"),
        Text("Reason", volume => volume.Map("status")?.Text("reason")),
        age,
        Text("VolumeMode", volume => volume.Map("spec")?.Text("volumeMode") ?? "<unset>", 1),
    ];

    private static Column Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", "", "", priority, (value, _) => JsonValue.Create(cell(value) ?? ""));

    private static bool IsBound(JsonObject claim) => claim.Map("spec")?.Text("volumeName") is { Length: > 0 };

    private static string Modes(JsonObject? map) =>
        string.Join(",", (map?.List("accessModes") ?? []).Select(mode => s_modes.GetValueOrDefault(mode.Text ?? "", "")).Distinct(StringComparer.Ordinal));
}
