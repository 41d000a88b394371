namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// What a container sees as its file system, composed of folders of the host. Where a mount point does not exist in what is mounted
/// around it, that surrounding folder is taken apart: an empty one with each of its entries bound, so that nothing is ever made on the host.
/// </summary>
internal sealed class MountTree
{
    private readonly Folder _root = new("/") { Mount = new Mount("/", ReadOnly: true) };

    /// <summary>What lies at <paramref name="target"/>: later mounts at the same place win.</summary>
    public void Add(string target, Mount mount)
    {
        var folder = _root;
        foreach (var name in Resolve(target).Split('/', StringSplitOptions.RemoveEmptyEntries))
            folder = folder.Child(name);
        folder.Mount = mount;
    }

    // A mount point below a symbolic link (/var/run) is where the link leads (/run).
    private string Resolve(string target)
    {
        for (var links = 0; links < 16; links++)
        {
            var next = FollowFirstLink(target);
            if (next is null)
                break;
            target = next;
        }

        return target;
    }

    private string? FollowFirstLink(string target)
    {
        for (var end = target.IndexOf('/', 1); end > 0; end = target.IndexOf('/', end + 1))
        {
            if (OnHost(target[..end]) is { } host && new FileInfo(host).LinkTarget is { } link)
                return Path.GetFullPath(link, Path.GetDirectoryName(target[..end])!) + target[end..];
        }

        return OnHost(target) is { } last && new FileInfo(last).LinkTarget is { } lastLink ? Path.GetFullPath(lastLink, Path.GetDirectoryName(target)!) : null;
    }

    /// <summary>The file of the host that <paramref name="path"/> in the container is; null for what has none (a tmpfs, proc).</summary>
    public string? OnHost(string path)
    {
        var (source, folder) = ("/", _root);
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            source = source is null ? null : Path.Combine(source, name);
            folder = folder?.Find(name);
            if (folder?.Mount is { } mount)
                source = mount.Source;
        }

        return source;
    }

    /// <summary>The mounts in the order in which they must be made, as arguments of <c>bwrap</c>.</summary>
    public IReadOnlyList<string> Arguments()
    {
        var arguments = new List<string>();
        Write(_root, "/", arguments);
        return arguments;
    }

    private static void Write(Folder folder, string? source, List<string> arguments)
    {
        if (folder.Mount is { } mount)
        {
            source = mount.Source;
            if (!MustTakeApart(folder, source) || !Directory.Exists(source))
                mount.Write(folder.Path, arguments);
            else
                TakeApart(folder, mount, arguments);
        }
        else if (MustTakeApart(folder, source))
        {
            TakeApart(folder, new Mount(source, ReadOnly: true), arguments);
        }

        foreach (var child in folder.Children)
            Write(child, source is null ? null : Path.Combine(source, child.Name), arguments);
    }

    private static bool MustTakeApart(Folder folder, string? source) =>
        folder.Path == "/" || folder.Children.Any(c => source is null || !Path.Exists(Path.Combine(source, c.Name)));

    private static void TakeApart(Folder folder, Mount mount, List<string> arguments)
    {
        // What everybody could write to before, everybody can after.
        arguments.AddRange(mount.ReadOnly ? ["--tmpfs", folder.Path] : ["--perms", "1777", "--tmpfs", folder.Path]);
        if (mount.Source is null || !Directory.Exists(mount.Source))
            return;
        foreach (var entry in new DirectoryInfo(mount.Source).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(folder.Path, entry.Name);
            if (folder.Find(entry.Name) is { Mount: not null })
                continue;
            if (entry.LinkTarget is { } link)
                arguments.AddRange(["--symlink", link, target]);
            else
                arguments.AddRange([mount.ReadOnly ? "--ro-bind-try" : "--bind-try", entry.FullName, target]);
        }
    }

    private sealed class Folder(string path)
    {
        private readonly SortedDictionary<string, Folder> _children = new(StringComparer.Ordinal);

        public string Path => path;
        public string Name => System.IO.Path.GetFileName(path);
        public Mount? Mount { get; set; }
        public IEnumerable<Folder> Children => _children.Values;

        public Folder? Find(string name) => _children.GetValueOrDefault(name);

        public Folder Child(string name)
        {
            if (!_children.TryGetValue(name, out var child))
                _children.Add(name, child = new Folder(System.IO.Path.Combine(path, name)));
            return child;
        }
    }
}

/// <param name="Source">A file or folder of the host; null: <paramref name="Special"/>.</param>
/// <param name="ReadOnly">The container cannot write there.</param>
/// <param name="Special"><c>tmpfs</c>, <c>proc</c> or <c>dev</c>.</param>
internal sealed record Mount(string? Source, bool ReadOnly, string? Special = null)
{
    private static readonly string[] s_devices = ["null", "zero", "full", "random", "urandom", "tty"];

    public static Mount Tmpfs { get; } = new(null, false, "tmpfs");
    public static Mount Proc { get; } = new(null, false, "proc");
    public static Mount Dev { get; } = new(null, false, "dev");

    public void Write(string target, List<string> arguments)
    {
        if (Special == "dev" && !ProcessTable.IsRoot)
            WriteDevices(target, arguments);
        else if (Source is null)
            arguments.AddRange(["--" + (Special ?? "tmpfs"), target]);
        else
            arguments.AddRange([ReadOnly ? "--ro-bind" : "--bind", Source, target]);
    }

    // An ordinary user gets the devices one by one: for a whole /dev bwrap nests a second user namespace, which nothing can enter later.
    private static void WriteDevices(string target, List<string> arguments)
    {
        arguments.AddRange(["--tmpfs", target]);
        foreach (var device in s_devices)
            arguments.AddRange(["--dev-bind-try", $"/dev/{device}", $"{target}/{device}"]);
        arguments.AddRange(["--symlink", "/proc/self/fd", $"{target}/fd", "--symlink", "/proc/self/fd/0", $"{target}/stdin"]);
        arguments.AddRange(["--symlink", "/proc/self/fd/1", $"{target}/stdout", "--symlink", "/proc/self/fd/2", $"{target}/stderr", "--tmpfs", $"{target}/shm"]);
    }
}
