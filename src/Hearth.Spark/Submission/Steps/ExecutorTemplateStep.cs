using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Hands the executors' pod template to the driver, which builds the executors from it.</summary>
internal static class ExecutorTemplateStep
{
    private const string Volume = "pod-template-volume";
    private const string Key = "podspec-configmap-key";
    private const string MountPath = "/opt/spark/pod-template";
    private const string FileName = "pod-spec-template.yml";

    public static void Configure(PodDraft draft)
    {
        if (ExecutorTemplate.Text(draft) is not { } text)
            return;
        var name = draft.ShortName("-driver-podspec-conf-map");
        draft.Mount(
            new Volume
            {
                Name = Volume,
                ConfigMap = new ConfigMapVolume { Name = name, Items = [new KeyToPath { Key = Key, Path = FileName }] },
            },
            new VolumeMount { Name = Volume, MountPath = MountPath });
        draft.Resources.Add(PlannedObjects.ConfigMap(name, new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = text }));
        draft.Properties[SparkKeys.ExecutorTemplate] = $"{MountPath}/{FileName}";
    }
}
