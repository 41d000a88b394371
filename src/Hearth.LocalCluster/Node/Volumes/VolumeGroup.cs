using System.Runtime.InteropServices;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Gives volumes to the group of <c>fsGroup</c>, as the kubelet does. Only root can: for others nothing changes.</summary>
internal static class VolumeGroup
{
    private const UnixFileMode ForGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;

    /// <summary>A folder to write to: what is made in it belongs to the group too.</summary>
    public static void GiveFolder(string folder, long? group)
    {
        if (!OperatingSystem.IsWindows() && group is { } id && ProcessTable.IsRoot && ChangeOwner(folder, uint.MaxValue, (uint)id) == 0)
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | ForGroup);
    }

    /// <summary>A file to read.</summary>
    public static void GiveFile(string file, long? group)
    {
        if (!OperatingSystem.IsWindows() && group is { } id && ProcessTable.IsRoot && ChangeOwner(file, uint.MaxValue, (uint)id) == 0)
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead);
    }

    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
