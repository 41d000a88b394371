using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Services and Ingresses through which people reach the driver.</summary>
internal sealed class WebUI(KubeClient client, OperatorOptions options)
{
    internal static ResourceType<KubeObject> Ingresses { get; } = ResourceTypes.Untyped("networking.k8s.io", "v1", "ingresses", "Ingress");

    /// <summary>Creates what is missing and tells where the UI is.</summary>
    public async Task<DriverInfo> ExposeAsync(SparkApplication application, SparkApplicationStatus status, CancellationToken cancellationToken)
    {
        var ns = application.Metadata.Namespace;
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

        foreach (var (extra, extraIngress) in WebUIObjects.DriverPorts(application, status, options))
        {
            await CreateOrAdoptAsync(ResourceTypes.Services, application, extra, cancellationToken);
            if (extraIngress is not null)
                await CreateOrAdoptAsync(Ingresses, application, extraIngress, cancellationToken);
        }

        return info;
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
