using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>
/// A command line in spark-submit's grammar (<c>SparkSubmitOptionParser</c>): options up to the first argument that is none, which is the
/// application; everything after it belongs to the application. <c>--option value</c> and <c>--option=value</c> are the same.
/// </summary>
public sealed record SubmitCommandLine
{
    private static readonly Dictionary<string, string> s_confFlags = new(StringComparer.Ordinal)
    {
        ["--master"] = SparkKeys.Master,
        ["--deploy-mode"] = SparkKeys.DeployMode,
        ["--name"] = SparkKeys.AppName,
        ["--driver-class-path"] = SparkKeys.DriverExtraClassPath,
        ["--driver-cores"] = SparkKeys.DriverCores,
        ["--driver-java-options"] = SparkKeys.DriverExtraJavaOptions,
        ["--driver-library-path"] = SparkKeys.DriverExtraLibraryPath,
        ["--driver-memory"] = SparkKeys.DriverMemory,
        ["--executor-cores"] = SparkKeys.ExecutorCores,
        ["--executor-memory"] = SparkKeys.ExecutorMemory,
        ["--num-executors"] = SparkKeys.ExecutorInstances,
        ["--jars"] = SparkKeys.Jars,
        ["--files"] = SparkKeys.Files,
        ["--archives"] = SparkKeys.Archives,
        ["--py-files"] = SparkKeys.PyFiles,
        ["--packages"] = SparkKeys.JarsPackages,
        ["--exclude-packages"] = SparkKeys.JarsExcludes,
        ["--repositories"] = SparkKeys.JarsRepositories,
        ["--principal"] = SparkKeys.Principal,
        ["--keytab"] = SparkKeys.Keytab,
    };

    // Accepted for the sake of scripts: Spark on Kubernetes has no use for them either.
    private static readonly HashSet<string> s_otherManagers = new(StringComparer.Ordinal) { "--queue" };

    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal) { ["-c"] = "--conf", ["-h"] = "--help", ["-v"] = "--verbose" };

    private static readonly HashSet<string> s_ownOptions = new(StringComparer.Ordinal)
    {
        "--class", "--conf", "--properties-file", "--extra-properties-file", "--proxy-user", "--kill", "--status", "--remote", "--total-executor-cores",
        "--spark-version", "--output",
    };

    /// <summary>A manifest on standard input, for commands that take one.</summary>
    private const string StandardInput = "-";

    private static readonly HashSet<string> s_switches = new(StringComparer.Ordinal)
    {
        "--help", "--usage-error", "--verbose", "--version", "--supervise", "--load-spark-defaults", "--dry-run", "--explain", "--client-pod",
    };

    /// <summary>Flags and <c>--conf</c>, as settings; a flag comes after, and so above, every <c>--conf</c>.</summary>
    public IReadOnlyList<SparkSetting> Settings { get; init; } = [];

    /// <summary>Whether a <c>--properties-file</c> stands in for <c>spark-defaults.conf</c>; extra ones do not.</summary>
    public bool HasPropertiesFile { get; init; }

    /// <summary>The last <c>--properties-file</c> and every <c>--extra-properties-file</c>, in ascending precedence.</summary>
    public IReadOnlyList<string> PropertiesFiles { get; init; } = [];
    public string? MainClass { get; init; }
    public string? ProxyUser { get; init; }
    public string? Kill { get; init; }
    public string? Status { get; init; }
    public string? Remote { get; init; }
    public string? SparkVersion { get; init; }

    /// <summary>Checked and not used: Spark on Kubernetes has no such limit.</summary>
    public string? TotalExecutorCores { get; init; }
    public string? Output { get; init; }
    public string? PrimaryResource { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The switches given, by their full names.</summary>
    public IReadOnlySet<string> Switches { get; init; } = new HashSet<string>();

    /// <summary>What is wrong with the command line itself.</summary>
    public IReadOnlyList<SubmissionProblem> Problems { get; init; } = [];

    /// <summary>Every option, for help and completion.</summary>
    public static IReadOnlyList<string> Options { get; } =
        [.. s_confFlags.Keys.Concat(s_ownOptions).Concat(s_otherManagers).Concat(s_switches).Order(StringComparer.Ordinal)];

    public bool Has(string name) => Switches.Contains(name);

    public static SubmitCommandLine Parse(IReadOnlyList<string> args)
    {
        var flags = new List<SparkSetting>();
        var confs = new List<SparkSetting>();
        var files = new List<string>();
        var switches = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<SubmissionProblem>();
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var i = 0;
        for (; i < args.Count && args[i].StartsWith('-') && args[i] != StandardInput; i++)
        {
            var (name, value) = SplitAtEquals(args[i]);
            if (value is null && s_switches.Contains(name))
            {
                switches.Add(name);
                continue;
            }

            if (!IsOption(name))
            {
                var meant = NearestName.Find(name, Options);
                problems.Add(Unrecognized(args[i], meant));
                i += value is null && meant is not null && IsOption(meant) ? 1 : 0;
                continue;
            }

            if (value is null && ++i >= args.Count)
            {
                problems.Add(new(name, $"Missing argument for option '{name}'.", $"write {name} VALUE"));
                break;
            }

            value ??= args[i];
            if (name == "--conf")
                AddConf(value, confs, problems);
            else if (name == "--extra-properties-file")
                files.Add(value);
            else if (s_confFlags.TryGetValue(name, out var key))
                flags.Add(new(key, value, name));
            else if (!s_otherManagers.Contains(name))
                own[name] = value;
        }

        return new()
        {
            Settings = [.. confs, .. flags],
            PropertiesFiles = own.TryGetValue("--properties-file", out var file) ? [file, .. files] : files,
            HasPropertiesFile = own.ContainsKey("--properties-file"),
            MainClass = own.GetValueOrDefault("--class"),
            ProxyUser = own.GetValueOrDefault("--proxy-user"),
            Kill = own.GetValueOrDefault("--kill"),
            Status = own.GetValueOrDefault("--status"),
            Remote = own.GetValueOrDefault("--remote"),
            SparkVersion = own.GetValueOrDefault("--spark-version"),
            TotalExecutorCores = own.GetValueOrDefault("--total-executor-cores"),
            Output = own.GetValueOrDefault("--output"),
            PrimaryResource = i < args.Count ? args[i] : null,
            Arguments = i < args.Count ? [.. args.Skip(i + 1)] : [],
            Switches = switches,
            Problems = problems,
        };
    }

    private static bool IsOption(string name) => s_confFlags.ContainsKey(name) || s_ownOptions.Contains(name) || s_otherManagers.Contains(name);

    private static (string Name, string? Value) SplitAtEquals(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        var name = equals < 3 || equals == argument.Length - 1 ? argument : argument[..equals];
        return (s_aliases.GetValueOrDefault(name, name), name.Length == argument.Length ? null : argument[(equals + 1)..]);
    }

    private static void AddConf(string pair, List<SparkSetting> confs, List<SubmissionProblem> problems)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            problems.Add(new("--conf", $"Spark config without '=': {pair}", $"write --conf {pair}=VALUE"));
        else
            confs.Add(new(pair[..equals], pair[(equals + 1)..], "--conf"));
    }

    private static SubmissionProblem Unrecognized(string argument, string? meant) =>
        new(argument, $"Unrecognized option '{argument.Split('=')[0]}'.", meant is null ? "'hearth submit --help' lists the options" : $"did you mean {meant}?");
}
