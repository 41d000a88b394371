using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.Controllers;
using Hearth.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Kubectl;

/// <summary>The same kubectl commands before a real cluster and the local one print the same words and end with the same codes.</summary>
public sealed class KubectlTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-kubectl-").FullName;

    [SkippableFact]
    public async Task Kubectl_prints_the_same_for_both_servers()
    {
        Cli.Kubectl.ShouldBeInstalled();
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        var kubeconfig = server.WriteKubeconfig(Path.Combine(_folder, "ours", "kubeconfig"));
        using var client = new KubeClient(KubeConfigFile.Load(kubeconfig));
        using var stop = new CancellationTokenSource();
        var controllers = ClusterControllers.RunAsync(client, new() { VolumeDirectory = Path.Combine(_folder, "volumes"), ApiServer = server.Address }, stop.Token);
        var comparison = new KubectlComparison(
            new KubectlRunner(Path.Combine(_folder, "real"), real.Kubeconfig), new KubectlRunner(Path.Combine(_folder, "ours"), kubeconfig));
        await comparison.RunAsync(Path.Combine(AppContext.BaseDirectory, "ApiServer", "Kubectl", "commands.kubectl"));
        await stop.CancelAsync();
        await controllers.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    public void Dispose() => TemporaryFolder.Delete(_folder);
}
