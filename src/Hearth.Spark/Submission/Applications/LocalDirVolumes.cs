using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Spark.Submission.Applications;

/// <summary>Volumes named <c>spark-local-dir-*</c>: Spark itself must know them, so they travel as configuration.</summary>
internal static class LocalDirVolumes
{
    private const string Prefix = "spark-local-dir-";

    public static bool IsLocalDir(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    public static void Add(SettingList settings, SparkApplicationSpec spec, SparkRole role, SparkPodSpec pod, List<SubmissionProblem> problems)
    {
        foreach (var mount in (pod.VolumeMounts ?? []).Where(mount => IsLocalDir(mount.Name)))
        {
            var field = role.Field($"volumeMounts[{mount.Name}]");
            if ((spec.Volumes ?? []).FirstOrDefault(volume => volume.Name == mount.Name) is not { } volume)
            {
                problems.Add(new(field, $"volume {mount.Name} not found", "declare it in spec.volumes"));
                continue;
            }

            if (Options(volume) is not { } options)
            {
                problems.Add(new($"spec.volumes[{volume.Name}]", "unsupported volume type", "a local directory is an emptyDir, hostPath, nfs or persistentVolumeClaim; rename others so that they do not start with " + Prefix));
                continue;
            }

            var prefix = role.Kubernetes($"volumes.{options.Type}.{volume.Name}.");
            settings.Add(prefix + "mount.path", mount.MountPath, field);
            settings.Add(prefix + "mount.subPath", string.IsNullOrEmpty(mount.SubPath) ? null : mount.SubPath, field);
            settings.Add(prefix + "mount.readOnly", mount.ReadOnly == true ? true : null, field);
            foreach (var (name, value) in options.Values)
                settings.Add($"{prefix}options.{name}", value, $"spec.volumes[{volume.Name}]");
        }
    }

    private static (string Type, (string Name, string? Value)[] Values)? Options(Volume volume)
    {
        if (volume.EmptyDir is { } directory)
            return ("emptyDir", [("sizeLimit", directory.SizeLimit?.Text), ("medium", NullIfEmpty(directory.Medium))]);
        if (volume.HostPath is { } host)
            return ("hostPath", [("path", host.Path), ("type", NullIfEmpty(host.Type))]);
        if (volume.Nfs is { } nfs)
            return ("nfs", [("path", nfs.Path), ("server", nfs.Server), ("readOnly", nfs.ReadOnly == true ? "true" : null)]);
        if (volume.PersistentVolumeClaim is { } claim)
            return ("persistentVolumeClaim", [("claimName", claim.ClaimName), ("readOnly", claim.ReadOnly == true ? "true" : null)]);
        return null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
