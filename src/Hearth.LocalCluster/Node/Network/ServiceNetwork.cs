using System.Net;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Makes services work for pods: names in their hosts files, variables, and a proxy on the addresses of services. Follows services and
/// pods, and brings everything up to date shortly after a change.
/// </summary>
internal sealed class ServiceNetwork : IAsyncDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(5);
    private readonly KubeClient _client;
    private readonly NodeOptions _options;
    private readonly Store<Service, Service> _services;
    private readonly Store<Pod, Pod> _pods;
    private readonly StoreIndex<Pod> _podsByNamespace;
    private readonly HostsFiles _hosts;
    private readonly ServiceProxy _proxy;
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly IReadOnlyList<string> _hostLines = OwnLines();
    private volatile IReadOnlyDictionary<IPEndPoint, IReadOnlyList<IPEndPoint>> _routes = new Dictionary<IPEndPoint, IReadOnlyList<IPEndPoint>>();

    public ServiceNetwork(KubeClient client, NodeOptions options, Store<Pod, Pod> pods, HostsFiles hosts, Random random)
    {
        (_client, _options, _pods, _hosts) = (client, options, pods, hosts);
        _services = new(client, ResourceTypes.Services, service => service, logger: options.Logger, random: random);
        _podsByNamespace = pods.AddIndex(pod => pod.Metadata.Namespace);
        _proxy = new(endpoint => _routes.GetValueOrDefault(endpoint) ?? [], (endpoint, reason) => NodeLog.CannotServe(options.Logger, endpoint, reason), mayMakeLocal: options.Network is { IsLoopback: false });
        _services.Changed += _ => Touch();
        pods.Changed += change =>
        {
            if (Matters(change))
                Touch();
        };
        PodApiServer = client.Configuration.Server;
    }

    public Uri PodApiServer { get; private set; }

    /// <summary>Ends when the services that existed at the start are served.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _served.Task.WaitAsync(cancellationToken);

    /// <summary>The variables of a pod for the services of its namespace, and for the API server.</summary>
    public IReadOnlyDictionary<string, string> Variables(Pod pod)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, service) in _services.Snapshot())
        {
            var isApiServer = key is { Namespace: "default", Name: "kubernetes" };
            if (isApiServer || (key.Namespace == pod.Metadata.Namespace && pod.Spec?.EnableServiceLinks != false))
                ServiceLinks.Add(variables, service);
        }

        if (!ServesApiServer())
        {
            variables["KUBERNETES_SERVICE_HOST"] = _client.Configuration.Server.Host;
            variables["KUBERNETES_SERVICE_PORT"] = _client.Configuration.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            variables["KUBERNETES_SERVICE_PORT_HTTPS"] = variables["KUBERNETES_SERVICE_PORT"];
        }

        return variables;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watching = _services.RunAsync(cancellationToken);
        await _services.WaitForSyncAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await UpdateAsync();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                NodeLog.Failed(_options.Logger, error, "writing the names of services");
            }

            _served.TrySetResult();
            await _changed.WaitAsync(cancellationToken);
            // Changes come in bursts.
            await Task.Delay(s_settle, _options.Time, cancellationToken);
        }

        await watching;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _changed.Dispose();
    }

    private async Task UpdateAsync()
    {
        var services = _services.Snapshot().Select(s => s.Value).ToList();
        if (_options.ServeServices)
            await ListenAsync(services);
        PodApiServer = ServesApiServer() ? new Uri("https://kubernetes.default.svc") : _client.Configuration.Server;
        _hosts.Update(new(Names(services), PodNames(), _hostLines));
    }

    private async Task ListenAsync(List<Service> services)
    {
        var routes = new Dictionary<IPEndPoint, IReadOnlyList<IPEndPoint>>();
        foreach (var service in services.Where(s => s.Spec?.ClusterIP is { Length: > 0 } ip && ip != "None"))
        {
            var address = IPAddress.Parse(service.Spec!.ClusterIP!);
            foreach (var port in (service.Spec.Ports ?? []).Where(p => p.Protocol is null or "TCP"))
                routes[new(address, port.Port)] = Targets(service, port);
        }

        _routes = routes;
        await _proxy.UpdateAsync(routes.Keys.ToHashSet());
    }

    private List<IPEndPoint> Targets(Service service, ServicePort port)
    {
        if (service.Metadata is { Namespace: "default", Name: "kubernetes" } && IPAddress.TryParse(_client.Configuration.Server.Host, out var server))
            return [new(server, _client.Configuration.Server.Port)];
        return [.. ServiceTable.Backends(service, PodsOf(service)).Select(pod => ServiceTable.Target(port, pod)).OfType<IPEndPoint>()];
    }

    private List<(string Address, string Name, string Namespace)> Names(List<Service> services)
    {
        var names = new List<(string, string, string)>();
        foreach (var service in services.OrderBy(s => s.Metadata.CreationTimestamp).ThenBy(s => s.Metadata.Uid, StringComparer.Ordinal))
        {
            foreach (var address in AddressesOf(service))
                names.Add((address, service.Metadata.Name ?? "", service.Metadata.Namespace ?? ""));
        }

        return names;
    }

    private IReadOnlyList<string> AddressesOf(Service service)
    {
        if (service.Metadata is { Namespace: "default", Name: "kubernetes" } && !ServesApiServer())
            return [_client.Configuration.Server.Host];
        var served = IPAddress.TryParse(service.Spec?.ClusterIP, out var address) && (service.Spec!.Ports ?? []).Any(p => _proxy.Serves(new(address, p.Port)));
        return ServiceTable.Addresses(service, PodsOf(service), served);
    }

    private List<(string Address, string Name, string Namespace)> PodNames() =>
    [
        .. _pods.Snapshot().Select(p => p.Value)
            .Where(IsAddressed)
            .OrderBy(p => p.Metadata.CreationTimestamp).ThenBy(p => p.Metadata.Uid, StringComparer.Ordinal)
            .Select(p => (p.Status!.PodIP!, ContainerEnvironment.Hostname(p), p.Metadata.Namespace ?? "")),
    ];

    private bool ServesApiServer() =>
        _services.Find(new("default", "kubernetes")) is { Spec.ClusterIP: { } ip } && IPAddress.TryParse(ip, out var address) && _proxy.Serves(new(address, 443));

    private IReadOnlyList<Pod> PodsOf(Service service) => _podsByNamespace.Find(service.Metadata.Namespace ?? "");

    private void Touch()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A change is waiting already: this one goes with it.
        }
    }

    // Names and routes depend on addresses, readiness and labels only.
    private static bool Matters(StoreChange<Pod> change) =>
        change.Before is not { } before || change.After is not { } after
            ? IsAddressed(change.Before ?? change.After!)
            : IsAddressed(before) != IsAddressed(after)
                || before.Status?.PodIP != after.Status?.PodIP
                || ServiceTable.IsReady(before) != ServiceTable.IsReady(after)
                || before.Metadata.DeletionTimestamp is null != after.Metadata.DeletionTimestamp is null
                || !SameLabels(before, after);

    private static bool SameLabels(Pod a, Pod b) =>
        (a.Metadata.Labels?.Count ?? 0) == (b.Metadata.Labels?.Count ?? 0)
        && (a.Metadata.Labels ?? new Dictionary<string, string>()).All(l => b.Metadata.Labels!.TryGetValue(l.Key, out var value) && value == l.Value);

    private static bool IsAddressed(Pod pod) => pod.Status is { PodIP.Length: > 0, Phase: not (PodPhase.Succeeded or PodPhase.Failed) };

    // Names that the machine's owner gave stay known, the machine's own too.
    private static IReadOnlyList<string> OwnLines()
    {
        try
        {
            return [.. File.ReadLines("/etc/hosts").Where(l => l.Trim() is { Length: > 0 } line && line[0] != '#' && !line.Contains("localhost", StringComparison.Ordinal))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
