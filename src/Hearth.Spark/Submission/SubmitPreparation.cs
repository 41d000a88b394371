using System.Globalization;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>
/// Resolves what a user asked for into the configuration that the Kubernetes submitter works on (<c>SparkSubmit.prepareSubmitEnvironment</c>),
/// and tells everything that is wrong with it; the value is there in any case, so that the plan can tell what it finds too.
/// </summary>
public static class SubmitPreparation
{
    /// <summary>The origin of what follows from other settings.</summary>
    public const string Derived = "derived";


    private const string Internal = "spark-internal";
    private static readonly string[] s_pathLists = [SparkKeys.Jars, SparkKeys.Files, SparkKeys.Archives];

    /// <summary>Everything but the facts about the submitter's machine and templates, which the caller adds with <c>with</c>.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="version">Whose behaviour to reproduce.</param>
    /// <param name="identity">Ids and time of this submission.</param>
    /// <param name="workingDirectory">What relative paths are relative to.</param>
    public static SubmissionResult<SubmissionRequest> Prepare(SubmitOptions options, SparkVersion version, SubmissionIdentity identity, string workingDirectory = "/")
    {
        var problems = new List<SubmissionProblem>();
        var (settings, warnings) = KeepSparkSettings(options.Settings);
        var conf = SparkConf.From(settings);
        var resource = options.PrimaryResource is { } given && given != Internal ? FileUris.Resolve(given, workingDirectory) : options.PrimaryResource;
        SubmitValidation.Check(options, conf, resource, HasBinaryUnits(version), problems);
        var main = Main(options, resource, problems);
        conf = SetMaster(conf, problems);
        conf = SetName(conf, options.MainClass, resource);
        conf = SetPaths(conf.With(SparkKeys.DeployMode, "cluster", Derived).Without(SparkKeys.DriverHost), main, workingDirectory);
        if (!conf.Contains(SparkKeys.SubmitTime))
            conf = conf.With(SparkKeys.SubmitTime, identity.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Derived);
        return new()
        {
            Value = new SubmissionRequest { Version = version, Conf = conf, Main = main, Identity = identity, ProxyUser = options.ProxyUser },
            Problems = problems,
            Warnings = warnings,
        };
    }

    private static bool HasBinaryUnits(SparkVersion version) => SparkReleases.TryGet(version, out var traits, out _) && traits.BinaryUnits;

    private static (List<SparkSetting> Kept, List<SubmissionProblem> Warnings) KeepSparkSettings(IReadOnlyList<SparkSetting> settings)
    {
        var kept = new List<SparkSetting>(settings.Count);
        var warnings = new List<SubmissionProblem>();
        foreach (var setting in settings)
        {
            if (setting.Key.StartsWith("spark.", StringComparison.Ordinal))
                kept.Add(setting);
            else
                warnings.Add(new(setting.Key, $"Ignoring non-Spark config property: {setting.Key} ({setting.Origin})", $"write spark.{setting.Key} or spark.hadoop.{setting.Key}"));
        }

        return (kept, warnings);
    }

    private static MainApplication Main(SubmitOptions options, string? resource, List<SubmissionProblem> problems)
    {
        if (resource is not null && resource.EndsWith(".py", StringComparison.Ordinal))
            return new(ApplicationLanguage.Python, resource, "org.apache.spark.deploy.PythonRunner", options.Arguments);
        if (resource is not null && IsR(resource))
            return new(ApplicationLanguage.R, resource, "org.apache.spark.deploy.RRunner", options.Arguments);
        var mainClass = options.MainClass ?? options.JarMainClass;
        if (mainClass is null && resource is not null)
        {
            var scheme = resource.Split(':')[0];
            problems.Add(new("--class", options.MissingJar is { } missing
                ? $"Failed to get main class in JAR with error 'File {missing} does not exist'.  Please specify one with --class."
                : scheme == "file"
                ? "No main class set in JAR; please specify one with --class."
                : $"Failed to get main class in JAR with error 'No FileSystem for scheme \"{scheme}\"'.  Please specify one with --class.", "name the class that holds main"));
        }

        return new(ApplicationLanguage.Java, resource == Internal ? null : resource, mainClass ?? "", options.Arguments);
    }

    internal static bool IsR(string resource) => resource.EndsWith(".R", StringComparison.Ordinal) || resource.EndsWith(".r", StringComparison.Ordinal);

    private static SparkConf SetMaster(SparkConf conf, List<SubmissionProblem> problems)
    {
        if (conf.Find(SparkKeys.Master) is not { } master)
            return conf;
        if (MasterUrl.TryNormalize(master.Value, out var url, out var error))
            return url == master.Value ? conf : conf.With(SparkKeys.Master, url, master.Origin);
        problems.Add(new(SparkKeys.Master, error, "use k8s://https://host:port"));
        return conf;
    }

    private static SparkConf SetName(SparkConf conf, string? mainClass, string? resource)
    {
        if (conf.Contains(SparkKeys.AppName) || (mainClass ?? resource) is not { } source)
            return conf;
        return conf.With(SparkKeys.AppName, mainClass ?? source[(source.LastIndexOf('/') + 1)..], Derived);
    }

    private static SparkConf SetPaths(SparkConf conf, MainApplication main, string workingDirectory)
    {
        if (main.Language == ApplicationLanguage.Java)
        {
            var jars = JavaText.List(conf[SparkKeys.Jars]);
            conf = conf.With(SparkKeys.Jars, string.Join(',', main.Resource is null ? jars : [.. jars, main.Resource]), Derived);
        }

        foreach (var key in s_pathLists)
        {
            if (conf.Find(key) is { } setting && FileUris.ResolveAll(setting.Value, workingDirectory) is var resolved && resolved != setting.Value)
                conf = conf.With(key, resolved, setting.Origin);
        }

        var pyFiles = string.Join(',', JavaText.List(conf[SparkKeys.PyFiles]));
        return conf.With(SparkKeys.PyFiles, FileUris.ResolveAll(pyFiles, workingDirectory), conf.Find(SparkKeys.PyFiles)?.Origin ?? Derived);
    }
}
