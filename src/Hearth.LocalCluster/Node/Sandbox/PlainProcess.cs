using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Runs a container as a process like any other, in a session of its own. Mount paths in arguments and environment are rewritten to the
/// folders of the host, and the JVM learns the names of services by a system property.
/// </summary>
internal sealed class PlainProcess(string? setpriv, string? setsid) : ISandbox
{
    public bool HasOwnProcesses => false;

    public ProcessStartInfo Start(ContainerCommand container)
    {
        var paths = new PathRewriting([.. container.Mounts.Where(m => m.Source is not null).Select(m => (m.Target, m.Source!))]);
        List<string> command = [.. container.Arguments.Select(paths.Rewrite)];
        var workingDirectory = paths.Rewrite(container.WorkingDirectory);
        var path = paths.Rewrite(container.Environment.GetValueOrDefault("PATH") ?? ExecutablePath.Default);
        ExecutablePath.Require(command[0], workingDirectory, path, host => host);
        List<string> line = [.. setpriv is null ? [] : new[] { setpriv, "--pdeathsig", "KILL", "--" }, .. setsid is null || container.Tty ? [] : new[] { setsid }, .. command];
        var start = new ProcessStartInfo(line[0]) { WorkingDirectory = Directory.Exists(workingDirectory) ? workingDirectory : "/" };
        foreach (var argument in line.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in container.Environment)
            start.Environment[name] = paths.Rewrite(value);
        var java = container.Environment.GetValueOrDefault("JAVA_TOOL_OPTIONS");
        start.Environment["JAVA_TOOL_OPTIONS"] = $"{java} -Djdk.net.hosts.file={container.HostsFile}".TrimStart();
        return start;
    }
}

/// <summary>Replaces paths of the container by those of the host, wherever one begins in a text and ends at a whole name.</summary>
internal sealed class PathRewriting(IReadOnlyList<(string Target, string Source)> mounts)
{
    private readonly (string Target, string Source)[] _mounts = [.. mounts.OrderByDescending(m => m.Target.Length)];

    public string Rewrite(string text)
    {
        if (_mounts.Length == 0 || !text.Contains('/', StringComparison.Ordinal))
            return text;
        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var mount = Starts(text, i) ? Array.Find(_mounts, m => Fits(text, i, m.Target)) : default;
            if (mount.Target is null)
            {
                result.Append(text[i++]);
                continue;
            }

            result.Append(mount.Source);
            i += mount.Target.Length;
        }

        return result.ToString();
    }

    // Not within a longer path, a word or a version; "//" of an URI may precede ("local:///opt/spark").
    private static bool Starts(string text, int at) =>
        text[at] == '/' && (at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or '_'));

    private static bool Fits(string text, int at, string target)
    {
        var end = at + target.Length;
        return string.CompareOrdinal(text, at, target, 0, target.Length) == 0
            && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-' or '_'));
    }
}
