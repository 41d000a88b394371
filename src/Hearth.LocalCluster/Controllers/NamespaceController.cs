using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
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
        var kinds = (await KindCatalog.ReadAsync(client, cancellationToken)).Where(k => k.Namespaced).ToList();
        // Pods first: while they end they may need the rest.
        var left = await EmptyAsync(kinds.Where(k => k is { Group: "", Plural: "pods" }), name, cancellationToken);
        if (left.Count == 0)
            left = await EmptyAsync(kinds.Where(k => k is not { Group: "", Plural: "pods" or "events" } and not { Group: "events.k8s.io" }), name, cancellationToken);
        if (left.Count > 0)
        {
            await TellAsync(ns, left, cancellationToken);
            return ReconcileResult.Again(TimeSpan.FromMilliseconds(100));
        }

        await client.DeleteCollectionAsync(ResourceTypes.Events, name, null, null, cancellationToken);
        await FinalizeAsync(ns, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task<List<(ResourceType<KubeObject> Kind, KubeObject Item)>> EmptyAsync(IEnumerable<ResourceType<KubeObject>> kinds, string ns, CancellationToken cancellationToken)
    {
        var left = new List<(ResourceType<KubeObject> Kind, KubeObject Item)>();
        foreach (var kind in kinds)
        {
            var items = (await client.ListAsync(kind, ns, null, cancellationToken)).Items;
            foreach (var item in items.Where(i => i.Metadata.DeletionTimestamp is null))
                await client.DeleteAsync(kind, ns, item.Metadata.Name!, new() { PropagationPolicy = "Background" }, cancellationToken);
            if (items.Count > 0)
                left.AddRange((await client.ListAsync(kind, ns, null, cancellationToken)).Items.Select(item => (kind, item)));
        }

        return left;
    }

    /// <summary>Says in the status what the end of the namespace waits for.</summary>
    private async Task TellAsync(Namespace ns, List<(ResourceType<KubeObject> Kind, KubeObject Item)> left, CancellationToken cancellationToken)
    {
        // While pods end the rest has not been counted; pods that outstay their grace are told as a failure.
        var waitsForPods = left.All(l => l.Kind is { Group: "", Plural: "pods" });
        var counted = waitsForPods ? [] : left;
        var isLate = waitsForPods && left.All(l => l.Item.Metadata.Finalizers is not { Count: > 0 }) && settings.Time.GetUtcNow() > ns.Metadata.DeletionTimestamp + left.Max(l => Grace(l.Item));
        var remaining = string.Join(", ", counted.GroupBy(l => $"{l.Kind.Plural}.{l.Kind.Group}", StringComparer.Ordinal).Select(g => $"{g.Key} has {g.Count()} resource instances").Order(StringComparer.Ordinal));
        var finalizers = string.Join(", ", counted.SelectMany(l => l.Item.Metadata.Finalizers ?? []).GroupBy(f => f, StringComparer.Ordinal).Select(g => $"{g.Key} in {g.Count()} resource instances").Order(StringComparer.Ordinal));
        var before = (JsonSerializer.SerializeToNode(ns, KubeJson.Default.Namespace)?["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var conditions = new JsonArray(
            Condition("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered"),
            Condition("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
            isLate
                ? Condition("NamespaceDeletionContentFailure", true, "ContentDeletionFailed", $"Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: {ns.Metadata.Name} for gvr: /v1, Resource=pods")
                : Condition("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
            remaining.Length > 0
                ? Condition("NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {remaining}")
                : Condition("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed"),
            finalizers.Length > 0
                ? Condition("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}")
                : Condition("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished"));
        if (!JsonNode.DeepEquals(conditions, new JsonArray([.. before.Select(c => c.DeepClone())])))
            await client.PatchAsync(ResourceTypes.Namespaces, null, ns.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["conditions"] = conditions } }), "status", cancellationToken);

        JsonNode Condition(string type, bool holds, string reason, string message)
        {
            var status = holds ? "True" : "False";
            var former = before.FirstOrDefault(c => (string?)c["type"] == type && (string?)c["status"] == status);
            return new JsonObject
            {
                ["type"] = type,
                ["status"] = status,
                ["reason"] = reason,
                ["message"] = message,
                ["lastTransitionTime"] = (string?)former?["lastTransitionTime"] ?? TimeConverter.Format(settings.Time.GetUtcNow()),
            };
        }
    }

    private static TimeSpan Grace(KubeObject pod) => TimeSpan.FromSeconds(pod.Spec().Number("terminationGracePeriodSeconds", 30));

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
