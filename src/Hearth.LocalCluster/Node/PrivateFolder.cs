namespace Hearth.LocalCluster.Nodes;

internal static class PrivateFolder
{
    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
