using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Hadoop's configuration files: those of the submitter in a new ConfigMap, or an existing ConfigMap.</summary>
internal static class HadoopConfStep
{
    private const string Volume = "hadoop-properties";
    private const string MountPath = "/opt/hadoop/conf";

    public static void Check(PodDraft draft)
    {
        if (draft.Request.Submitter.HadoopConfFiles is not null && draft.Conf.Conf.Contains(SparkKeys.HadoopConfigMap))
        {
            draft.Conf.Problem(SparkKeys.HadoopConfigMap, "requirement failed: Do not specify both the `HADOOP_CONF_DIR` in your ENV and the ConfigMap as the "
                + "creation of an additional ConfigMap, when one is already specified is extraneous", "unset HADOOP_CONF_DIR or remove the key");
        }
    }

    public static void Configure(PodDraft draft)
    {
        var files = draft.Request.Submitter.HadoopConfFiles;
        var existing = draft.Conf.Text(SparkKeys.HadoopConfigMap);
        if (files is null && existing is null)
            return;
        var name = existing ?? draft.ShortName("-hadoop-config");
        draft.Mount(
            new Volume { Name = Volume, ConfigMap = new ConfigMapVolume { Name = name, Items = existing is null ? Items(files!) : null } },
            new VolumeMount { Name = Volume, MountPath = MountPath });
        draft.AddEnv("HADOOP_CONF_DIR", MountPath);
        draft.Properties[SparkKeys.ExecutorHadoopConfigMap] = name;
        if (files is not null)
            draft.Resources.Add(PlannedObjects.ConfigMap(name, files));
    }

    private static List<KeyToPath>? Items(IReadOnlyDictionary<string, string> files) => files.Count == 0
        ? null
        : [.. files.Keys.Order(StringComparer.Ordinal).Select(file => new KeyToPath { Key = file, Path = file })];
}
