using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.ApiServer;
using Hearth.Spark.Schema;

namespace Hearth.ClusterTests.Operator;

/// <summary>An API server of this process with the CRDs installed, and a stand-in for scheduler and nodes that plays pods.</summary>
internal sealed class OperatorCluster : IAsyncDisposable
{
    private readonly ApiServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _player;

    private OperatorCluster(ApiServer server, KubeConfiguration configuration, Func<Pod, DriverRole> roleOf)
    {
        (_server, Configuration) = (server, configuration);
        Client = new(configuration);
        Player = new(Client, roleOf);
        _player = Player.RunAsync(_stop.Token);
    }

    public KubeConfiguration Configuration { get; }

    public KubeClient Client { get; }

    public PodPlayer Player { get; }

    public static async Task<OperatorCluster> StartAsync(Func<Pod, DriverRole>? roleOf = null, FaultOptions? faults = null)
    {
        var server = await ApiServer.StartAsync(new() { Random = new Random(1), Faults = faults }, CancellationToken.None);
        var authority = X509Certificate2.CreateFromPem(server.CertificateAuthorityPem);
        var configuration = new KubeConfiguration
        {
            Server = server.Address,
            CertificateAuthorities = [authority],
            Credentials = CredentialSource.FromToken(server.AdminToken),
        };
        var cluster = new OperatorCluster(server, configuration, roleOf ?? (_ => DriverRole.Succeed));
        var definitions = ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);
        foreach (var definition in CustomResourceDefinitions.All())
            await Stories.InsistAsync(() => cluster.Client.CreateAsync(definitions, null, definition.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None));
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _player.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
