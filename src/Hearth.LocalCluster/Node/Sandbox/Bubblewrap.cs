using System.Diagnostics;
using System.Globalization;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Turns a container into a call of <c>bwrap</c>: own mounts, processes, host name and inter-process communication; the host's network.
/// The environment is that of the call, so that no value shows in the list of processes.
/// </summary>
internal sealed class Bubblewrap(string program) : ISandbox
{
    // What container runtimes leave to root, without what reaches the host's devices or network.
    private static readonly string[] s_capabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "SETFCAP"];

    public bool HasOwnProcesses => true;

    public ProcessStartInfo Start(ContainerCommand container)
    {
        var tree = Tree(container);
        var path = container.Environment.GetValueOrDefault("PATH") ?? ExecutablePath.Default;
        ExecutablePath.Require(container.Arguments[0], container.WorkingDirectory, path, tree.OnHost);
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/" };
        start.Environment.Clear();
        foreach (var (name, value) in container.Environment)
            start.Environment[name] = value;
        var arguments = start.ArgumentList;
        foreach (var argument in tree.Arguments())
            arguments.Add(argument);
        Add(arguments, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", container.Hostname, "--die-with-parent");
        // A new session would lose the terminal; the one that is given is nobody else's.
        if (!container.Tty)
            arguments.Add("--new-session");
        if (container.ReadOnlyRoot)
            Add(arguments, "--remount-ro", "/");
        if (ProcessTable.IsRoot)
            AddCapabilities(arguments);
        Add(arguments, "--chdir", container.WorkingDirectory, "--");
        foreach (var argument in AsUser(container))
            arguments.Add(argument);
        return start;
    }

    private static MountTree Tree(ContainerCommand container)
    {
        var tree = new MountTree();
        tree.Add("/proc", Mount.Proc);
        tree.Add("/dev", Mount.Dev);
        tree.Add("/run", Mount.Tmpfs);
        // What lies below a folder that is the container's own anyway is not there to be seen.
        foreach (var hidden in container.Hidden.Where(h => Directory.Exists(h) && !container.Mounts.Any(m => h.StartsWith(m.Target + "/", StringComparison.Ordinal))))
            tree.Add(hidden, Mount.Tmpfs);
        if (File.Exists("/etc/hosts"))
            tree.Add("/etc/hosts", new Mount(container.HostsFile, ReadOnly: true));
        if (Directory.Exists("/sys"))
            tree.Add("/sys", new Mount("/sys", ReadOnly: true));
        if (!container.Mounts.Any(m => container.WorkingDirectory.StartsWith(m.Target, StringComparison.Ordinal)) && !Directory.Exists(container.WorkingDirectory))
            tree.Add(container.WorkingDirectory, Mount.Tmpfs);
        foreach (var mount in container.Mounts)
            tree.Add(mount.Target, mount.Source is null ? Mount.Tmpfs : new Mount(mount.Source, mount.ReadOnly));
        return tree;
    }

    private static void AddCapabilities(ICollection<string> arguments)
    {
        Add(arguments, "--cap-drop", "ALL");
        foreach (var capability in s_capabilities)
            Add(arguments, "--cap-add", "CAP_" + capability);
    }

    private static IEnumerable<string> AsUser(ContainerCommand container)
    {
        if (container.User is not { } user || !ProcessTable.IsRoot || user.Uid == 0)
            return container.Arguments;
        return ["setpriv", .. UserOptions(user), "--inh-caps=-all", "--", .. container.Arguments];
    }

    /// <summary>
    /// A further command in a container, as root starts it: with the container's user and no more rights than a container has.
    /// </summary>
    public static IReadOnlyList<string> Confined(ContainerCommand container, IReadOnlyList<string> command)
    {
        var user = container.User is { Uid: not 0 } other ? UserOptions(other) : [];
        var rights = "-all," + string.Join(',', s_capabilities.Select(c => "+" + c.ToLowerInvariant()));
        return ["setpriv", "--no-new-privs", .. user, $"--bounding-set={rights}", "--inh-caps=-all", "--", .. command];
    }

    private static string[] UserOptions(ContainerUser user)
    {
        var groups = user.Groups.Count == 0 ? ["--clear-groups"] : new[] { "--groups", string.Join(',', user.Groups.Select(g => g.ToString(CultureInfo.InvariantCulture))) };
        return
        [
            "--reuid", user.Uid.ToString(CultureInfo.InvariantCulture),
            "--regid", user.Gid.ToString(CultureInfo.InvariantCulture),
            .. groups,
        ];
    }

    private static void Add(ICollection<string> arguments, params ReadOnlySpan<string> more)
    {
        foreach (var argument in more)
            arguments.Add(argument);
    }
}
