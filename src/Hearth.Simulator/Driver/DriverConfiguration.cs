using System.Globalization;

namespace Hearth.Simulator.Driver;

/// <summary>What a driver pod was told: its arguments, its properties file and its environment, read once.</summary>
internal sealed record DriverConfiguration
{
    public required IReadOnlyDictionary<string, string> Spark { get; init; }

    /// <summary>Null for Python and R.</summary>
    public string? MainClass { get; init; }

    /// <summary>The jar or script.</summary>
    public string Resource { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The pod's address, from <c>SPARK_DRIVER_BIND_ADDRESS</c>.</summary>
    public string BindAddress { get; init; } = "127.0.0.1";

    public string User { get; init; } = "spark";

    public string AppId => Get("spark.app.id", "spark-simulated");

    public string AppName => Get("spark.app.name", "spark");

    public string Namespace => Get("spark.kubernetes.namespace", "default");

    /// <summary>Null outside Kubernetes, for example in client mode on a desk.</summary>
    public string? PodName => Spark.GetValueOrDefault("spark.kubernetes.driver.pod.name");

    public string Version { get; init; } = "4.3.0";

    public int DriverPort => Number("spark.driver.port", 7078);

    public int UiPort => Number("spark.ui.port", 4040);

    public int ExecutorCores => Math.Max(1, Number("spark.executor.cores", 1));

    public int TaskCpus => Math.Max(1, Number("spark.task.cpus", 1));

    public int MaxTaskFailures => Math.Max(1, Number("spark.task.maxFailures", 4));

    public bool DynamicAllocation => Flag("spark.dynamicAllocation.enabled", false);

    /// <summary>Executors wanted at the start, least and most.</summary>
    public (int Initial, int Least, int Most) Executors
    {
        get
        {
            var instances = Number("spark.executor.instances", 2);
            if (!DynamicAllocation)
                return (instances, instances, instances);
            var least = Number("spark.dynamicAllocation.minExecutors", 0);
            var most = Number("spark.dynamicAllocation.maxExecutors", int.MaxValue);
            var initial = new[] { least, Number("spark.dynamicAllocation.initialExecutors", least), Number("spark.executor.instances", 0) }.Max();
            return (Math.Min(initial, most), least, most);
        }
    }

    /// <summary>Spark's rule: twice the executors, at least 3.</summary>
    public int MaxExecutorFailures => Number(
        "spark.executor.maxNumFailures",
        Math.Max(3, (int)Math.Min(int.MaxValue, 2L * (DynamicAllocation ? Executors.Most : Executors.Initial))));

    public string Get(string key, string @default) => Spark.TryGetValue(key, out var value) && value.Length > 0 ? value : @default;

    public int Number(string key, int @default) =>
        int.TryParse(Get(key, ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : @default;

    public bool Flag(string key, bool @default) => bool.TryParse(Get(key, ""), out var flag) ? flag : @default;

    /// <summary>Entries whose key begins with a prefix, the prefix cut off.</summary>
    public IEnumerable<KeyValuePair<string, string>> WithPrefix(string prefix) => Spark
        .Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal) && p.Key.Length > prefix.Length)
        .Select(p => KeyValuePair.Create(p.Key[prefix.Length..], p.Value));

    /// <summary>
    /// Reads what <c>spark-submit</c> in the driver container would: <c>--properties-file</c>, <c>--class</c>, <c>--conf</c>, the
    /// resource and its arguments; then <c>spark.properties</c> in <c>SPARK_CONF_DIR</c> if no file was named.
    /// </summary>
    public static DriverConfiguration Read(IReadOnlyList<string> args, Func<string, string?> environment, Func<string, string?> readFile)
    {
        string? mainClass = null;
        var file = environment("SPARK_CONF_DIR") is { Length: > 0 } folder ? Path.Combine(folder, "spark.properties") : null;
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = 0;
        for (; rest < args.Count && args[rest].StartsWith('-'); rest += 2)
        {
            var value = rest + 1 < args.Count ? args[rest + 1] : "";
            switch (args[rest])
            {
                case "--class":
                    mainClass = value;
                    break;
                case "--properties-file":
                    file = value;
                    break;
                case "--conf" when value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals:
                    overrides[value[..equals]] = value[(equals + 1)..];
                    break;
            }
        }

        var spark = file is not null && readFile(file) is { } text ? SparkProperties.Read(text) : new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
            spark[key] = value;
        return new DriverConfiguration
        {
            Spark = spark,
            MainClass = mainClass,
            Resource = rest < args.Count ? args[rest] : "",
            Arguments = [.. args.Skip(rest + 1)],
            BindAddress = environment("SPARK_DRIVER_BIND_ADDRESS") is { Length: > 0 } address ? address : "127.0.0.1",
            User = environment("SPARK_USER") is { Length: > 0 } user ? user : "spark",
        };
    }
}
