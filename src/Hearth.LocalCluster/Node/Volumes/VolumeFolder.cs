using System.Runtime.InteropServices;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Writes the files of a volume so that a running container sees the old or the new ones, whole, but never a mixture.</summary>
internal static class VolumeFolder
{
    /// <summary>
    /// As the kubelet does: the files lie in a folder of their own, <c>..data</c> points to it, and each name points through
    /// <c>..data</c>, so that one rename changes all of them.
    /// </summary>
    public static void Write(string folder, IReadOnlyList<VolumeFile> files, long version, long? group = null)
    {
        if (Shows(Path.Combine(folder, "..data"), files))
            return;
        var generation = $"..{version:D19}";
        var target = Path.Combine(folder, generation);
        Directory.CreateDirectory(target);
        foreach (var file in files)
            WriteFile(Path.Combine(target, file.Path), file, group);
        var link = Path.Combine(folder, "..data");
        var old = new FileInfo(link).LinkTarget;
        var next = Path.Combine(folder, "..data_tmp");
        File.Delete(next);
        File.CreateSymbolicLink(next, generation);
        if (Rename(next, link) != 0)
            throw new IOException($"{link} cannot be replaced");
        LinkNames(folder, files);
        if (old is not null && old != generation)
            Directory.Delete(Path.Combine(folder, old), recursive: true);
    }

    // Who watches the folder is not woken where nothing has changed.
    private static bool Shows(string data, IReadOnlyList<VolumeFile> files)
    {
        if (!Directory.Exists(data))
            return false;
        var present = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(data, f)).ToHashSet(StringComparer.Ordinal);
        return present.SetEquals(files.Select(f => Path.GetRelativePath(".", f.Path))) && files.All(f => HasContent(Path.Combine(data, f.Path), f.Content));
    }

    private static bool HasContent(string path, ReadOnlyMemory<byte> content) =>
        new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content.Span);

    private static void WriteFile(string path, VolumeFile file, long? group)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 }))
            stream.Write(file.Content.Span);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)(file.Mode & 0b111_111_111));
        VolumeGroup.GiveFile(path, group);
    }

    private static void LinkNames(string folder, IReadOnlyList<VolumeFile> files)
    {
        var names = files.Select(f => f.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!entry.Name.StartsWith("..", StringComparison.Ordinal) && !names.Remove(entry.Name))
                entry.Delete();
        }

        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
    }

    // File.Move follows links and so cannot move one that leads to a folder.
    [DllImport("libc", EntryPoint = "rename")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
