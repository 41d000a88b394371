using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What lies where in a container: its image, a folder for temporary files, the pod's volumes.</summary>
internal static class ContainerMounts
{
    private const UnixFileMode Everybody = (UnixFileMode)0b1_111_111_111;

    public static IReadOnlyList<ContainerMount> Of(
        Container container,
        ImageDescription image,
        IReadOnlyDictionary<string, MountedVolume> volumes,
        IReadOnlyDictionary<string, string> environment,
        string podFolder,
        string terminationLog)
    {
        var own = Path.Combine(podFolder, "containers", container.Name ?? "");
        var mounts = new List<ContainerMount> { new("/tmp", Folder(Path.Combine(own, "tmp")), false) };
        for (var i = 0; i < image.Binds.Count; i++)
        {
            var bind = image.Binds[i];
            mounts.Add(new(bind.Target, bind.Source ?? Folder(Path.Combine(own, $"image{i}")), bind.Source is not null && bind.ReadOnly));
        }

        foreach (var mount in container.VolumeMounts ?? [])
            mounts.Add(Of(mount, container.Name ?? "", volumes, environment));
        File.WriteAllText(terminationLog, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(terminationLog, (UnixFileMode)0b110_110_110);
        mounts.Add(new(container.TerminationMessagePath is { Length: > 0 } path ? path : "/dev/termination-log", terminationLog, false));
        return mounts;
    }

    private static ContainerMount Of(VolumeMount mount, string container, IReadOnlyDictionary<string, MountedVolume> volumes, IReadOnlyDictionary<string, string> environment)
    {
        if (!volumes.TryGetValue(mount.Name, out var volume))
            throw new ContainerStartException("CreateContainerConfigError", $"volume \"{mount.Name}\" not found");
        var sub = mount.SubPathExpr is { Length: > 0 } expression ? Expanded(expression, environment) : mount.SubPath;
        var source = string.IsNullOrEmpty(sub) ? volume.Path : Below(volume.Path, sub, $"for volumeMount \"{mount.Name}\" of container \"{container}\"");
        return new(mount.MountPath ?? "", source, volume.ReadOnly || mount.ReadOnly == true);
    }

    private static string Expanded(string expression, IReadOnlyDictionary<string, string> environment)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var expanded = VariableExpansion.Expand(expression, name =>
        {
            var value = environment.GetValueOrDefault(name);
            if (string.IsNullOrEmpty(value))
                missing.Add(name);
            return value;
        });
        return missing.Count == 0 ? expanded : throw ConfigError($"missing value for {string.Join(", ", missing)}");
    }

    // A kubelet tells no more, lest a container learn about the host.
    private static string Below(string folder, string sub, string where)
    {
        if (Path.IsPathRooted(sub))
            throw ConfigError($"error SubPath `{sub}` must not be an absolute path");
        if (sub.Split('/').Contains("..", StringComparer.Ordinal))
            throw ConfigError($"unable to provision SubPath `{sub}`: must not contain '..'");
        var path = Path.Combine(folder, sub);
        try
        {
            if (!Path.Exists(path))
                Folder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ConfigError($"failed to create subPath directory {where}");
        }

        // A container could have put a link there that leads out of the volume.
        var real = RealPath(path);
        return real == RealPath(folder) || real.StartsWith(RealPath(folder) + "/", StringComparison.Ordinal) ? real : throw ConfigError($"failed to prepare subPath {where}");
    }

    private static ContainerStartException ConfigError(string message) => new("CreateContainerConfigError", message);

    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var name in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (new FileInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = target.FullName;
        }

        return real;
    }

    private static string Folder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Everybody);
        return path;
    }
}
