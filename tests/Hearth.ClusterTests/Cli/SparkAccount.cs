using Hearth.Cli.Clusters;
using Hearth.Kube.Client;

namespace Hearth.ClusterTests.Cli;

/// <summary>The account that drivers of the samples use.</summary>
internal static class SparkAccount
{
    public static Task CreateAsync(KubeClient client) => SparkAccounts.PrepareAsync(client, "default", [SparkAccounts.Default], CancellationToken.None);
}
