using System.Net;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.Controllers;
using Hearth.LocalCluster.Nodes;
using Hearth.LocalCluster.Scheduling;
using Node = Hearth.LocalCluster.Nodes.Node;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster;

/// <summary>A Kubernetes cluster in this process: API server, controllers, scheduler and nodes that run pods as processes.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly ApiServer.ApiServer _server;
    private readonly PodNetwork _network;
    private readonly CancellationTokenSource _stop = new();
    private readonly FileStream _lock;
    private Node? _node;
    private Task _sabotage = Task.CompletedTask;
    private Task _loops = Task.CompletedTask;

    private LocalCluster(ApiServer.ApiServer server, PodNetwork network, FileStream @lock, string kubeconfig, KubeClient admin)
    {
        (_server, _network, _lock, KubeconfigPath, Admin) = (server, network, @lock, kubeconfig, admin);
    }

    /// <summary>The administrator's kubeconfig, of mode 0600.</summary>
    public string KubeconfigPath { get; }

    /// <summary>A client that may do everything.</summary>
    public KubeClient Admin { get; }

    /// <summary>Where the API server listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>
    /// The server that pods must call: <c>https://kubernetes.default.svc</c>, or a plain address where this user may not serve port 443.
    /// </summary>
    public Uri PodApiServer => _node!.PodApiServer;

    /// <summary>Whether memory limits of containers are enforced.</summary>
    public bool HasMemoryLimits => _node!.HasMemoryLimits;

    /// <summary>Starts everything; pods may be created when this returns.</summary>
    /// <exception cref="IOException">Another cluster uses the directory, or a port is taken.</exception>
    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(options.Directory);
        // Others may enter the folder that a user names; what claims hold is nobody's business.
        if (options.DataDirectory is { } data)
            PrivateFolder.Close(Path.Combine(data, "volumes"));
        var @lock = Lock(options.Directory);
        PodNetwork? network = null;
        ApiServer.ApiServer? server = null;
        try
        {
            network = PodNetwork.Claim();
            server = await ApiServer.ApiServer.StartAsync(
                new()
                {
                    Endpoints = [new(IPAddress.Loopback, options.Port)],
                    DataDirectory = options.DataDirectory,
                    Faults = options.Faults,
                    ServiceNetwork = network.Services,
                    Time = options.Time,
                    Random = options.Random,
                },
                cancellationToken);
            var kubeconfig = server.WriteKubeconfig(Path.Combine(options.Directory, "kubeconfig"));
            var cluster = new LocalCluster(server, network, @lock, kubeconfig, new KubeClient(KubeConfigFile.Load(kubeconfig)));
            await cluster.StartPartsAsync(options, cancellationToken);
            return cluster;
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            network?.Dispose();
            await @lock.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on, until the end, answers are spoiled, and pods and nodes lost, as asked. Once.</summary>
    public void BeginFaults(FaultOptions faults, TimeProvider time, ILogger logger)
    {
        _server.Spoil(faults);
        _sabotage = new Sabotage(Admin, faults, time, logger).RunAsync(_stop.Token);
    }

    /// <summary>Ends the processes that a killed cluster of this directory left running; the caller knows that none runs there now.</summary>
    /// <returns>How many were ended.</returns>
    public static int EndLeftovers(string directory) => new Leftovers(Path.Combine(directory, "node", "processes")).EndAll();

    /// <summary>Ends the pods, then everything else. The kubeconfig is removed: nothing answers there any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _server.Spoil(null);
        if (_node is not null)
            await _node.DisposeAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_loops, _sabotage).ContinueWith(_ => { }, TaskScheduler.Default);
        Admin.Dispose();
        await _server.DisposeAsync();
        _network.Dispose();
        File.Delete(KubeconfigPath);
        await _lock.DisposeAsync();
        _stop.Dispose();
    }

    private async Task StartPartsAsync(LocalClusterOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var node = new NodeOptions
            {
                Directory = Path.Combine(options.Directory, "node"),
                Images = options.Images,
                Nodes = options.NodeDescriptions ?? [.. Enumerable.Range(1, options.Nodes).Select(n => new NodeDescription(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"hearth-{n}")))],
                Network = _network,
                Hidden = options.DataDirectory is { } data ? [options.Directory, data] : [options.Directory],
                Isolate = options.Isolate,
                KubeletToken = _server.KubeletToken,
                Hurry = options.Hurry,
                Time = options.Time,
                Logger = options.Logger,
            };
            _loops = Task.WhenAll(
                ClusterControllers.RunAsync(Admin, new() { VolumeDirectory = Path.Combine(options.DataDirectory ?? options.Directory, "volumes"), Volumes = options.Volumes, ApiServer = Address, Signer = _server.Signer, Tokens = _server.AccountTokens, Time = options.Time, Logger = options.Logger }, _stop.Token),
                Scheduler.RunAsync(Admin, new() { Time = options.Time, Logger = options.Logger }, _stop.Token));
            _node = await Node.StartAsync(Admin, node, cancellationToken);
            if (options.DataDirectory is not null)
                await RemoveFormerNodesAsync(node.Nodes, cancellationToken);
        }
        catch
        {
            await _stop.CancelAsync();
            throw;
        }
    }

    // An earlier life may have had more nodes. Nobody runs them now, nor their pods.
    private async Task RemoveFormerNodesAsync(IReadOnlyList<NodeDescription> nodes, CancellationToken cancellationToken)
    {
        var present = nodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var former in (await Admin.ListAsync(ResourceTypes.Nodes, null, null, cancellationToken)).Items.Where(n => !present.Contains(n.Metadata.Name!)))
        {
            foreach (var pod in (await Admin.ListAsync(ResourceTypes.Pods, null, new() { FieldSelector = "spec.nodeName=" + former.Metadata.Name }, cancellationToken)).Items)
                await Admin.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken);
            await Admin.DeleteAsync(ResourceTypes.Nodes, null, former.Metadata.Name!, null, cancellationToken);
        }
    }

    private static FileStream Lock(string directory)
    {
        var file = Path.Combine(directory, "lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"A local cluster uses {directory} already. Stop it, or name another directory. ({error.Message})", error);
        }
    }
}
