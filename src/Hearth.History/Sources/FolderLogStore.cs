using Hearth.History.EventLogs;

namespace Hearth.History.Sources;

/// <summary>A local folder of event logs.</summary>
internal sealed class FolderLogStore(string name, string folder) : ILogStore
{
    private static readonly EnumerationOptions s_here = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false };
    private readonly string _root = Path.GetFullPath(folder);

    public string Name => name;

    public Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation)
    {
        var files = new List<StoredFile>();
        var root = new DirectoryInfo(_root);
        if (!root.Exists)
            throw new DirectoryNotFoundException($"the log directory {_root} does not exist");
        if (log is not null)
        {
            if (!IsPlainName(log))
                return Task.FromResult(files);
            var path = Path.Combine(_root, log);
            if (Directory.Exists(path))
                AddFolder(new DirectoryInfo(path));
            else if (File.Exists(path))
                Add(new FileInfo(path), "");
            return Task.FromResult(files);
        }

        foreach (var entry in root.EnumerateFileSystemInfos("*", s_here))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry is FileInfo file)
                Add(file, "");
            else if (entry is DirectoryInfo sub && sub.Name.StartsWith("eventlog_v2_", StringComparison.Ordinal))
                AddFolder(sub);
        }

        return Task.FromResult(files);

        void AddFolder(DirectoryInfo sub)
        {
            try
            {
                foreach (var file in sub.EnumerateFiles("*", s_here))
                    Add(file, sub.Name + "/");
            }
            catch (DirectoryNotFoundException)
            {
                // Gone while it was listed.
            }
        }

        void Add(FileInfo file, string prefix)
        {
            try
            {
                files.Add(new StoredFile(prefix + file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)));
            }
            catch (FileNotFoundException)
            {
                // Renamed or removed while it was listed; the next scan sees what became of it.
            }
        }
    }

    private static bool IsPlainName(string name) => name.Length > 0 && name.IndexOfAny(['/', '\\']) < 0 && name is not ("." or "..");

    public Stream Open(StoredFile file, long offset)
    {
        // Names come from the listing; a check all the same, because they end up in paths.
        var path = Path.GetFullPath(Path.Combine(_root, file.Name));
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new FileNotFoundException("not a file of the log directory", file.Name);
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            stream.Position = offset;
            return stream;
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, file.Name, e);
        }
    }
}
