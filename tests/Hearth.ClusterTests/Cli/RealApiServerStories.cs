using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary><c>hearth operator</c> and <c>hearth node</c> with real Spark on a real API server.</summary>
[Collection("whole machine")]
public sealed class RealApiServerStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Pi_completes_in_scala_and_python()
    {
        Skip.IfNot(Environment.UserName == "root", "needs root: pods get addresses outside of 127.0.0.0/8");
        var spark = await RealSpark.HomeAsync();
        await using var server = await RealApiServer.StartAsync();
        var configuration = KubeConfigFile.Load(server.Kubeconfig);
        await using var client = new KubeClient(configuration);
        await using var node = HearthProcess.Start(_home.Home, "node", "--kubeconfig", server.Kubeconfig, "--spark-home", spark, "--pod-cidr", "10.244.0.0/16");
        await node.WaitForAsync("The node is ready");
        await using var sparkOperator = HearthProcess.Start(_home.Home, "operator", "--kubeconfig", server.Kubeconfig, "--install-crds", "--driver-master", configuration.Server.GetLeftPart(UriPartial.Authority));
        await sparkOperator.WaitForAsync("The operator watches");
        await SparkAccount.CreateAsync(client);

        // Both at once: starting Spark is most of the time.
        string[] samples = ["spark-pi", "python-pi"];
        foreach (var sample in samples)
            await Kubectl.RunAsync(server.Kubeconfig, "apply", "-f", $"samples/{sample}.yaml");
        foreach (var sample in samples)
        {
            (await client.EndAsync(sample)).ShouldBe("COMPLETED", node.Text + sparkOperator.Text);
            (await client.LogAsync($"{sample}-driver", SparkLabels.DriverContainer)).ShouldContain("Pi is roughly 3.1");
        }
    }
}
