using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Brings the account <c>default</c> and the ConfigMap <c>kube-root-ca.crt</c> of a namespace back when somebody deletes them.</summary>
internal sealed class ServiceAccountController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Certificate = "kube-root-ca.crt";
    private readonly WorkQueue<string> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var accounts = new Store<ServiceAccount, ServiceAccount>(client, ResourceTypes.ServiceAccounts, account => account.Metadata.Name == "default" ? account : null, logger: settings.Logger);
        var certificates = new Store<ConfigMap, ConfigMap>(client, ResourceTypes.ConfigMaps, map => map.Metadata.Name == Certificate ? map : null, logger: settings.Logger);
        accounts.Changed += change => Enqueue(change.Key, change.After is null);
        certificates.Changed += change => Enqueue(change.Key, change.After is null);
        return Task.WhenAll(
            accounts.RunAsync(cancellationToken),
            certificates.RunAsync(cancellationToken),
            new Controller<string>("service accounts", _queue, ReconcileAsync, new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private void Enqueue(ObjectKey key, bool isGone)
    {
        if (isGone)
            _queue.Add(key.Namespace);
    }

    private async Task<ReconcileResult> ReconcileAsync(string ns, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(ResourceTypes.Namespaces, null, ns, cancellationToken) is not { Metadata.DeletionTimestamp: null })
            return ReconcileResult.Done;
        if (await client.FindAsync(ResourceTypes.ServiceAccounts, ns, "default", cancellationToken) is null)
            await CreateAsync(ResourceTypes.ServiceAccounts, ns, new ServiceAccount { Metadata = new() { Name = "default" } }, cancellationToken);
        // All namespaces have the same certificate.
        if (await client.FindAsync(ResourceTypes.ConfigMaps, ns, Certificate, cancellationToken) is null
            && await client.FindAsync(ResourceTypes.ConfigMaps, "kube-system", Certificate, cancellationToken) is { } model)
        {
            await CreateAsync(ResourceTypes.ConfigMaps, ns, new ConfigMap { Metadata = new() { Name = Certificate, Annotations = model.Metadata.Annotations }, Data = model.Data }, cancellationToken);
        }

        return ReconcileResult.Done;
    }

    private async Task CreateAsync<T>(ResourceType<T> type, string ns, T item, CancellationToken cancellationToken)
        where T : KubeObject
    {
        try
        {
            await client.CreateAsync(type, ns, item, cancellationToken);
        }
        catch (KubeException error) when (error.IsAlreadyExists)
        {
            // Somebody brought it back first.
        }
    }
}
