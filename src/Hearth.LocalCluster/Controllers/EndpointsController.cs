using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps the Endpoints and the EndpointSlice of each service with a selector, and those of the service <c>kubernetes</c>.</summary>
internal sealed class EndpointsController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Manager = "endpointslice-controller.k8s.io";
    private static readonly ResourceType<KubeObject> s_endpoints = ResourceTypes.Untyped("", "v1", "endpoints", "Endpoints");
    private static readonly ResourceType<KubeObject> s_slices = ResourceTypes.Untyped("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice");
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly Store<Service, Service> _services = new(client, ResourceTypes.Services, service => service, logger: settings.Logger);
    private readonly Store<Pod, Pod> _pods = new(client, ResourceTypes.Pods, pod => pod, logger: settings.Logger);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var byNamespace = _services.AddIndex(s => s.Metadata.Namespace);
        _services.Changed += change => _queue.Add(change.Key);
        _pods.Changed += change =>
        {
            if (!Matters(change))
                return;
            foreach (var service in byNamespace.Find(change.Key.Namespace))
            {
                if (Selects(service, change.Before) || Selects(service, change.After))
                    _queue.Add(ObjectKey.Of(service));
            }
        };
        var podsOf = _pods.AddIndex(p => p.Metadata.Namespace);
        return Task.WhenAll(
            _pods.RunAsync(cancellationToken),
            _services.RunAsync(cancellationToken),
            new Controller<ObjectKey>("endpoints", _queue, (key, token) => ReconcileAsync(key, podsOf, token), new() { Workers = 4, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, StoreIndex<Pod> podsOf, CancellationToken cancellationToken)
    {
        await _pods.WaitForSyncAsync(cancellationToken);
        // Deleted services take theirs along: they own them (garbage collection), and Endpoints have their name.
        if (_services.Find(key) is not { } service)
        {
            await client.DeleteAsync(s_endpoints, key.Namespace, key.Name, null, cancellationToken);
            return ReconcileResult.Done;
        }

        var isApiServer = key is { Namespace: "default", Name: "kubernetes" };
        if (service.Spec?.Selector is not { Count: > 0 } && !isApiServer)
            return ReconcileResult.Done;
        var endpoints = isApiServer ? ApiServer() : EndpointsOf(service, podsOf.Find(key.Namespace));
        await WriteAsync(s_slices, key.Namespace, SliceName(service), Slice(service, endpoints), cancellationToken);
        await WriteAsync(s_endpoints, key.Namespace, key.Name, Endpoints(service, endpoints), cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>Writes what differs; labels that are not wanted any more go.</summary>
    private async Task WriteAsync(ResourceType<KubeObject> type, string ns, string name, JsonObject wanted, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(type, ns, name, cancellationToken) is not { } present)
        {
            await client.CreateAsync(type, ns, JsonSerializer.Deserialize(wanted, KubeJson.Default.KubeObject)!, cancellationToken);
            return;
        }

        var change = new JsonObject();
        foreach (var (field, value) in wanted.Where(f => f.Key is not ("apiVersion" or "kind" or "metadata" or "addressType")))
        {
            var before = present.Extra?.TryGetValue(field, out var element) == true && element.ValueKind != JsonValueKind.Null ? JsonNode.Parse(element.GetRawText()) : null;
            if (!JsonNode.DeepEquals(before, value))
                change[field] = value?.DeepClone();
        }

        var labels = wanted["metadata"]!["labels"]!.AsObject();
        var relabel = new JsonObject(labels.Where(l => present.Metadata.Labels?.GetValueOrDefault(l.Key) != (string?)l.Value).Select(l => KeyValuePair.Create(l.Key, l.Value?.DeepClone())));
        foreach (var former in (present.Metadata.Labels ?? new Dictionary<string, string>()).Keys.Where(l => !labels.ContainsKey(l)))
            relabel[former] = null;
        if (relabel.Count > 0)
            change["metadata"] = new JsonObject { ["labels"] = relabel };
        if (change.Count > 0)
            await client.PatchAsync(type, ns, name, Patch.Merge(change), cancellationToken);
    }

    private List<Endpoint> ApiServer() => [new(settings.ApiServer.Host, true, false, null, [("https", settings.ApiServer.Port, "TCP")])];

    private static List<Endpoint> EndpointsOf(Service service, IReadOnlyList<Pod> pods)
    {
        var selector = service.Spec!.Selector!;
        var endpoints = new List<Endpoint>();
        foreach (var pod in pods.Where(p => Selects(service, p) && p.Status is { PodIP.Length: > 0, Phase: not (PodPhase.Succeeded or PodPhase.Failed) }).OrderBy(p => p.Metadata.Name, StringComparer.Ordinal))
        {
            var ports = (service.Spec.Ports ?? []).Select(p => (p.Name ?? "", ServiceTable.Target(p, pod)?.Port ?? 0, p.Protocol ?? "TCP")).Where(p => p.Item2 > 0).ToList();
            var isHost = pod.Spec?.Hostname is { Length: > 0 } && pod.Spec.Subdomain == service.Metadata.Name;
            endpoints.Add(new(pod.Status!.PodIP!, ServiceTable.IsReady(pod), pod.Metadata.DeletionTimestamp is not null, pod, ports)
            {
                IsAlwaysPublished = service.Spec.PublishNotReadyAddresses == true,
                Hostname = isHost ? pod.Spec!.Hostname : null,
            });
        }

        return endpoints;
    }

    private static JsonObject Slice(Service service, List<Endpoint> endpoints)
    {
        var labels = Labels(service);
        labels["kubernetes.io/service-name"] = service.Metadata.Name;
        labels["endpointslice.kubernetes.io/managed-by"] = Manager;
        return new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject { ["name"] = SliceName(service), ["generateName"] = service.Metadata.Name + "-", ["labels"] = labels, ["ownerReferences"] = new JsonArray((JsonNode)Owner(service)) },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints.Count == 0 ? null : new JsonArray([.. endpoints.Select(e => (JsonNode)e.InSlice())]),
            ["ports"] = Ports(endpoints) is { Count: > 0 } ports ? ports : null,
        };
    }

    /// <summary>Those of the service, and whether it has no address.</summary>
    private static JsonObject Labels(Service service)
    {
        var labels = new JsonObject((service.Metadata.Labels ?? new Dictionary<string, string>()).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
        labels.Remove("service.kubernetes.io/headless");
        if (service.Spec?.ClusterIP == "None")
            labels["service.kubernetes.io/headless"] = "";
        return labels;
    }

    private static JsonObject Endpoints(Service service, List<Endpoint> all)
    {
        var endpoints = all.Where(e => e.IsAlwaysPublished || !e.Terminating).ToList();
        JsonArray? subsets = null;
        if (endpoints.Count > 0)
        {
            var subset = new JsonObject();
            if (endpoints.Any(e => e.Ready))
                subset["addresses"] = new JsonArray([.. endpoints.Where(e => e.Ready).Select(e => (JsonNode)e.InSubset())]);
            if (endpoints.Any(e => !e.Ready))
                subset["notReadyAddresses"] = new JsonArray([.. endpoints.Where(e => !e.Ready).Select(e => (JsonNode)e.InSubset())]);
            if (Ports(endpoints) is { Count: > 0 } ports)
                subset["ports"] = ports;
            subsets = [subset];
        }

        var labels = Labels(service);
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Metadata.Name, ["labels"] = labels },
            ["subsets"] = subsets,
        };
    }

    private static JsonArray Ports(List<Endpoint> endpoints) => new(
    [
        .. (endpoints.FirstOrDefault()?.Ports ?? []).Select(p =>
        {
            return (JsonNode)new JsonObject { ["name"] = p.Name, ["port"] = p.Port, ["protocol"] = p.Protocol };
        }),
    ]);

    private static JsonObject Owner(Service service) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["name"] = service.Metadata.Name,
        ["uid"] = service.Metadata.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    // One slice a service: real ones have a random end, which nobody may rely on.
    private static string SliceName(Service service) =>
        $"{service.Metadata.Name}-{(uint)(service.Metadata.Uid ?? "").Aggregate(17, (hash, c) => unchecked((hash * 31) + c)) % 99991:x5}".ToLower(CultureInfo.InvariantCulture);

    private static bool Selects(Service service, Pod? pod) =>
        pod is not null && service.Spec?.Selector is { Count: > 0 } selector
        && selector.All(s => pod.Metadata.Labels is { } labels && labels.TryGetValue(s.Key, out var value) && value == s.Value);

    private static bool Matters(StoreChange<Pod> change) =>
        change.Before is not { } before || change.After is not { } after
        || before.Status?.PodIP != after.Status?.PodIP
        || before.Status?.Phase != after.Status?.Phase
        || ServiceTable.IsReady(before) != ServiceTable.IsReady(after)
        || before.Metadata.DeletionTimestamp is null != after.Metadata.DeletionTimestamp is null
        || !ReferenceEquals(before.Metadata.Labels, after.Metadata.Labels) && !(before.Metadata.Labels ?? new Dictionary<string, string>()).SequenceEqual(after.Metadata.Labels ?? new Dictionary<string, string>());

    private sealed record Endpoint(string Address, bool Serving, bool Terminating, Pod? Pod, IReadOnlyList<(string Name, int Port, string Protocol)> Ports)
    {
        /// <summary>Ready or not, to be found.</summary>
        public bool IsAlwaysPublished { get; init; }

        public string? Hostname { get; init; }

        public bool Ready => IsAlwaysPublished || (Serving && !Terminating);

        public JsonObject InSlice()
        {
            var endpoint = new JsonObject
            {
                ["addresses"] = new JsonArray(Address),
                ["conditions"] = new JsonObject { ["ready"] = Ready, ["serving"] = Serving, ["terminating"] = Terminating },
            };
            Describe(endpoint);
            return endpoint;
        }

        public JsonObject InSubset()
        {
            var address = new JsonObject { ["ip"] = Address };
            Describe(address);
            return address;
        }

        private void Describe(JsonObject address)
        {
            if (Hostname is not null)
                address["hostname"] = Hostname;
            if (Pod is null)
                return;
            if (Pod.Spec?.NodeName is { Length: > 0 } node)
                address["nodeName"] = node;
            address["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = Pod.Metadata.Namespace, ["name"] = Pod.Metadata.Name, ["uid"] = Pod.Metadata.Uid };
        }
    }
}
