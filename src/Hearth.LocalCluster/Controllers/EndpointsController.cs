using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
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
        await client.PatchAsync(s_slices, key.Namespace, SliceName(service), Patch.Apply(Slice(service, endpoints), Manager, force: true), cancellationToken);
        await client.PatchAsync(s_endpoints, key.Namespace, key.Name, Patch.Apply(Endpoints(service, endpoints), "endpoint-controller", force: true), cancellationToken);
        return ReconcileResult.Done;
    }

    private List<Endpoint> ApiServer() => [new(settings.ApiServer.Host, true, false, null, [("https", settings.ApiServer.Port, "TCP")])];

    private static List<Endpoint> EndpointsOf(Service service, IReadOnlyList<Pod> pods)
    {
        var selector = service.Spec!.Selector!;
        var endpoints = new List<Endpoint>();
        foreach (var pod in pods.Where(p => Selects(service, p) && p.Status is { PodIP.Length: > 0, Phase: not (PodPhase.Succeeded or PodPhase.Failed) }).OrderBy(p => p.Metadata.Name, StringComparer.Ordinal))
        {
            var ports = (service.Spec.Ports ?? []).Select(p => (p.Name ?? "", ServiceTable.Target(p, pod)?.Port ?? 0, p.Protocol ?? "TCP")).Where(p => p.Item2 > 0).ToList();
            var ready = ServiceTable.IsReady(pod) || service.Spec.PublishNotReadyAddresses == true;
            endpoints.Add(new(pod.Status!.PodIP!, ready, pod.Metadata.DeletionTimestamp is not null, pod, ports));
        }

        return endpoints;
    }

    private static JsonObject Slice(Service service, List<Endpoint> endpoints)
    {
        var labels = new JsonObject { ["kubernetes.io/service-name"] = service.Metadata.Name, ["endpointslice.kubernetes.io/managed-by"] = Manager };
        if (service.Spec?.ClusterIP == "None")
            labels["service.kubernetes.io/headless"] = "";
        return new()
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject { ["name"] = SliceName(service), ["labels"] = labels, ["ownerReferences"] = new JsonArray((JsonNode)Owner(service)) },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. endpoints.Select(e => (JsonNode)e.InSlice())]),
            ["ports"] = Ports(endpoints),
        };
    }

    private static JsonObject Endpoints(Service service, List<Endpoint> endpoints)
    {
        var subsets = new JsonArray();
        if (endpoints.Count > 0)
        {
            var subset = new JsonObject();
            if (endpoints.Any(e => e.Ready))
                subset["addresses"] = new JsonArray([.. endpoints.Where(e => e.Ready).Select(e => (JsonNode)e.InSubset())]);
            if (endpoints.Any(e => !e.Ready))
                subset["notReadyAddresses"] = new JsonArray([.. endpoints.Where(e => !e.Ready).Select(e => (JsonNode)e.InSubset())]);
            subset["ports"] = Ports(endpoints);
            subsets.Add((JsonNode)subset);
        }

        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Metadata.Name, ["labels"] = new JsonObject { ["endpoints.kubernetes.io/managed-by"] = "endpoint-controller" } },
            ["subsets"] = subsets,
        };
    }

    private static JsonArray Ports(List<Endpoint> endpoints) => new(
    [
        .. (endpoints.FirstOrDefault()?.Ports ?? []).Select(p =>
        {
            var port = new JsonObject { ["port"] = p.Port, ["protocol"] = p.Protocol };
            port["name"] = p.Name;
            return port;
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

    private sealed record Endpoint(string Address, bool Ready, bool Terminating, Pod? Pod, IReadOnlyList<(string Name, int Port, string Protocol)> Ports)
    {
        public JsonObject InSlice()
        {
            var endpoint = new JsonObject
            {
                ["addresses"] = new JsonArray(Address),
                ["conditions"] = new JsonObject { ["ready"] = Ready && !Terminating, ["serving"] = Ready, ["terminating"] = Terminating },
            };
            if (Pod is not null)
            {
                endpoint["targetRef"] = Target();
                endpoint["nodeName"] = Pod.Spec?.NodeName;
                if (Pod.Spec?.Hostname is { Length: > 0 } hostname)
                    endpoint["hostname"] = hostname;
            }

            return endpoint;
        }

        public JsonObject InSubset()
        {
            var address = new JsonObject { ["ip"] = Address };
            if (Pod is not null)
            {
                address["targetRef"] = Target();
                address["nodeName"] = Pod.Spec?.NodeName;
            }

            return address;
        }

        private JsonObject Target() => new() { ["kind"] = "Pod", ["namespace"] = Pod!.Metadata.Namespace, ["name"] = Pod.Metadata.Name, ["uid"] = Pod.Metadata.Uid };
    }
}
