using System.Runtime.InteropServices;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

internal static class HostPath
{
    private const UnixFileMode NewFile = (UnixFileMode)0b110_100_100;

    /// <summary>Checks the type that a hostPath volume asks for, or makes it (<c>DirectoryOrCreate</c>, <c>FileOrCreate</c>).</summary>
    /// <exception cref="MountException">There is something else, or nothing.</exception>
    public static string Prepare(HostPathVolume volume)
    {
        var path = volume.Path ?? "";
        if (!Path.Exists(path))
            Make(path, volume.Type);
        var (isSo, what) = volume.Type switch
        {
            "Directory" or "DirectoryOrCreate" => (Directory.Exists(path), "a directory"),
            "File" or "FileOrCreate" => (FileKind.Of(path) == FileKind.File, "a file"),
            "Socket" => (FileKind.Of(path) == FileKind.Socket, "a socket file"),
            "CharDevice" => (FileKind.Of(path) == FileKind.CharacterDevice, "a character device"),
            "BlockDevice" => (FileKind.Of(path) == FileKind.BlockDevice, "a block device"),
            _ => (true, ""),
        };
        return isSo ? path : throw new MountException($"hostPath type check failed: {path} is not {what}");
    }

    private static void Make(string path, string? type)
    {
        switch (type)
        {
            // As container runtimes do for a bind of something that is not there.
            case "DirectoryOrCreate" or null or "":
                Directory.CreateDirectory(path);
                break;
            case "FileOrCreate":
                File.Create(path).Dispose();
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, NewFile);
                break;
        }
    }
}

/// <summary>What lies at a path, links followed: the file type of <c>stat(2)</c>.</summary>
internal static class FileKind
{
    public const int None = 0;
    public const int File = 0x8000;
    public const int Socket = 0xC000;
    public const int CharacterDevice = 0x2000;
    public const int BlockDevice = 0x6000;
    private const int AnyKind = 0xF000;
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;

    // The layout of statx(2) is the same on every architecture.
    private const int SizeOfAnswer = 256;
    private const int OffsetOfMode = 28;

    public static int Of(string path)
    {
        var answer = new byte[SizeOfAnswer];
        return Ask(CurrentFolder, path, 0, TypeWanted, answer) == 0 ? BitConverter.ToUInt16(answer, OffsetOfMode) & AnyKind : None;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ask(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] answer);
}
