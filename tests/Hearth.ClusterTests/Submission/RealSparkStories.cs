using Hearth.Cli;
using Hearth.Cli.Clusters;
using Hearth.Cli.Images;
using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.LocalCluster;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Submission;

/// <summary>A real Spark, submitted to the local cluster. Runs where <c>SPARK_HOME</c> names a distribution, for it takes half a minute each.</summary>
public sealed class RealSparkStories : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-spark-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(0, "--class", "org.apache.spark.examples.SparkPi", "local:///opt/spark/examples/jars/spark-examples.jar", "2")]
    [InlineData(0, "local:///opt/spark/examples/src/main/python/pi.py", "2")]
    [InlineData(101, "--class", "no.such.Main", "local:///opt/spark/examples/jars/spark-examples.jar")]
    public async Task The_exit_code_is_the_driver_s(int expected, params string[] application)
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        Skip.If(string.IsNullOrEmpty(home), "needs SPARK_HOME");
        var context = Context(home);
        await using var session = await LocalSession.StartAsync(
            new LocalClusterOptions { Directory = Path.Combine(_folder, "cluster"), Images = ImageChoice.Make(context, HearthHome.Of(context), new ImageSettings(home, false, []), null).Catalog },
            withOperator: false, null, CancellationToken.None);
        await SparkAccounts.PrepareAsync(session.Client, "default", ["spark"], CancellationToken.None);
        var exitCode = await CommandLine.RunAsync(
            [
                "submit", "--conf", "spark.kubernetes.container.image=apache/spark:4.3.0", "--conf", "spark.kubernetes.authenticate.driver.serviceAccountName=spark",
                "--num-executors", "1", "--driver-memory", "512m", "--executor-memory", "512m", .. application,
            ],
            context with { Environment = name => name == "KUBECONFIG" ? session.KubeconfigPath : context.Environment(name) });
        exitCode.ShouldBe(expected, context.Terminal.Error.ToString());
    }

    private CliContext Context(string sparkHome) => new()
    {
        Terminal = new Terminal(new StringWriter(), new StringWriter(), isInteractive: false),
        OpenInput = () => new MemoryStream(),
        Environment = name => name switch
        {
            "HOME" or "HEARTH_HOME" => _folder,
            "SPARK_HOME" => sparkHome,
            "SPARK_CONF_DIR" => Path.Combine(_folder, "conf"),
            _ => Environment.GetEnvironmentVariable(name),
        },
        WorkingDirectory = _folder,
        Interruption = new Interruption(),
    };
}
