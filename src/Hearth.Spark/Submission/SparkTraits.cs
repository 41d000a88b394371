using System.Diagnostics.CodeAnalysis;

namespace Hearth.Spark.Submission;

/// <summary>What one Spark release does differently when it submits: one row per release, one column per difference.</summary>
internal sealed record SparkTraits
{
    public required string Release { get; init; }

    /// <summary>SPARK-52193: port 15002 on the driver's container and Service.</summary>
    public bool ConnectPort { get; init; }

    /// <summary><c>appProtocol: grpc</c> on the Service's connect port.</summary>
    public bool ConnectAppProtocol { get; init; }

    /// <summary>SPARK-55653: executors accept traffic from their own application only.</summary>
    public bool NetworkPolicy { get; init; }

    /// <summary>The Service always says <c>publishNotReadyAddresses</c>.</summary>
    public bool PublishNotReadyAddresses { get; init; }

    /// <summary>Spark's container says <c>allowPrivilegeEscalation</c>.</summary>
    public bool AllowPrivilegeEscalation { get; init; }

    /// <summary><c>SPARK_USER</c> is the proxy user where there is one.</summary>
    public bool ProxyUserIsSparkUser { get; init; }

    /// <summary><c>{{SPARK_VERSION}}</c> in an image.</summary>
    public bool ImageVersionPlaceholder { get; init; }

    /// <summary><c>{{APP_ID}}</c> in the values of labels.</summary>
    public bool LabelPlaceholders { get; init; }

    /// <summary><c>spark.{driver,executor}.minMemoryOverhead</c>.</summary>
    public bool MinMemoryOverhead { get; init; }

    /// <summary><c>spark.kubernetes.driver.pod.excludedFeatureSteps</c>.</summary>
    public bool ExcludedFeatureSteps { get; init; }

    /// <summary>hostPath <c>options.type</c>, <c>mount.subPathExpr</c>, labels and annotations of claims, the check of a size without a unit.</summary>
    public bool VolumeOptions { get; init; }

    /// <summary>On-demand claims are <c>ReadWriteOncePod</c> unless the legacy switch is set.</summary>
    public bool ReadWriteOncePod { get; init; }

    /// <summary>Errors of configuration carry <c>[INVALID_CONF_VALUE...]</c>.</summary>
    public bool ErrorClasses { get; init; }

    /// <summary>Default and upper bound of <c>spark.kubernetes.configMap.maxSize</c>, in characters.</summary>
    public int ConfigMapMaxSize { get; init; } = 1048576;

    /// <summary>False where <c>maxSize</c> may be raised beyond its default.</summary>
    public bool ConfigMapMaxSizeIsCapped { get; init; } = true;

    /// <summary>SPARK-55051: sizes such as <c>2Gi</c> and <c>512MiB</c>.</summary>
    public bool BinaryUnits { get; init; }

    /// <summary><c>--load-spark-defaults</c> and more than one <c>--properties-file</c>.</summary>
    public bool LoadSparkDefaults { get; init; }
}

/// <summary>The releases whose submission Hearth reproduces.</summary>
public static class SparkReleases
{
    private static readonly SparkTraits s_35 = new() { Release = "3.5", ConfigMapMaxSize = 1572864, ConfigMapMaxSizeIsCapped = false };

    private static readonly SparkTraits s_40 = s_35 with
    {
        Release = "4.0",
        LabelPlaceholders = true,
        MinMemoryOverhead = true,
        VolumeOptions = true,
        ReadWriteOncePod = true,
        LoadSparkDefaults = true,
        ConfigMapMaxSize = 1048576,
        ConfigMapMaxSizeIsCapped = true,
    };

    private static readonly SparkTraits s_41 = s_40 with
    {
        Release = "4.1",
        ConnectPort = true,
        ImageVersionPlaceholder = true,
        ExcludedFeatureSteps = true,
        ErrorClasses = true,
    };

    private static readonly SparkTraits s_42 = s_41 with { Release = "4.2", ConnectAppProtocol = true, NetworkPolicy = true, BinaryUnits = true };

    private static readonly SparkTraits s_43 = s_42 with
    {
        Release = "4.3",
        PublishNotReadyAddresses = true,
        AllowPrivilegeEscalation = true,
        ProxyUserIsSparkUser = true,
    };

    private static readonly SparkTraits[] s_table = [s_35, s_40, s_41, s_42, s_43];

    /// <summary>The newest release known, used where nothing says which one the image holds.</summary>
    public static SparkVersion Newest { get; } = SparkVersion.Parse("4.3.0");

    /// <summary>Major and minor numbers of the known releases, oldest first.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. s_table.Select(traits => traits.Release)];

    /// <summary>
    /// The row of a release. A newer one is treated as the newest known, with a warning; an older one than 3.5 gives none.
    /// </summary>
    internal static bool TryGet(SparkVersion version, [NotNullWhen(true)] out SparkTraits? traits, out string? warning)
    {
        warning = null;
        var key = $"{version.Major}.{version.Minor}";
        traits = Array.Find(s_table, row => row.Release == key);
        if (traits is not null)
            return true;
        if (version.IsOlderThan(SparkVersion.Parse(s_table[0].Release)))
            return false;
        traits = Array.FindLast(s_table, row => SparkVersion.Parse(row.Release).IsOlderThan(version))!;
        warning = $"Spark {version} is not known to this version of Hearth; it is submitted as Spark {traits.Release} would";
        return true;
    }
}
