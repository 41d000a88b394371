using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.Controllers;
using Hearth.Spark.Schema;
using Hearth.Testing;

namespace Hearth.ClusterTests.Operator;

/// <summary>An API server of this process with the CRDs installed, and a stand-in for scheduler and nodes that plays pods.</summary>
internal sealed class OperatorCluster : IAsyncDisposable
{
    private readonly ApiServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _volumes = new();
    private readonly Task _player;
    private readonly Task _controllers;

    private OperatorCluster(ApiServer server, KubeConfiguration configuration, Func<Pod, DriverRole> roleOf, bool controllers)
    {
        (_server, Configuration) = (server, configuration);
        Client = new(configuration);
        Player = new(Client, roleOf);
        _player = Player.RunAsync(_stop.Token);
        _controllers = controllers ? ClusterControllers.RunAsync(Client, new() { VolumeDirectory = _volumes.Path, ApiServer = configuration.Server }, _stop.Token) : Task.CompletedTask;
    }

    public KubeConfiguration Configuration { get; }

    public KubeClient Client { get; }

    public PodPlayer Player { get; }

    /// <param name="roleOf">How the driver of a pod behaves; null: it succeeds.</param>
    /// <param name="faults">Null: none.</param>
    /// <param name="controllers">Whether Kubernetes' own controllers run, the garbage collector among them.</param>
    public static async Task<OperatorCluster> StartAsync(Func<Pod, DriverRole>? roleOf = null, FaultOptions? faults = null, bool controllers = false)
    {
        var server = await ApiServer.StartAsync(new() { Random = new Random(1), Faults = faults }, CancellationToken.None);
        var authority = X509Certificate2.CreateFromPem(server.CertificateAuthorityPem);
        var configuration = new KubeConfiguration
        {
            Server = server.Address,
            CertificateAuthorities = [authority],
            Credentials = CredentialSource.FromToken(server.AdminToken),
        };
        var cluster = new OperatorCluster(server, configuration, roleOf ?? (_ => DriverRole.Succeed), controllers);
        var definitions = ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);
        foreach (var definition in CustomResourceDefinitions.All())
            await Stories.InsistAsync(() => cluster.Client.CreateAsync(definitions, null, definition.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None));
        return cluster;
    }

    /// <summary>The administrator's.</summary>
    public string WriteKubeconfig(string path) => _server.WriteKubeconfig(path);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_player, _controllers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        _volumes.Dispose();
    }
}
