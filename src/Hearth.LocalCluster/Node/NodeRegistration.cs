using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using NodeObject = Hearth.Kube.Core.Objects.Node;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Keeps the Node objects and their Leases, as kubelets do.</summary>
internal sealed class NodeRegistration(KubeClient client, NodeOptions options, PodNetwork network)
{
    private const int LeaseSeconds = 40;
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);
    private int _kubeletPort;
    private readonly Dictionary<string, (string HostIP, NodeDescription Description)> _nodes = options.Nodes
        .Select((node, index) => (node, network.NodeAddress(index)))
        .ToDictionary(n => n.node.Name, n => (n.Item2.ToString(), n.node), StringComparer.Ordinal);

    public IReadOnlyList<IPAddress> Addresses => [.. _nodes.Values.Select(n => IPAddress.Parse(n.HostIP)).Distinct()];

    public (string HostIP, NodeDescription Description)? Find(string name) => _nodes.TryGetValue(name, out var node) ? node : null;

    public async Task RegisterAsync(int kubeletPort, CancellationToken cancellationToken)
    {
        _kubeletPort = kubeletPort;
        foreach (var (name, (hostIP, description)) in _nodes)
        {
            var present = await client.FindAsync(ResourceTypes.Nodes, null, name, cancellationToken);
            var wanted = new NodeObject { Metadata = new() { Name = name, Labels = Labels(description) }, Spec = Spec(description) };
            try
            {
                await client.CreateAsync(ResourceTypes.Nodes, null, wanted, cancellationToken);
            }
            catch (KubeException error) when (error.IsAlreadyExists)
            {
                var labels = new JsonObject();
                foreach (var (label, value) in Labels(description))
                    labels[label] = value;
                await client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels } }), cancellationToken);
            }

            await ReportAsync(name, hostIP, description, cancellationToken);
            // Controllers of real clusters mark new nodes until they have seen them ready; here they are ready now.
            await client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["taints"] = Taints(description, present) } }), cancellationToken);
        }
    }

    /// <summary>Renews the Leases until cancelled. Whoever was not heard of for as long as a Lease holds may count as lost, and says that all is well.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var heard = options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                foreach (var name in _nodes.Keys)
                    await RenewAsync(name, cancellationToken);
                if (options.Time.GetElapsedTime(heard) > TimeSpan.FromSeconds(LeaseSeconds))
                    await ReportAsync(cancellationToken);
                heard = options.Time.GetTimestamp();
            }
            catch (Exception error) when (error is KubeException && !cancellationToken.IsCancellationRequested)
            {
                NodeLog.Failed(options.Logger, error, "renewing the lease of a node");
            }

            await Task.Delay(s_heartbeat, options.Time, cancellationToken);
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, (hostIP, description)) in _nodes)
            await ReportAsync(name, hostIP, description, cancellationToken);
    }

    private Task<NodeObject> ReportAsync(string name, string hostIP, NodeDescription description, CancellationToken cancellationToken) =>
        client.PatchAsync(ResourceTypes.Nodes, null, name, Patch.Strategic(Status(hostIP, description)), "status", cancellationToken);

    private async Task RenewAsync(string name, CancellationToken cancellationToken)
    {
        var now = options.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var lease = new Lease
        {
            ApiVersion = ResourceTypes.Leases.ApiVersion,
            Kind = ResourceTypes.Leases.Kind,
            Metadata = new() { Name = name, Namespace = "kube-node-lease" },
            Spec = new() { HolderIdentity = name, LeaseDurationSeconds = LeaseSeconds, RenewTime = now },
        };
        var patch = Patch.Apply(ResourceTypes.Leases, lease, "kubelet", force: true);
        try
        {
            await client.PatchAsync(ResourceTypes.Leases, "kube-node-lease", name, patch, cancellationToken);
        }
        catch (KubeException error) when (error.IsNotFound)
        {
            await EnsureNamespaceAsync(cancellationToken);
            await client.PatchAsync(ResourceTypes.Leases, "kube-node-lease", name, patch, cancellationToken);
        }
    }

    private async Task EnsureNamespaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new() { Name = "kube-node-lease" } }, cancellationToken);
        }
        catch (KubeException error) when (error.IsAlreadyExists)
        {
        }
    }

    private static Dictionary<string, string> Labels(NodeDescription description)
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kubernetes.io/hostname"] = description.Name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = architecture,
            ["beta.kubernetes.io/os"] = "linux",
            ["beta.kubernetes.io/arch"] = architecture,
        };
        foreach (var (name, value) in description.Labels)
            labels[name] = value;
        return labels;
    }

    private static NodeSpec Spec(NodeDescription description) => new() { Taints = description.Taints.Count == 0 ? null : description.Taints };

    /// <summary>Those of the description, and what people put on the node in an earlier life.</summary>
    private static JsonArray Taints(NodeDescription description, NodeObject? present)
    {
        var taints = new JsonArray();
        var kept = (present?.Spec?.Taints ?? []).Where(t => t.Key is not ("node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable") && !description.Taints.Any(d => d.Key == t.Key && d.Effect == t.Effect));
        foreach (var taint in description.Taints.Concat(kept))
            taints.Add(System.Text.Json.JsonSerializer.SerializeToNode(taint, KubeJson.Default.Taint));
        return taints;
    }

    private JsonObject Status(string hostIP, NodeDescription description)
    {
        var now = TimeConverter.Format(options.Time.GetUtcNow());
        JsonObject Condition(string type, string status, string reason, string message) => new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastHeartbeatTime"] = now,
            ["lastTransitionTime"] = now,
        };
        var capacity = new JsonObject();
        foreach (var (resource, amount) in description.Capacity)
            capacity[resource] = amount.Text;
        return new()
        {
            ["status"] = new JsonObject
            {
                // No Hostname: API servers would prefer it, and nothing resolves the names of simulated nodes.
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = hostIP }),
                ["capacity"] = capacity,
                ["allocatable"] = capacity.DeepClone(),
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                    Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                    Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = _kubeletPort } },
                ["nodeInfo"] = new JsonObject
                {
                    ["architecture"] = Labels(description)["kubernetes.io/arch"],
                    ["bootID"] = "",
                    ["containerRuntimeVersion"] = "hearth://0.1.0",
                    ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                    ["kubeProxyVersion"] = "",
                    ["kubeletVersion"] = "v1.34.0",
                    ["machineID"] = "",
                    ["operatingSystem"] = "linux",
                    ["osImage"] = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
                    ["systemUUID"] = "",
                },
            },
        };
    }
}
