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
        await WriteSlicesAsync(service, endpoints, cancellationToken);
        await WriteAsync(s_endpoints, await client.FindAsync(s_endpoints, key.Namespace, key.Name, cancellationToken), Endpoints(service, endpoints), cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>A slice for each set of ports that endpoints have; without endpoints an empty one. Slices whose ports nobody has any more are used for others.</summary>
    private async Task WriteSlicesAsync(Service service, List<Endpoint> endpoints, CancellationToken cancellationToken)
    {
        var selector = $"kubernetes.io/service-name={service.Metadata.Name},endpointslice.kubernetes.io/managed-by={Manager}";
        var present = (await client.ListAsync(s_slices, service.Metadata.Namespace, new() { LabelSelector = selector }, cancellationToken)).Items.ToList();
        var names = present.Select(s => s.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var wanted = endpoints.GroupBy(e => PortsText(e), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Slice(service, [.. g])).DefaultIfEmpty(Slice(service, [])).ToList();
        var places = new KubeObject?[wanted.Count];
        foreach (var fits in new Func<JsonObject, KubeObject, bool>[] { (slice, former) => JsonNode.DeepEquals(Field(former, "ports"), slice["ports"]), (_, _) => true })
        {
            for (var i = 0; i < wanted.Count; i++)
            {
                places[i] ??= present.Find(s => fits(wanted[i], s));
                if (places[i] is { } taken)
                    present.Remove(taken);
            }
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            wanted[i]["metadata"]!["name"] = places[i]?.Metadata.Name ?? Enumerable.Range(0, names.Count + wanted.Count).Select(n => SliceName(service, n)).First(names.Add);
            await WriteAsync(s_slices, places[i], wanted[i], cancellationToken);
        }

        foreach (var former in present)
            await client.DeleteAsync(s_slices, service.Metadata.Namespace, former.Metadata.Name!, new() { Uid = former.Metadata.Uid }, cancellationToken);
    }

    private static JsonNode? Field(KubeObject item, string field) =>
        item.Extra?.TryGetValue(field, out var element) == true && element.ValueKind != JsonValueKind.Null ? JsonNode.Parse(element.GetRawText()) : null;

    /// <summary>Writes what differs; labels that are not wanted any more go.</summary>
    private async Task WriteAsync(ResourceType<KubeObject> type, KubeObject? present, JsonObject wanted, CancellationToken cancellationToken)
    {
        var ns = (string)wanted["metadata"]!["namespace"]!;
        if (present is null)
        {
            await client.CreateAsync(type, ns, JsonSerializer.Deserialize(wanted, KubeJson.Default.KubeObject)!, cancellationToken);
            return;
        }

        var change = new JsonObject();
        foreach (var (field, value) in wanted.Where(f => f.Key is not ("apiVersion" or "kind" or "metadata" or "addressType")))
        {
            if (!JsonNode.DeepEquals(Field(present, field), value))
                change[field] = value?.DeepClone();
        }

        var labels = wanted["metadata"]!["labels"]!.AsObject();
        var relabel = new JsonObject(labels.Where(l => present.Metadata.Labels?.GetValueOrDefault(l.Key) != (string?)l.Value).Select(l => KeyValuePair.Create(l.Key, l.Value?.DeepClone())));
        foreach (var former in (present.Metadata.Labels ?? new Dictionary<string, string>()).Keys.Where(l => !labels.ContainsKey(l)))
            relabel[former] = null;
        if (relabel.Count > 0)
            change["metadata"] = new JsonObject { ["labels"] = relabel };
        if (change.Count > 0)
            await client.PatchAsync(type, ns, present.Metadata.Name!, Patch.Merge(change), cancellationToken);
    }

    private List<Endpoint> ApiServer() => [new(settings.ApiServer.Host, true, false, null, [new("https", settings.ApiServer.Port, "TCP", null)])];

    private static List<Endpoint> EndpointsOf(Service service, IReadOnlyList<Pod> pods)
    {
        var selector = service.Spec!.Selector!;
        var endpoints = new List<Endpoint>();
        foreach (var pod in pods.Where(p => Selects(service, p) && p.Status is { PodIP.Length: > 0, Phase: not (PodPhase.Succeeded or PodPhase.Failed) }).OrderBy(p => p.Metadata.Name, StringComparer.Ordinal))
        {
            var ports = (service.Spec.Ports ?? []).Select(p => new EndpointPort(p.Name ?? "", ServiceTable.Target(p, pod)?.Port ?? 0, p.Protocol ?? "TCP", p.AppProtocol)).Where(p => p.Port > 0).ToList();
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
            ["metadata"] = new JsonObject { ["namespace"] = service.Metadata.Namespace, ["generateName"] = service.Metadata.Name + "-", ["labels"] = labels, ["ownerReferences"] = new JsonArray((JsonNode)Owner(service)) },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints.Count == 0 ? null : new JsonArray([.. endpoints.Select(e => (JsonNode)e.InSlice())]),
            ["ports"] = endpoints.Count > 0 && Ports(endpoints[0]) is { Count: > 0 } ports ? ports : null,
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
        // Ports that the same addresses offer are told together. An address without a port is none, but where the service has none to offer.
        var offers = all.Where(e => e.IsAlwaysPublished || !e.Terminating)
            .SelectMany(e => service.Spec?.Ports is { Count: > 0 } ? e.Ports.Select(port => (Endpoint: e, Port: (EndpointPort?)port)) : [(e, null)])
            .GroupBy(offer => offer.Port)
            .GroupBy(offer => string.Join(',', offer.Select(o => o.Endpoint.Address)), StringComparer.Ordinal);
        var subsets = new JsonArray();
        foreach (var group in offers)
        {
            var (endpoints, ports) = (group.First().Select(o => o.Endpoint).ToList(), group.Select(offer => offer.Key).OfType<EndpointPort>().ToList());
            var subset = new JsonObject();
            if (endpoints.Exists(e => e.Ready))
                subset["addresses"] = new JsonArray([.. endpoints.Where(e => e.Ready).Select(e => (JsonNode)e.InSubset())]);
            if (endpoints.Exists(e => !e.Ready))
                subset["notReadyAddresses"] = new JsonArray([.. endpoints.Where(e => !e.Ready).Select(e => (JsonNode)e.InSubset())]);
            if (ports.Count > 0)
                subset["ports"] = new JsonArray([.. ports.Select(p => (JsonNode)p.ToJson())]);
            subsets.Add((JsonNode)subset);
        }

        var labels = Labels(service);
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["namespace"] = service.Metadata.Namespace, ["name"] = service.Metadata.Name, ["labels"] = labels },
            ["subsets"] = subsets.Count > 0 ? subsets : null,
        };
    }

    private static JsonArray Ports(Endpoint endpoint) => new([.. endpoint.Ports.Select(p => p.ToJson())]);

    private static string PortsText(Endpoint endpoint) => Ports(endpoint).ToJsonString();

    private static JsonObject Owner(Service service) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["name"] = service.Metadata.Name,
        ["uid"] = service.Metadata.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    // Real ones have a random end, which nobody may rely on.
    private static string SliceName(Service service, int number) =>
        $"{service.Metadata.Name}-{(uint)(service.Metadata.Uid ?? "").Aggregate(17 + number, (hash, c) => unchecked((hash * 31) + c)) % 99991:x5}".ToLower(CultureInfo.InvariantCulture);

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

    private sealed record EndpointPort(string Name, int Port, string Protocol, string? AppProtocol)
    {
        public JsonObject ToJson()
        {
            var port = new JsonObject { ["name"] = Name, ["port"] = Port, ["protocol"] = Protocol };
            if (AppProtocol is not null)
                port["appProtocol"] = AppProtocol;
            return port;
        }
    }

    private sealed record Endpoint(string Address, bool Serving, bool Terminating, Pod? Pod, IReadOnlyList<EndpointPort> Ports)
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
