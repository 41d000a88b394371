using System.Text;
using System.Text.RegularExpressions;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission.Steps;

namespace Hearth.Spark.Submission;

/// <summary>The driver's ConfigMap: files of the submitter's configuration folder and <c>spark.properties</c> (<c>KubernetesClientUtils</c>).</summary>
internal static partial class ConfFiles
{
    private const string PropertiesFile = "spark.properties";
    private const string Volume = "spark-conf-volume-driver";
    private const string MountPath = "/opt/spark/conf";
    private const int FileMode = 420;

    /// <summary>Mounts the ConfigMap and returns it. The last step of a submission: it writes down what the others decided.</summary>
    public static ConfigMap Mount(PodDraft draft)
    {
        var files = Fitting(draft);
        files[PropertiesFile] = JavaProperties.Write(draft.Properties,
            $"Java properties built from Kubernetes config map with name: {draft.Names.ConfigMap}", draft.Request.Identity.Time);
        var items = files.Keys.Order(StringComparer.Ordinal).Select(file => new KeyToPath { Key = file, Path = file, Mode = FileMode });
        draft.AddEnv("SPARK_CONF_DIR", MountPath);
        draft.Mount(
            new Volume { Name = Volume, ConfigMap = new ConfigMapVolume { Name = draft.Names.ConfigMap, Items = [.. items] } },
            new VolumeMount { Name = Volume, MountPath = MountPath });
        files[SparkKeys.Namespace] = draft.Namespace;
        var map = PlannedObjects.ConfigMap(draft.Names.ConfigMap, files);
        return map with { Metadata = map.Metadata with { Namespace = draft.Namespace } };
    }

    // Smallest first, as long as the sum stays below the limit; the rest is left out with a warning.
    private static Dictionary<string, string> Fitting(PodDraft draft)
    {
        var limit = Limit(draft);
        var fitting = new Dictionary<string, string>(StringComparer.Ordinal);
        var skipped = new List<string>();
        var used = 0L;
        var candidates = draft.Request.Submitter.ConfFiles
            .Where(file => !Excluded().IsMatch(file.Key))
            .Select(file => (file.Key, file.Value, Size: file.Key.Length + (long)Encoding.UTF8.GetByteCount(file.Value)))
            .OrderBy(file => file.Size).ThenBy(file => file.Key, StringComparer.Ordinal);
        foreach (var (name, text, size) in candidates)
        {
            if (size <= limit && used + name.Length + text.Length < limit)
            {
                fitting[name] = text;
                used += name.Length + text.Length;
            }
            else
            {
                skipped.Add(name);
            }
        }

        if (skipped.Count > 0)
        {
            draft.Warnings.Add(new(SparkKeys.ConfigMapMaxSize,
                $"Skipped conf file(s) {string.Join(", ", skipped)}, due to size constraint. Please see, config: `{SparkKeys.ConfigMapMaxSize}` for more details."));
        }

        return fitting;
    }

    private static long Limit(PodDraft draft)
    {
        var limit = draft.Conf.Long(SparkKeys.ConfigMapMaxSize, draft.Traits.ConfigMapMaxSize);
        if (draft.Traits.ConfigMapMaxSizeIsCapped && limit > draft.Traits.ConfigMapMaxSize)
            draft.Conf.Requirement(SparkKeys.ConfigMapMaxSize, draft.Conf.Text(SparkKeys.ConfigMapMaxSize)!, "Must have at most 1048576 bytes");
        return limit;
    }

    [GeneratedRegex(@"^(.*\.(gz|zip|jar|tar)|.*\.template|spark.*(conf|properties))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Excluded();
}
