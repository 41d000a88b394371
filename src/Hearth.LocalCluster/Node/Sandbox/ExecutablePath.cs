namespace Hearth.LocalCluster.Nodes;

/// <summary>Finds programs before they are started, so that a missing one is told in the words of a container runtime.</summary>
internal static class ExecutablePath
{
    public const string Default = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <param name="onHost">Where a path of the container lies on the host; null where that cannot be said.</param>
    /// <exception cref="ContainerStartException">No such program.</exception>
    public static void Require(string program, string workingDirectory, string path, Func<string, string?> onHost)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var host = onHost(Path.GetFullPath(program, workingDirectory));
            if (host is not null && !Path.Exists(host))
                throw StartError(program, $"stat {program}: no such file or directory");
            if (host is not null && !IsExecutable(host))
                throw StartError(program, "permission denied");
            return;
        }

        foreach (var folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (onHost(Path.Combine(folder, program)) is { } file && Path.Exists(file))
                return;
        }

        throw StartError(program, "executable file not found in $PATH");
    }

    /// <summary>The full path of a program of the host; null where there is none.</summary>
    public static string? Find(string program) =>
        Default.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;

    private static ContainerStartException StartError(string program, string cause) => new(
        "StartError",
        $"failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"{program}\": {cause}: unknown");
}
