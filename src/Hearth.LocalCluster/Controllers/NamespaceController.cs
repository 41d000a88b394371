using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Empties namespaces that are being deleted, then lets them go.</summary>
internal sealed class NamespaceController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private readonly WorkQueue<string> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var namespaces = new Store<Namespace, Namespace>(client, ResourceTypes.Namespaces, ns => ns.Metadata.DeletionTimestamp is null ? null : ns, logger: settings.Logger);
        namespaces.Changed += change =>
        {
            if (change.After is not null)
                _queue.Add(change.Key.Name);
        };
        return Task.WhenAll(
            namespaces.RunAsync(cancellationToken),
            new Controller<string>("namespaces", _queue, EmptyAsync, new() { Workers = 2, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> EmptyAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(ResourceTypes.Namespaces, null, name, cancellationToken) is not { Metadata.DeletionTimestamp: not null } ns)
            return ReconcileResult.Done;
        var left = 0;
        foreach (var kind in (await KindCatalog.ReadAsync(client, cancellationToken)).Where(k => k.Namespaced))
        {
            var items = await client.ListAsync(kind, name, null, cancellationToken);
            left += items.Items.Count;
            foreach (var item in items.Items.Where(i => i.Metadata.DeletionTimestamp is null))
                await client.DeleteAsync(kind, name, item.Metadata.Name!, new() { PropagationPolicy = "Background" }, cancellationToken);
        }

        if (left > 0)
            return ReconcileResult.Again(TimeSpan.FromMilliseconds(100));
        await client.DeleteCollectionAsync(ResourceTypes.Events, name, null, null, cancellationToken);
        await FinalizeAsync(ns, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task FinalizeAsync(Namespace ns, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = ns.Metadata.Name, ["uid"] = ns.Metadata.Uid, ["resourceVersion"] = ns.Metadata.ResourceVersion },
            ["spec"] = new JsonObject { ["finalizers"] = new JsonArray() },
        };
        using var message = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/v1/namespaces/{ns.Metadata.Name}/finalize", UriKind.Relative))
        {
            Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(message, cancellationToken);
        if (!answer.IsSuccessStatusCode && (int)answer.StatusCode != 404)
            throw new HttpRequestException($"finalizing namespace {ns.Metadata.Name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
