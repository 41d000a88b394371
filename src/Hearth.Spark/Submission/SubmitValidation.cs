using System.Globalization;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>What spark-submit checks before it looks at the cluster (<c>SparkSubmitArguments.validateSubmitArguments</c>).</summary>
internal static class SubmitValidation
{
    private static readonly Dictionary<string, string> s_refusedClasses = new(StringComparer.Ordinal)
    {
        ["org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"] = "Cluster deploy mode is not applicable to Spark SQL shell.",
        ["org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"] = "Cluster deploy mode is not applicable to Spark Thrift server.",
        ["org.apache.spark.sql.connect.service.SparkConnectServer"] = "Launching Spark Connect server in cluster deploy mode is supported only for YARN.",
    };

    private static readonly HashSet<string> s_shells = new(StringComparer.Ordinal) { "spark-shell", "pyspark-shell", "sparkr-shell" };

    public static void Check(SubmitOptions options, SparkConf conf, string? resource, bool binaryUnits, List<SubmissionProblem> problems)
    {
        if (resource is null)
            problems.Add(new(options.ResourceOrigin, "Must specify a primary resource (JAR or Python or R file)", "give the application's file"));
        if (options.PrimaryResource is { } shell && s_shells.Contains(shell))
            problems.Add(new(options.ResourceOrigin, "Cluster deploy mode is not applicable to Spark shells.", "shells need a terminal: run the image's own spark-shell in a pod"));
        if ((options.MainClass ?? options.JarMainClass) is { } main && s_refusedClasses.TryGetValue(main, out var refusal))
            problems.Add(new("--class", refusal, "run it as a Deployment of its own"));
        CheckNumbers(options.TotalExecutorCores is { } total ? conf.With("spark.cores.max", total, "--total-executor-cores") : conf, binaryUnits, problems);
        if (resource is not null && SubmitPreparation.IsR(resource))
            CheckJarsOfR(conf, problems);
        if (options.ProxyUser is not null && conf.Contains(SparkKeys.Principal))
            problems.Add(new("--proxy-user", "Only one of --proxy-user or --principal can be provided.", "remove one of the two"));
    }

    // Spark looks for R packages in them, here and once more in the driver, and opens files only.
    private static void CheckJarsOfR(SparkConf conf, List<SubmissionProblem> problems)
    {
        if (JavaText.List(conf[SparkKeys.Jars]).FirstOrDefault(jar => FileUris.HasScheme(jar) && FileUris.LocalPath(jar) is null) is { } jar)
            problems.Add(new(SparkKeys.Jars, $"URI scheme is not \"file\": an R application takes no jar such as {jar}", "put the jars into the image's folder jars, or on spark.driver.extraClassPath and spark.executor.extraClassPath") { Origin = conf.Find(SparkKeys.Jars)?.Origin });
    }

    private static void CheckNumbers(SparkConf conf, bool binaryUnits, List<SubmissionProblem> problems)
    {
        CheckMemory(SparkKeys.DriverMemory, "Driver memory must be a positive number");
        CheckMemory(SparkKeys.ExecutorMemory, "Executor memory must be a positive number");
        CheckCount(SparkKeys.DriverCores, "Driver cores must be a positive number");
        CheckCount(SparkKeys.ExecutorCores, "Executor cores must be a positive number");
        CheckCount("spark.cores.max", "Total executor cores must be a positive number");
        if (!string.Equals(conf[SparkKeys.DynamicAllocation], "true", StringComparison.OrdinalIgnoreCase))
            CheckCount(SparkKeys.ExecutorInstances, "Number of executors must be a positive number");

        void CheckMemory(string key, string message)
        {
            if (conf[key] is { } text && (!ByteSize.TryParseBytes(text, binaryUnits, out var bytes, out var error) || bytes <= 0))
                problems.Add(new(key, $"{message}: '{text}'{Because(text, binaryUnits)}", "write a whole number and a unit, for example 1536m") { Origin = conf.Find(key)?.Origin });
        }

        void CheckCount(string key, string message)
        {
            if (conf[key] is { } text && !(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count > 0))
                problems.Add(new(key, $"{message}: '{text}'", "write a whole number from 1 on") { Origin = conf.Find(key)?.Origin });
        }
    }

    private static string Because(string text, bool binaryUnits) => ByteSize.TryParseBytes(text, binaryUnits, out _, out var error) ? "" : $". {error}";
}
