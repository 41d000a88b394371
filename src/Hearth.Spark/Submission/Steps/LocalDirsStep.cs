using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Scratch space: the user's volumes named <c>spark-local-dir-*</c>, or an emptyDir for each local directory.</summary>
internal static class LocalDirsStep
{
    private const string Prefix = "spark-local-dir-";

    public static void Check(PodDraft draft) => IsTmpfs(draft);

    public static void Configure(PodDraft draft)
    {
        var mounted = draft.Mounts
            .Where(mount => mount.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(mount => mount.MountPath ?? "")
            .ToArray();
        var directories = mounted.Length > 0 ? mounted : Directories(draft);
        if (mounted.Length == 0)
            AddVolumes(draft, directories);
        draft.AddEnv("SPARK_LOCAL_DIRS", string.Join(',', directories));
    }

    private static bool IsTmpfs(PodDraft draft) => draft.Conf.Bool(SparkKeys.LocalDirsTmpfs, false);

    // Spark shuffles the list; the order given is as good.
    private static string[] Directories(PodDraft draft)
    {
        var given = draft.Request.Submitter.Environment.GetValueOrDefault("SPARK_LOCAL_DIRS")
            ?? draft.Conf.Text(SparkKeys.LocalDir)
            ?? $"/var/data/spark-{draft.Request.Identity.LocalDirectoryId}";
        return JavaText.Split(given, ',');
    }

    private static void AddVolumes(PodDraft draft, string[] directories)
    {
        var medium = IsTmpfs(draft) ? "Memory" : null;
        for (var i = 0; i < directories.Length; i++)
        {
            var name = $"{Prefix}{i + 1}";
            draft.Mount(
                new Volume { Name = name, EmptyDir = new EmptyDirVolume { Medium = medium } },
                new VolumeMount { Name = name, MountPath = directories[i] });
        }
    }
}
