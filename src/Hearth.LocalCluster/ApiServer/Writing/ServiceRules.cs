using System.Net;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Addresses and node ports of services.</summary>
internal static class ServiceRules
{
    private const int FirstNodePort = 30000;
    private const int NodePorts = 2768;

    public static void Allocate(ApiContext context, JsonObject service, JsonObject? old)
    {
        var spec = service.Ensure("spec");
        var before = old?.Map("spec");
        var type = spec.Text("type");
        if (before is not null)
            DropFieldsOfFormerType(spec, before);
        if (type == "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"])
                spec.Remove(name);
            return;
        }

        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
            spec["clusterIP"] = before?.Text("clusterIP") is { Length: > 0 } kept ? kept : NewAddress(context);
        spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        if (spec["ipFamilies"] is null)
            spec["ipFamilies"] = new JsonArray("IPv4");
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (type is "NodePort" or "LoadBalancer")
            AllocateNodePorts(context, spec, before);
    }

    /// <summary>What only the former type needed goes with it, unless it was changed too.</summary>
    private static void DropFieldsOfFormerType(JsonObject spec, JsonObject before)
    {
        if (HasNodePorts(before) && !HasNodePorts(spec) && Ports(spec).SequenceEqual(Ports(before)))
        {
            foreach (var port in spec.Objects("ports"))
                port.Remove("nodePort");
        }

        if (IsReachable(before) && !IsReachable(spec))
            DropSame(spec, before, "externalTrafficPolicy");
        if (before.Text("type") != "LoadBalancer" || spec.Text("type") == "LoadBalancer")
            return;
        DropSame(spec, before, "allocateLoadBalancerNodePorts");
        DropSame(spec, before, "loadBalancerClass");
        DropSame(spec, before, "healthCheckNodePort");
    }

    private static IEnumerable<long> Ports(JsonObject spec) => spec.Objects("ports").Select(port => port["nodePort"].Number ?? 0);

    private static bool HasNodePorts(JsonObject spec) => spec.Text("type") is "NodePort" or "LoadBalancer";

    private static bool IsReachable(JsonObject spec) => HasNodePorts(spec) || spec.Text("type") == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 };

    private static void DropSame(JsonObject spec, JsonObject before, string field)
    {
        if (JsonNode.DeepEquals(spec[field], before[field]))
            spec.Remove(field);
    }

    /// <summary>An address that was asked for must be of the service network, and free.</summary>
    /// <exception cref="ApiException">It is not (422).</exception>
    public static void CheckAddress(ApiContext context, JsonObject service)
    {
        var name = service.Map("metadata")?.Text("name") ?? "";
        if (service.Map("spec")?.Text("clusterIP") is not { Length: > 0 } address || address == "None")
            return;
        var owner = context.Store.Table("services").Objects.In(null).FirstOrDefault(other => other.Fields[0] == address);
        var isTaken = owner is not null && (owner.Name != name || owner.Namespace != service.Map("metadata")?.Text("namespace"));
        var problem = !IPAddress.TryParse(address, out var parsed) || !context.ServiceNetwork.Contains(parsed) ? "the provided network does not match the current range"
            : isTaken ? "provided IP is already allocated" : null;
        if (problem is not null)
            throw ApiException.Invalid("", "Service", name, [FieldError.Invalid("spec.clusterIPs", new JsonArray(address), $"failed to allocate IP {address}: {problem}")]);
    }

    private static string NewAddress(ApiContext context)
    {
        var taken = context.Store.Table("services").Objects.In(null).Select(service => service.Fields[0]).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var number = context.Next((1 << (32 - context.ServiceNetwork.PrefixLength)) - 512) + 258;
            var address = context.ServiceAddress(number);
            if (number % 256 is not (0 or 255) && !taken.Contains(address))
                return address;
        }
    }

    private static void AllocateNodePorts(ApiContext context, JsonObject spec, JsonObject? before)
    {
        var taken = context.Objects("", "services").SelectMany(service => service.Map("spec")?.Objects("ports") ?? [])
            .Select(port => port["nodePort"].Number ?? 0).ToHashSet();
        foreach (var port in spec.Objects("ports"))
        {
            if ((port["nodePort"].Number ?? 0) != 0)
                continue;
            var same = before?.Objects("ports").FirstOrDefault(old => old["port"].Number == port["port"].Number && old.Text("protocol") == port.Text("protocol"));
            var number = same?["nodePort"].Number ?? 0;
            while (number == 0 || same is null && taken.Contains(number))
                number = FirstNodePort + context.Next(NodePorts);
            taken.Add(number);
            port["nodePort"] = number;
        }

        if (spec.Text("type") != "LoadBalancer" || spec.Text("externalTrafficPolicy") != "Local" || (spec["healthCheckNodePort"].Number ?? 0) != 0)
            return;
        var health = before?["healthCheckNodePort"].Number ?? 0;
        while (health == 0 || before is null && taken.Contains(health))
            health = FirstNodePort + context.Next(NodePorts);
        spec["healthCheckNodePort"] = health;
    }
}
