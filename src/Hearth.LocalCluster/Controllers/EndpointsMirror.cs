using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Makes an EndpointSlice of Endpoints that somebody wrote by hand, for a service without a selector.</summary>
internal sealed class EndpointsMirror(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Manager = "endpointslicemirroring-controller.k8s.io";
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private static readonly ResourceType<KubeObject> s_endpoints = ResourceTypes.Untyped("", "v1", "endpoints", "Endpoints");
    private static readonly ResourceType<KubeObject> s_slices = ResourceTypes.Untyped("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");
    private static readonly string[] s_compared = ["endpoints", "ports"];
    private static readonly string[] s_described = ["hostname", "nodeName", "targetRef"];
    private readonly WorkQueue<ObjectKey> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var endpoints = new Store<KubeObject, KubeObject>(client, s_endpoints, item => IsByHand(item) ? item : null, logger: settings.Logger);
        var services = new Store<Service, Service>(client, ResourceTypes.Services, service => service.Spec?.Selector is { Count: > 0 } ? null : service, logger: settings.Logger);
        endpoints.Changed += change => _queue.Add(change.Key);
        services.Changed += change => _queue.Add(change.Key);
        return Task.WhenAll(
            endpoints.RunAsync(cancellationToken),
            services.RunAsync(cancellationToken),
            new Controller<ObjectKey>("mirrored endpoints", _queue, (key, token) => ReconcileAsync(key, endpoints, services, token), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private static bool IsByHand(KubeObject endpoints) =>
        endpoints.Metadata.Labels?.ContainsKey("endpoints.kubernetes.io/managed-by") != true && endpoints.Metadata.Labels?.ContainsKey("endpointslice.kubernetes.io/skip-mirror") != true;

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, Store<KubeObject, KubeObject> all, Store<Service, Service> services, CancellationToken cancellationToken)
    {
        var present = (await client.ListAsync(s_slices, key.Namespace, new() { LabelSelector = $"kubernetes.io/service-name={key.Name},{ManagedBy}={Manager}" }, cancellationToken)).Items;
        var wanted = all.Find(key) is { Metadata.DeletionTimestamp: null } endpoints && services.Find(key) is not null && key is not { Namespace: "default", Name: "kubernetes" } ? Slices(endpoints) : [];
        for (var i = 0; i < Math.Max(present.Count, wanted.Count); i++)
        {
            if (i >= wanted.Count)
                await client.DeleteAsync(s_slices, key.Namespace, present[i].Metadata.Name!, null, cancellationToken);
            else if (i >= present.Count)
                await client.CreateAsync(s_slices, key.Namespace, wanted[i].Deserialize(KubeJson.Default.KubeObject)!, cancellationToken);
            else if (!IsSame(present[i], wanted[i]))
                await client.PatchAsync(s_slices, key.Namespace, present[i].Metadata.Name!, Patch.Merge(new JsonObject { ["endpoints"] = wanted[i]["endpoints"]!.DeepClone(), ["ports"] = wanted[i]["ports"]!.DeepClone() }), cancellationToken);
        }

        return ReconcileResult.Done;
    }

    private static bool IsSame(KubeObject present, JsonObject wanted) =>
        s_compared.All(field => present.Extra?.TryGetValue(field, out var value) == true && JsonNode.DeepEquals(JsonNode.Parse(value.GetRawText()), wanted[field]));

    private static List<JsonObject> Slices(KubeObject endpoints)
    {
        if (endpoints.Extra?.TryGetValue("subsets", out var subsets) != true || subsets.ValueKind != JsonValueKind.Array)
            return [];
        return [.. subsets.EnumerateArray().Select(subset => Slice(endpoints, JsonObject.Create(subset)!))];
    }

    private static JsonObject Slice(KubeObject endpoints, JsonObject subset)
    {
        var labels = new JsonObject((endpoints.Metadata.Labels ?? new Dictionary<string, string>()).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)))
        {
            ["kubernetes.io/service-name"] = endpoints.Metadata.Name,
            [ManagedBy] = Manager,
        };
        var owner = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Endpoints", ["name"] = endpoints.Metadata.Name, ["uid"] = endpoints.Metadata.Uid, ["controller"] = true, ["blockOwnerDeletion"] = true };
        return new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject { ["generateName"] = endpoints.Metadata.Name + "-", ["labels"] = labels, ["ownerReferences"] = new JsonArray((JsonNode)owner) },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. Addresses(subset, "addresses", true), .. Addresses(subset, "notReadyAddresses", false)]),
            ["ports"] = new JsonArray([.. (subset["ports"] as JsonArray ?? []).OfType<JsonObject>().Select(p => (JsonNode)new JsonObject { ["name"] = (string?)p["name"] ?? "", ["port"] = p["port"]?.DeepClone(), ["protocol"] = (string?)p["protocol"] ?? "TCP" })]),
        };
    }

    private static IEnumerable<JsonNode> Addresses(JsonObject subset, string list, bool ready)
    {
        foreach (var address in (subset[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            var endpoint = new JsonObject { ["addresses"] = new JsonArray(address["ip"]?.DeepClone()), ["conditions"] = new JsonObject { ["ready"] = ready } };
            foreach (var field in s_described)
            {
                if (address[field] is { } value)
                    endpoint[field] = value.DeepClone();
            }

            yield return endpoint;
        }
    }
}
