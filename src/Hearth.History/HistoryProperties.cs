using System.Globalization;
using Hearth.Spark.Configuration;

namespace Hearth.History;

/// <summary>
/// The settings of Spark's History Server (<c>spark.history.*</c>), as a properties file or <c>SPARK_HISTORY_OPTS</c> gives them: what
/// they mean here. What has no meaning here is not an error; what would be missed is warned of.
/// </summary>
public static class HistoryProperties
{
    private const string Prefix = "spark.history.";

    private static readonly Dictionary<string, Func<HistoryOptions, string, HistoryOptions?>> s_applied = new(StringComparer.Ordinal)
    {
        [Prefix + "fs.logDirectory"] = (options, value) => options with { LogDirectories = List(value) },
        [Prefix + "fs.update.interval"] = (options, value) => SparkDuration.TryParseSeconds(value, out var time) ? options with { UpdateInterval = time } : null,
        [Prefix + "ui.port"] = (options, value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? options with { Port = port } : null,
        [Prefix + "ui.title"] = (options, value) => options with { Title = value },
        [Prefix + "ui.acls.enable"] = (options, value) => bool.TryParse(value, out var enabled) ? options with { AclsEnabled = enabled } : null,
        [Prefix + "ui.admin.acls"] = (options, value) => options with { AdminUsers = List(value) },
        [Prefix + "ui.admin.acls.groups"] = (options, value) => options with { AdminGroups = List(value) },
        [Prefix + "store.path"] = (options, value) => options with { SnapshotFolder = value },
        [Prefix + "store.maxDiskUsage"] = (options, value) => ByteSize.TryParseBytes(value, binaryUnits: true, out var bytes, out _) ? options with { SnapshotBytes = bytes } : null,
        ["spark.ui.proxyBase"] = (options, value) => options with { ProxyBase = value },
    };

    /// <summary>How Spark's server does what is done differently here; nobody misses it.</summary>
    private static readonly HashSet<string> s_needless = new(StringComparer.Ordinal)
    {
        "retainedApplications", "ui.maxApplications", "fs.logDirectory.names", "fs.safemodeCheck.interval", "fs.update.batchSize", "fs.update.scanDisabledPathPatterns",
        "fs.inProgressOptimization.enabled", "fs.endEventReparseChunkSize", "fs.numReplayThreads", "fs.numCompactThreads", "fs.eventLog.rolling.onDemandLoadEnabled",
        "fs.eventLog.rolling.compaction.score.threshold", "fs.cleaner.interval", "fs.cleaner.maxAge", "fs.cleaner.maxNum", "fs.driverlog.cleaner.interval",
        "fs.driverlog.cleaner.maxAge", "kerberos.principal", "kerberos.keytab", "custom.executor.log.url.applyIncompleteApplication", "store.serializer",
        "store.hybridStore.enabled", "store.hybridStore.maxMemoryUsage", "store.hybridStore.diskBackend",
    };

    /// <summary>What Spark's server would do and this one does not: the value that asks for it (null: any), and what to know.</summary>
    private static readonly Dictionary<string, (string? Value, string Advice)> s_missed = new(StringComparer.Ordinal)
    {
        ["fs.cleaner.enabled"] = ("true", "log directories are only read: let the store expire old logs"),
        ["fs.driverlog.cleaner.enabled"] = ("true", "log directories are only read: let the store expire old logs"),
        ["fs.eventLog.rolling.maxFilesToRetain"] = (null, "logs are not compacted: nothing of them is dropped"),
        ["kerberos.enabled"] = ("true", "there is no Kerberos login: use --kubernetes-auth or --token-file, and S3 or a local folder"),
        ["custom.executor.log.url"] = (null, "links to executors' logs are those of the event log"),
        ["provider"] = (null, "logs are read from directories, as by FsHistoryProvider"),
    };

    /// <summary>The options with the settings applied.</summary>
    /// <param name="properties">Key and value; other keys than those of the server and <c>spark.ui.proxyBase</c> are left alone.</param>
    /// <param name="warn">Receives what an operator should know, one line each.</param>
    /// <param name="problems">Receives settings that cannot be understood.</param>
    public static HistoryOptions Apply(HistoryOptions options, IEnumerable<KeyValuePair<string, string>> properties, Action<string> warn, Action<string> problems)
    {
        foreach (var (key, text) in properties)
        {
            var value = text.Trim();
            if (s_applied.TryGetValue(key, out var apply))
            {
                if (apply(options, value) is { } applied)
                    options = applied;
                else
                    problems($"{key}: '{value}' cannot be understood");
            }
            else if (key.StartsWith(Prefix, StringComparison.Ordinal) && Warning(key[Prefix.Length..], value) is { } advice)
            {
                warn($"{key}: {advice}");
            }
        }

        return options;
    }

    /// <summary>The settings in <c>SPARK_HISTORY_OPTS</c>: its <c>-Dkey=value</c>; what is for the JVM is left out.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfJavaOptions(string options) => options
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(option => option.Trim('"', '\'').Split('=', 2))
        .Where(parts => parts.Length == 2 && parts[0].StartsWith("-Dspark.", StringComparison.Ordinal))
        .Select(parts => KeyValuePair.Create(parts[0][2..], parts[1].Trim('"', '\'')));

    private static string? Warning(string name, string value)
    {
        if (s_needless.Contains(name))
            return null;
        if (!s_missed.TryGetValue(name, out var missed))
            return "not a setting of Spark's History Server";
        var asked = missed.Value is null ? !value.EndsWith(".FsHistoryProvider", StringComparison.Ordinal) : value.Equals(missed.Value, StringComparison.OrdinalIgnoreCase);
        return asked ? missed.Advice : null;
    }

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
