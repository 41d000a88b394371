using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Memory limits by control groups, version 1 or 2, where the node may make them; where it may not, containers run without limits and
/// the node says so once.
/// </summary>
internal sealed class MemoryGroups
{
    private readonly string? _root;
    private readonly bool _isVersion2;

    private MemoryGroups(string? root, bool isVersion2) => (_root, _isVersion2) = (root, isVersion2);

    public bool IsAvailable => _root is not null;

    /// <summary>Finds where this process may make groups.</summary>
    /// <param name="name">Told apart from the groups of other nodes of this machine.</param>
    /// <param name="logger">Learns why there are none.</param>
    public static MemoryGroups Open(string name, ILogger logger)
    {
        foreach (var (path, isVersion2) in Candidates())
        {
            try
            {
                RemoveAbandoned(path);
                var root = Path.Combine(path, name);
                Directory.CreateDirectory(root);
                if (isVersion2)
                    File.WriteAllText(Path.Combine(root, "cgroup.subtree_control"), "+memory");
                var groups = new MemoryGroups(root, isVersion2);
                groups.RemoveEmpty();
                return groups;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                NodeLog.NoMemoryLimits(logger, error.Message);
                return new(null, false);
            }
        }

        NodeLog.NoMemoryLimits(logger, "no memory controller is mounted");
        return new(null, false);
    }

    /// <summary>A group that ends its processes beyond <paramref name="bytes"/>; null where limits are not available.</summary>
    public MemoryGroup? Create(string name, long bytes)
    {
        if (_root is null)
            return null;
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(path);
        // An empty group takes any limit: one that is refused is no group to run in.
        File.WriteAllText(Path.Combine(path, _isVersion2 ? "memory.max" : "memory.limit_in_bytes"), bytes.ToString(CultureInfo.InvariantCulture));
        var group = new MemoryGroup(path, _isVersion2);
        group.Limit(bytes);
        if (_isVersion2)
            MemoryGroup.TryWrite(Path.Combine(path, "memory.oom.group"), "1");
        return group;
    }

    public void Remove()
    {
        RemoveEmpty();
        if (_root is not null)
            TryRemove(_root);
    }

    // Groups that killed nodes left: their names say which process they belonged to.
    private static void RemoveAbandoned(string path)
    {
        foreach (var group in Directory.GetDirectories(path, "hearth-*"))
        {
            if (Path.GetFileName(group).Split('-') is not [_, var pid, ..] || Directory.Exists("/proc/" + pid))
                continue;
            foreach (var container in Directory.GetDirectories(group))
                TryRemove(container);
            TryRemove(group);
        }
    }

    private void RemoveEmpty()
    {
        foreach (var group in _root is null ? [] : Directory.GetDirectories(_root))
            TryRemove(group);
    }

    private static IEnumerable<(string Path, bool IsVersion2)> Candidates()
    {
        if (!File.Exists("/proc/self/cgroup"))
            yield break;
        foreach (var line in File.ReadLines("/proc/self/cgroup"))
        {
            var parts = line.Split(':', 3);
            if (parts.Length != 3)
                continue;
            if (parts[1].Split(',').Contains("memory", StringComparer.Ordinal))
                yield return (Existing("/sys/fs/cgroup/memory", parts[2]), false);
            else if (parts[1].Length == 0 && Delegating("/sys/fs/cgroup", parts[2]) is { } group)
                yield return (group, true);
        }
    }

    // Inside a container the own group is mounted as the root.
    private static string Existing(string mount, string group) => Directory.Exists(mount + group) ? (mount + group).TrimEnd('/') : mount;

    // Version 2: the nearest group above that shares memory out to groups below it; the own one holds processes and cannot.
    private static string? Delegating(string mount, string group)
    {
        for (var path = Existing(mount, group); path.Length >= mount.Length; path = Path.GetDirectoryName(path)!)
        {
            var shared = Path.Combine(path, "cgroup.subtree_control");
            if (File.Exists(shared) && File.ReadAllText(shared).Split([' ', '\n']).Contains("memory", StringComparer.Ordinal))
                return path;
        }

        return null;
    }

    private static void TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Still in use: the next start removes it.
        }
    }
}

/// <summary>The group of one container.</summary>
internal sealed class MemoryGroup(string path, bool isVersion2) : IDisposable
{
    /// <summary>From now on processes are ended beyond so many bytes. A kernel may refuse a limit below what is in use: then the old one holds.</summary>
    public void Limit(long bytes)
    {
        var limit = bytes.ToString(CultureInfo.InvariantCulture);
        if (isVersion2)
        {
            TryWrite(Path.Combine(path, "memory.max"), limit);
            TryWrite(Path.Combine(path, "memory.swap.max"), "0");
            return;
        }

        // Neither may be above the other: up from the one side, down from the other.
        var both = Path.Combine(path, "memory.memsw.limit_in_bytes");
        TryWrite(both, limit);
        TryWrite(Path.Combine(path, "memory.limit_in_bytes"), limit);
        TryWrite(both, limit);
    }

    internal static void TryWrite(string file, string value)
    {
        try
        {
            if (File.Exists(file))
                File.WriteAllText(file, value);
        }
        catch (IOException)
        {
            // No swap accounting in this kernel, or more in use than the new limit: what was set before holds.
        }
    }

    /// <summary>Whether the kernel ended a process of the group for its memory.</summary>
    public bool WasExceeded()
    {
        try
        {
            return File.ReadLines(Path.Combine(path, isVersion2 ? "memory.events" : "memory.oom_control")).Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes a process and all that it started in. Children of a member are members, so that a pass that finds nothing new is the last.
    /// </summary>
    public void Add(int pid)
    {
        var members = new HashSet<int>();
        for (var found = true; found;)
        {
            found = false;
            foreach (var process in ProcessTable.Tree(pid))
            {
                if (members.Add(process))
                    found |= TryAdd(process);
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process is still ending; removed when the node stops or starts.
        }
    }

    private bool TryAdd(int pid)
    {
        try
        {
            File.WriteAllText(Path.Combine(path, "cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
