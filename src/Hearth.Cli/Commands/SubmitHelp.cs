using Hearth.Cli.Output;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>What <c>hearth submit</c> tells about itself and, with <c>--verbose</c>, about a submission.</summary>
internal static class SubmitHelp
{
    private const string Redacted = "*********(redacted)";

    private const string Text = """
        Submits a Spark application to Kubernetes in cluster mode: spark-submit without a JVM.

        Usage: hearth submit [options] <app jar | python file | R file> [app arguments]
               hearth submit --kill <namespace:driver pod> [--master k8s://...]
               hearth submit --status <namespace:driver pod> [--master k8s://...]

        Options of spark-submit:
          --master MASTER_URL         k8s://https://host:port; the kubeconfig's context where it is left out
          --deploy-mode cluster       the only mode; 'hearth render --client-pod' is for client mode
          --class CLASS_NAME          main class, for Java and Scala
          --name NAME                 name of the application
          --jars, --files, --archives, --py-files LIST
                                      comma-separated; local ones are uploaded to spark.kubernetes.file.upload.path
          --packages, --exclude-packages, --repositories LIST
                                      Maven coordinates, resolved by the driver
          --conf, -c PROP=VALUE       a Spark configuration property
          --properties-file FILE      properties, instead of conf/spark-defaults.conf; the last of several counts
          --extra-properties-file FILE  more properties, over those; may be given several times
          --load-spark-defaults       read conf/spark-defaults.conf as well
          --driver-memory, --executor-memory MEM
          --driver-cores, --executor-cores, --num-executors NUM
          --driver-java-options, --driver-library-path, --driver-class-path VALUE
          --proxy-user NAME           user to impersonate
          --principal, --keytab VALUE Kerberos
          --kill ID, --status ID      the id is namespace:pod; a * at the end matches more than one
          --verbose, -v               print the configuration
          --help, -h                  print this
          --version                   print the releases of Spark whose behaviour is known

        Beyond spark-submit:
          --spark-version VERSION     the Spark in the image; else SPARK_HOME, the image's tag, the newest known
          --dry-run                   print the objects, create nothing
          --output yaml|json          how --dry-run prints

        The exit code is the driver's: 0 for success. 2 is invalid input, 3 a cluster that cannot be reached or refuses.

        Examples:
          # Spark's Pi, to the kubeconfig's cluster
          hearth submit --class org.apache.spark.examples.SparkPi --conf spark.kubernetes.container.image=apache/spark:4.3.0 \
            local:///opt/spark/examples/jars/spark-examples.jar 100
          # what would be created
          hearth submit --dry-run --class Main --conf spark.kubernetes.container.image=my/image:1 local:///app.jar
        """;

    public static void Write(TextWriter output) => output.WriteLine(Text);

    /// <summary>As spark-submit's <c>--verbose</c>, secrets hidden.</summary>
    public static void WriteConfiguration(SubmissionPlan plan, Terminal terminal)
    {
        var container = plan.Driver.Spec!.Containers![^1];
        terminal.Say($"Driver arguments:\n{string.Join('\n', container.Args ?? [])}");
        terminal.Say("Spark config:");
        foreach (var (key, value) in plan.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
            terminal.Say($"({key},{(IsSecret(key) ? Redacted : value)})");
    }

    /// <summary>Spark's default of <c>spark.redaction.regex</c>.</summary>
    public static bool IsSecret(string key) =>
        s_secretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] s_secretWords = ["secret", "password", "token", "access.key", "access_key", "accesskey"];
}
