using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Services and Ingresses through which people reach the driver.</summary>
internal sealed class WebUI(KubeClient client, OperatorOptions options)
{
    private static readonly ResourceType<KubeObject> s_services = ResourceTypes.Untyped("", "v1", "services", "Service");
    private static readonly ResourceType<KubeObject> s_routes = ResourceTypes.Untyped("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute");

    internal static ResourceType<KubeObject> Ingresses { get; } = ResourceTypes.Untyped("networking.k8s.io", "v1", "ingresses", "Ingress");

    /// <summary>Creates what is missing and tells where the UI is.</summary>
    public async Task<DriverInfo> ExposeAsync(SparkApplication application, SparkApplicationStatus status, CancellationToken cancellationToken)
    {
        // An empty name: there is none, and nobody need look again.
        var info = options.EnableUIService ? await ExposeUIAsync(application, status, cancellationToken) : status.DriverInfo with { WebUIServiceName = "" };
        foreach (var (extra, extraIngress) in WebUIObjects.DriverPorts(application, status, options))
        {
            await CreateOrAdoptAsync(ResourceTypes.Services, application, extra, cancellationToken);
            if (extraIngress is not null)
                await CreateOrAdoptAsync(Ingresses, application, extraIngress, cancellationToken);
        }

        return info;
    }

    private async Task<DriverInfo> ExposeUIAsync(SparkApplication application, SparkApplicationStatus status, CancellationToken cancellationToken)
    {
        var wanted = WebUIObjects.Service(application, status.SubmissionId);
        var service = await CreateOrAdoptAsync(ResourceTypes.Services, application, wanted, cancellationToken);
        var port = service.Spec?.Ports is [var first, ..] ? first.Port : WebUIObjects.DefaultPort;
        var info = status.DriverInfo with
        {
            WebUIServiceName = service.Metadata.Name,
            WebUIPort = port,
            WebUIAddress = $"{service.Spec?.ClusterIP}:{port}",
        };
        if (options.IngressUrlFormat.Length > 0)
        {
            var ingress = WebUIObjects.Ingress(application, status, service, options);
            await CreateOrAdoptAsync(Ingresses, application, ingress.Object, cancellationToken);
            info = info with { WebUIIngressName = ingress.Object.Metadata.Name, WebUIIngressAddress = ingress.Url };
        }

        return info;
    }

    /// <summary>Creates the route of the Gateway API, where one is asked for.</summary>
    public async Task<DriverInfo> RouteAsync(SparkApplication application, SparkApplicationStatus status, DriverInfo info, CancellationToken cancellationToken)
    {
        if (info.WebUIPort is not { } port || WebUIObjects.Route(application, status, port) is not { } route)
            return info;
        await CreateOrAdoptAsync(s_routes, application, route.Object, cancellationToken);
        return info with { WebUIIngressAddress = info.WebUIIngressAddress ?? route.Url };
    }

    /// <summary>Deletes what an attempt exposed.</summary>
    public Task RemoveAsync(SparkApplication application, DriverInfo info, CancellationToken cancellationToken)
    {
        var ns = application.Metadata.Namespace;
        var removals = new List<Task>();
        if (info.WebUIServiceName is { Length: > 0 } service)
            removals.Add(client.RemoveAsync(s_services, ns, service, cancellationToken));
        if (info.WebUIIngressName is { Length: > 0 } ingress)
            removals.Add(client.RemoveAsync(Ingresses, ns, ingress, cancellationToken));
        if (info.WebUIServiceName is { Length: > 0 } && application.Spec.Hearth?.HttpRoute is not null)
            removals.Add(client.RemoveAsync(s_routes, ns, WebUIObjects.RouteName(application), cancellationToken));
        foreach (var (extra, extraIngress) in WebUIObjects.DriverPorts(application, ApplicationSnapshot.Empty, options))
        {
            removals.Add(client.RemoveAsync(extra, ns, cancellationToken));
            if (extraIngress is not null)
                removals.Add(client.RemoveAsync(extraIngress, ns, cancellationToken));
        }

        return Task.WhenAll(removals);
    }

    private async Task<T> CreateOrAdoptAsync<T>(ResourceType<T> type, SparkApplication application, T wanted, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var ns = application.Metadata.Namespace;
        try
        {
            return await client.CreateAsync(type, ns, wanted, cancellationToken);
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            var existing = await client.GetAsync(type, ns, wanted.Metadata.Name!, cancellationToken);
            if (existing.Metadata.OwnerReferences?.Any(o => o.Uid == application.Metadata.Uid) == true)
                return existing;
            throw;
        }
    }
}
