namespace Hearth.LocalCluster.Nodes;

internal static class PrivateFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private);
    }

    /// <summary>The same; one that is there is closed to others.</summary>
    public static void Close(string path)
    {
        Create(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Private);
    }
}
