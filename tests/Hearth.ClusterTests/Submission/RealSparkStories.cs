using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.ClusterTests.Cli;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Submission;

/// <summary><c>hearth submit</c> with a real Spark, to the local cluster and to a real API server: the exit code is the driver's.</summary>
[Collection("whole machine")]
public sealed class RealSparkStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task The_local_cluster_runs_what_is_submitted()
    {
        var spark = await RealSpark.HomeAsync();
        var config = _home.File("kubeconfig");
        await using var cluster = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--spark-home", spark, "--kubeconfig", config);
        await cluster.WaitForAsync("Ctrl-C ends it");
        await SubmitAsync(config, cluster);
    }

    [SkippableFact]
    public async Task A_real_API_server_runs_what_is_submitted()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: pods get addresses outside of 127.0.0.0/8");
        var spark = await RealSpark.HomeAsync();
        await using var server = await RealApiServer.StartAsync();
        await using var node = HearthProcess.Start(_home.Home, "node", "--kubeconfig", server.Kubeconfig, "--spark-home", spark, "--pod-cidr", "10.244.0.0/16");
        await node.WaitForAsync("The node is ready");
        await SubmitAsync(server.Kubeconfig, node);
    }

    // All at once: starting Spark is most of the time.
    private async Task SubmitAsync(string config, HearthProcess cluster)
    {
        using var client = new KubeClient(KubeConfigFile.Load(config));
        await SparkAccount.CreateAsync(client);
        await using var scala = Submit(config, "pi", "--class", "org.apache.spark.examples.SparkPi", "local:///opt/spark/examples/jars/spark-examples.jar", "2");
        await using var python = Submit(config, "python-pi", "local:///opt/spark/examples/src/main/python/pi.py", "2");
        await using var failing = Submit(config, "failing", "--class", "hearth.examples.Workload", "local:///opt/spark/examples/jars/spark-examples.jar", "exit", "3");
        (await scala.ExitAsync()).ShouldBe(0, scala.Text + cluster.Text);
        (await client.LogAsync("pi")).ShouldContain("Pi is roughly 3.1");
        (await python.ExitAsync()).ShouldBe(0, python.Text + cluster.Text);
        (await client.LogAsync("python-pi")).ShouldContain("Pi is roughly 3.1");
        (await failing.ExitAsync()).ShouldBe(3, failing.Text + cluster.Text);
        failing.Text.ShouldContain("the driver ended with exit code 3");
    }

    private HearthProcess Submit(string config, string name, params string[] application) => HearthProcess.Start(
        _home.Home,
        new Dictionary<string, string> { ["KUBECONFIG"] = config },
        [
            "submit", "--name", name, "--conf", $"spark.kubernetes.driver.pod.name={name}", "--conf", "spark.kubernetes.container.image=apache/spark:4.3.0",
            "--conf", "spark.kubernetes.authenticate.driver.serviceAccountName=spark-operator-spark",
            // Spark waits 10 s for each answer: too little where three JVMs start on two cores.
            "--conf", "spark.kubernetes.submission.requestTimeout=120000",
            "--num-executors", "1", "--driver-memory", "512m", "--executor-memory", "512m", .. application,
        ]);
}
