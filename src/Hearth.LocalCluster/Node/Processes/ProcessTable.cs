using System.Globalization;
using System.Runtime.InteropServices;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Processes of this machine by what <c>/proc</c> and <c>kill(2)</c> offer.</summary>
internal static class ProcessTable
{
    public const int Kill = 9;
    public const int Terminate = 15;

    public static bool IsRoot { get; } = OperatingSystem.IsLinux() && GetEffectiveUserId() == 0;

    public static long UserId { get; } = OperatingSystem.IsLinux() ? GetEffectiveUserId() : 0;

    public static long GroupId { get; } = OperatingSystem.IsLinux() ? GetEffectiveGroupId() : 0;

    /// <summary>A negative number names a process group. False where there is no such process or it is somebody else's.</summary>
    public static bool Send(int pid, int signal) => SendSignal(pid, signal) == 0;

    /// <summary>The direct children; empty where the process is gone.</summary>
    public static IReadOnlyList<int> Children(int pid)
    {
        var children = new List<int>();
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                foreach (var child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (int.TryParse(child, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                        children.Add(number);
                }
            }
        }
        catch (IOException)
        {
            // A thread or the process ended meanwhile: what was read counts.
        }

        return children;
    }

    /// <summary>The process and everything below it.</summary>
    public static IReadOnlyList<int> Tree(int pid)
    {
        var tree = new List<int> { pid };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(Children(tree[i]));
        return tree;
    }

    /// <summary>Every process of the session that <paramref name="leader"/> started, also after the leader's own end.</summary>
    public static IReadOnlyList<int> Session(int leader)
    {
        var members = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Stat(pid) is { } stat && stat[3] == leader.ToString(CultureInfo.InvariantCulture))
                members.Add(pid);
        }

        return members;
    }

    /// <summary>Clock ticks since boot at which the process started: with the pid it names a process for ever. Null where it is gone.</summary>
    public static long? StartTime(int pid) =>
        Stat(pid) is { } stat && stat[0] is not ("Z" or "X") ? long.Parse(stat[19], CultureInfo.InvariantCulture) : null;

    // The fields after the name, which may hold blanks and brackets itself: state, parent, group, session, ...
    private static string[]? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "getegid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveGroupId();
}
