using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>Everything a submission is made of; made by <see cref="SubmitPreparation"/> from a command line or a manifest.</summary>
public sealed record SubmissionRequest
{
    /// <summary>Whose behaviour to reproduce: the version of Spark in the image.</summary>
    public required SparkVersion Version { get; init; }

    /// <summary>The resolved configuration, as <c>SparkSubmit.prepareSubmitEnvironment</c> leaves it.</summary>
    public required SparkConf Conf { get; init; }
    public required MainApplication Main { get; init; }
    public required SubmissionIdentity Identity { get; init; }
    public string? ProxyUser { get; init; }
    public SubmitterFacts Submitter { get; init; } = new();

    /// <summary>The parsed <c>spark.kubernetes.driver.podTemplateFile</c>; required where that key is set.</summary>
    public PodTemplateFile? DriverTemplate { get; init; }

    /// <summary>The same for <c>spark.kubernetes.executor.podTemplateFile</c>.</summary>
    public PodTemplateFile? ExecutorTemplate { get; init; }

    /// <summary>What a manifest adds to the finished driver pod, beyond what a configuration can say.</summary>
    public PodOverlay? DriverOverlay { get; init; }

    /// <summary>The same for executors: it becomes part of the template that the driver builds them from.</summary>
    public PodOverlay? ExecutorOverlay { get; init; }
}

/// <summary>The languages that Spark tells apart at submission.</summary>
public enum ApplicationLanguage
{
    Java,
    Python,
    R,
}

/// <summary>What to run.</summary>
/// <param name="Language">Java stands for every language of the JVM.</param>
/// <param name="Resource">The jar, script or <c>spark-internal</c>; null for <c>spark-internal</c>.</param>
/// <param name="MainClass">Python's and R's runners for those languages.</param>
/// <param name="Arguments">The application's own.</param>
public sealed record MainApplication(ApplicationLanguage Language, string? Resource, string MainClass, IReadOnlyList<string> Arguments);

/// <summary>What spark-submit reads from the machine it runs on. A service that submits for others leaves it empty.</summary>
public sealed record SubmitterFacts
{
    /// <summary><c>SPARK_USER</c> or the user's name.</summary>
    public string User { get; init; } = "spark";

    /// <summary><c>SPARK_LOCAL_DIRS</c>, <c>PYSPARK_PYTHON</c>, <c>PYSPARK_DRIVER_PYTHON</c> and what a <c>${env:NAME}</c> refers to.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Name to text of the files of <c>SPARK_CONF_DIR</c>.</summary>
    public IReadOnlyDictionary<string, string> ConfFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Name to text of the files of <c>HADOOP_CONF_DIR</c>; null where that is not set.</summary>
    public IReadOnlyDictionary<string, string>? HadoopConfFiles { get; init; }

    /// <summary>Local files that a configuration key names (certificates, keys, krb5.conf, keytab, PodGroup template), by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The JSON of <c>spark.kubernetes.scheduler.volcano.podGroupTemplateFile</c>.</summary>
    public string? PodGroupTemplate { get; init; }

    /// <summary>The folder below the upload path for a local file, by its URI; see <see cref="SubmissionIdentity.UploadFolder"/>.</summary>
    public Func<string, string> UploadFolder { get; init; } = uri => SubmissionIdentity.UploadFolder("", uri);
}

/// <summary>A pod template: what its file says, or why it could not be read.</summary>
public sealed record PodTemplateFile
{
    public Pod? Pod { get; init; }

    /// <summary>The file as it is: executors get it word for word.</summary>
    public string Text { get; init; } = "";
    public string? Error { get; init; }
}
