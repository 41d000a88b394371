using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Defaults of the storage that volumes of pods and persistent volumes share.</summary>
internal static class VolumeSourceDefaults
{
    public static void Apply(JsonObject volume)
    {
        volume.Map("hostPath")?.TryAdd("type", "");
        volume.Map("iscsi")?.Default("iscsiInterface", "default");
        if (volume.Map("rbd") is { } rbd)
        {
            rbd.Default("pool", "rbd");
            rbd.Default("user", "admin");
            rbd.Default("keyring", "/etc/ceph/keyring");
        }

        if (volume.Map("scaleIO") is { } scale)
        {
            scale.Default("storageMode", "ThinProvisioned");
            scale.Default("fsType", "xfs");
        }

        if (volume.Map("azureDisk") is { } disk)
        {
            disk.TryAdd("cachingMode", "ReadWrite");
            disk.TryAdd("kind", "Shared");
            disk.TryAdd("fsType", "ext4");
            disk.TryAdd("readOnly", false);
        }
    }
}
