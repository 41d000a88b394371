using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.Controllers;
using Hearth.Testing;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>A real API server with its controllers and the local cluster's with its own, both without nodes; ended together.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-pair-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly KubeClient _client;
    private readonly Task _controllers;

    private ServerPair(RealApiServer real, ApiServer ours, bool withControllers)
    {
        (Real, Ours, OurKubeconfig) = (real, ours, ours.WriteKubeconfig(Path.Combine(_folder, "ours", "kubeconfig")));
        _client = new KubeClient(KubeConfigFile.Load(OurKubeconfig));
        _controllers = withControllers
            ? ClusterControllers.RunAsync(_client, new() { VolumeDirectory = Path.Combine(_folder, "volumes"), ApiServer = ours.Address, Tokens = ours.AccountTokens }, _stop.Token)
            : Task.CompletedTask;
    }

    public RealApiServer Real { get; }

    public ApiServer Ours { get; }

    public string OurKubeconfig { get; }

    /// <param name="withControllers">Whether ours has controllers; the real one always has.</param>
    public static async Task<ServerPair> StartAsync(bool withControllers = true)
    {
        var real = await RealApiServer.StartAsync();
        return new(real, await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None), withControllers);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _controllers.ContinueWith(_ => { }, TaskScheduler.Default);
        _client.Dispose();
        _stop.Dispose();
        await Ours.DisposeAsync();
        TemporaryFolder.Delete(_folder);
        await Real.DisposeAsync();
    }
}
