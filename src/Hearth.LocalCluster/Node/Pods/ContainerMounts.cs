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
            mounts.Add(Of(mount, volumes, environment));
        File.WriteAllText(terminationLog, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(terminationLog, (UnixFileMode)0b110_110_110);
        mounts.Add(new(container.TerminationMessagePath is { Length: > 0 } path ? path : "/dev/termination-log", terminationLog, false));
        return mounts;
    }

    private static ContainerMount Of(VolumeMount mount, IReadOnlyDictionary<string, MountedVolume> volumes, IReadOnlyDictionary<string, string> environment)
    {
        if (!volumes.TryGetValue(mount.Name, out var volume))
            throw new ContainerStartException("CreateContainerConfigError", $"volume \"{mount.Name}\" not found");
        var sub = mount.SubPathExpr is { Length: > 0 } expression ? VariableExpansion.Expand(expression, environment) : mount.SubPath;
        var source = string.IsNullOrEmpty(sub) ? volume.Path : Below(volume.Path, sub, volume.ReadOnly);
        return new(mount.MountPath ?? "", source, volume.ReadOnly || mount.ReadOnly == true);
    }

    private static string Below(string folder, string sub, bool readOnly)
    {
        if (Path.IsPathRooted(sub) || sub.Split('/').Contains("..", StringComparer.Ordinal))
            throw new ContainerStartException("CreateContainerConfigError", $"subPath \"{sub}\" must be a relative path within the volume");
        var path = Path.Combine(folder, sub);
        if (!Path.Exists(path) && !readOnly)
            Folder(path);
        if (!Path.Exists(path))
            throw new ContainerStartException("CreateContainerConfigError", $"failed to prepare subPath for volumeMount: {sub} does not exist");
        // A container could have put a link there that leads out of the volume.
        var real = RealPath(path);
        if (real != RealPath(folder) && !real.StartsWith(RealPath(folder) + "/", StringComparison.Ordinal))
            throw new ContainerStartException("CreateContainerConfigError", $"subPath \"{sub}\" leads out of the volume");
        return real;
    }

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
