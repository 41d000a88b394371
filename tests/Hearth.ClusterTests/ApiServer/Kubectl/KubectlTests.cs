using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Kubectl;

/// <summary>The same kubectl commands before a real cluster and the local one print the same words and end with the same codes.</summary>
public sealed class KubectlTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-kubectl-").FullName;

    [SkippableTheory]
    [InlineData("commands.kubectl")]
    [InlineData("rarer.kubectl")]
    public async Task Kubectl_prints_the_same_for_both_servers(string story)
    {
        Cli.Kubectl.ShouldBeInstalled();
        await using var servers = await ServerPair.StartAsync();
        var comparison = new KubectlComparison(
            new KubectlRunner(Path.Combine(_folder, "real"), servers.Real.Kubeconfig), new KubectlRunner(Path.Combine(_folder, "ours"), servers.OurKubeconfig));
        await comparison.RunAsync(Path.Combine(AppContext.BaseDirectory, "ApiServer", "Kubectl", story));
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    public void Dispose() => TemporaryFolder.Delete(_folder);
}
