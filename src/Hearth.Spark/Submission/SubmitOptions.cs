using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>
/// What a user asked for, before anything is derived: the common form of a command line of spark-submit and of a manifest.
/// </summary>
public sealed record SubmitOptions
{
    /// <summary>
    /// Every setting in ascending precedence: environment, spark-defaults.conf, properties files, <c>--conf</c>, flags. A flag such as
    /// <c>--driver-memory</c> is the setting of its key.
    /// </summary>
    public required IReadOnlyList<SparkSetting> Settings { get; init; }
    public string? MainClass { get; init; }

    /// <summary>The one that the jar's manifest names; it runs where none is given, and never names the application.</summary>
    public string? JarMainClass { get; init; }

    /// <summary>The local jar, as a URI, that was to be asked for its main class and is not there.</summary>
    public string? MissingJar { get; init; }

    /// <summary>The jar, the .py or .R file, or <c>spark-internal</c>.</summary>
    public string? PrimaryResource { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public string? ProxyUser { get; init; }

    /// <summary><c>--total-executor-cores</c>: checked as Spark does, and not used.</summary>
    public string? TotalExecutorCores { get; init; }

    /// <summary>Where an error about the primary resource points.</summary>
    public string ResourceOrigin { get; init; } = "application resource";
}
