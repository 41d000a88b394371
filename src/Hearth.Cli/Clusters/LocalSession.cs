using Hearth.Kube.Client;
using Hearth.LocalCluster;
using Hearth.LocalCluster.ApiServer;
using Hearth.Operator;
using Hearth.Spark.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Cli.Clusters;

/// <summary>A local cluster with the custom resources of Spark and, on request, the operator; all in this process.</summary>
internal sealed class LocalSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly LocalCluster.LocalCluster _cluster;

    private LocalSession(LocalCluster.LocalCluster cluster) => _cluster = cluster;

    /// <summary>As the administrator.</summary>
    public KubeClient Client => _cluster.Admin;

    public Uri Address => _cluster.Address;

    public string KubeconfigPath => _cluster.KubeconfigPath;

    /// <summary>Ends, with an exception, when the operator has failed.</summary>
    public Task Failed { get; private set; } = Task.Delay(Timeout.Infinite, CancellationToken.None);

    /// <summary>From now on the cluster misbehaves as asked.</summary>
    public void BeginFaults(FaultOptions faults, TimeProvider time) => _cluster.BeginFaults(faults, time, NullLogger.Instance);

    /// <summary>Returns when pods can be made and the operator watches.</summary>
    public static async Task<LocalSession> StartAsync(LocalClusterOptions options, bool withOperator, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var session = new LocalSession(await LocalCluster.LocalCluster.StartAsync(options, cancellationToken));
        try
        {
            await new ManifestApplier(session.Client).InstallAsync(CustomResourceDefinitions.All(), cancellationToken);
            if (withOperator)
                await session.StartOperatorAsync(loggers ?? NullLoggerFactory.Instance, options.Time);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(Failed, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        await _cluster.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StartOperatorAsync(ILoggerFactory loggers, TimeProvider time)
    {
        var sparkOperator = new SparkOperator(Client, new OperatorOptions { DriverMaster = DriverMaster(_cluster.PodApiServer) }, loggers, time);
        Failed = sparkOperator.RunAsync(_stopping.Token);
        await await Task.WhenAny(sparkOperator.Ready, Failed);
    }

    /// <summary>Null where drivers find the server by the name that Spark looks for by itself.</summary>
    public static string? DriverMaster(Uri podApiServer) => podApiServer.Host == "kubernetes.default.svc" ? null : $"k8s://{podApiServer.GetLeftPart(UriPartial.Authority)}";
}
