using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Addresses and node ports of services.</summary>
internal static class ServiceRules
{
    private const int FirstNodePort = 30000;
    private const int NodePorts = 2768;

    // The first ones are left to those who ask for a certain port.
    private const int AskedFor = 86;

    public static void Allocate(ApiContext context, JsonObject service, JsonObject? old, bool isDryRun)
    {
        var spec = service.Ensure("spec");
        var before = old?.Map("spec");
        var type = spec.Text("type");
        if (before is not null)
            DropFieldsOfFormerType(spec, before);
        if (type == "ExternalName")
        {
            if (before is null)
                spec.Remove("internalTrafficPolicy");
            return;
        }

        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
            spec["clusterIP"] = before?.Text("clusterIP") is { Length: > 0 } kept ? kept : NewAddress(context);
        if (spec.List("clusterIPs") is not { Count: > 0 } || before is not null)
            spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        Families(spec);
        if (type is "NodePort" or "LoadBalancer")
            AllocateNodePorts(context, service, before, isDryRun);
    }

    private static void Families(JsonObject spec)
    {
        var takesAny = ServiceAddressValidation.TakesAnyFamily(spec);
        spec.Default("ipFamilyPolicy", takesAny ? "RequireDualStack" : "SingleStack");
        var families = spec.List("ipFamilies")?.DeepClone().AsArray() ?? [];
        if (families.Count == 0)
            families.Add((JsonNode)"IPv4");
        if (takesAny && families.Count == 1 && spec.Text("ipFamilyPolicy") != "SingleStack")
            families.Add((JsonNode)(families[0].Text == "IPv4" ? "IPv6" : "IPv4"));
        spec["ipFamilies"] = families;
    }

    /// <summary>An update that leaves addresses and families out keeps them.</summary>
    public static void KeepAddresses(JsonObject spec, JsonObject before)
    {
        // Who states another first address, and the same list, means the list as well.
        if (spec.Text("clusterIP") is { Length: > 0 } address && address != before.Text("clusterIP") && JsonNode.DeepEquals(spec["clusterIPs"], before["clusterIPs"]))
            spec["clusterIPs"] = new JsonArray(address);
        if (spec.Text("type") == "ExternalName" || before.Text("type") == "ExternalName")
            return;
        if (string.IsNullOrEmpty(spec.Text("clusterIP")) && before["clusterIP"] is { } first)
            spec["clusterIP"] = first.DeepClone();
        if (spec["clusterIPs"] is not JsonArray { Count: > 0 } && before["clusterIPs"] is { } all && spec.Text("clusterIP") == before.Text("clusterIP"))
            spec["clusterIPs"] = all.DeepClone();
        if (spec["ipFamilyPolicy"] is null && spec["ipFamilies"] is null && before["ipFamilyPolicy"] is not null)
        {
            spec["ipFamilyPolicy"] = before["ipFamilyPolicy"]!.DeepClone();
            spec["ipFamilies"] = before["ipFamilies"]?.DeepClone();
        }
    }

    /// <summary>What only the former type needed goes with it, unless it was changed too.</summary>
    private static void DropFieldsOfFormerType(JsonObject spec, JsonObject before)
    {
        if (spec.Text("type") == "ExternalName" && before.Text("type") != "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"])
                DropSame(spec, before, name);
        }

        if (HasNodePorts(before) && !HasNodePorts(spec) && Ports(spec).SequenceEqual(Ports(before)))
        {
            foreach (var port in spec.Objects("ports"))
                port.Remove("nodePort");
        }

        if (IsReachable(before) && !IsReachable(spec))
            DropSame(spec, before, "externalTrafficPolicy");
        if (ChecksHealth(before) && !ChecksHealth(spec))
            DropSame(spec, before, "healthCheckNodePort");
        if (before.Text("type") != "LoadBalancer" || spec.Text("type") == "LoadBalancer")
            return;
        DropSame(spec, before, "allocateLoadBalancerNodePorts");
        DropSame(spec, before, "loadBalancerClass");
    }

    private static IEnumerable<long> Ports(JsonObject spec) => spec.Objects("ports").Select(port => port["nodePort"].Number ?? 0);

    private static bool HasNodePorts(JsonObject spec) => spec.Text("type") is "NodePort" or "LoadBalancer";

    private static bool IsReachable(JsonObject spec) => HasNodePorts(spec) || spec.Text("type") == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 };

    private static bool ChecksHealth(JsonObject spec) => spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";

    private static void DropSame(JsonObject spec, JsonObject before, string field)
    {
        if (JsonNode.DeepEquals(spec[field], before[field]))
            spec.Remove(field);
    }

    /// <summary>An address that was asked for must be of the service network, and free.</summary>
    /// <exception cref="ApiException">It is not (422).</exception>
    public static void CheckAddress(ApiContext context, JsonObject service, bool isDryRun)
    {
        var name = service.Map("metadata")?.Text("name") ?? "";
        if (service.Map("spec")?.Text("clusterIP") is not { Length: > 0 } address || address == "None" || service.Map("spec")?.Text("type") == "ExternalName")
            return;
        var owner = context.Store.Table("services").Objects.In(null).FirstOrDefault(other => other.Fields[0] == address);
        var isTaken = owner is not null && (owner.Name != name || owner.Namespace != service.Map("metadata")?.Text("namespace"));
        var problem = !Addresses.TryParse(address, out var parsed) || !context.ServiceNetwork.Contains(parsed) ? isDryRun ? $"the provided IP ({parsed}) is not in the valid range. The range of valid IPs is {context.ServiceNetwork}" : "the provided network does not match the current range"
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

    /// <summary>A port that was asked for must be of the range, and free; only a real write looks at the range.</summary>
    /// <exception cref="ApiException">It is not (422).</exception>
    private static void CheckNodePorts(JsonObject service, JsonObject? before, HashSet<long> taken, bool isDryRun)
    {
        var own = (before?.Objects("ports") ?? []).Select(port => port["nodePort"].Number ?? 0).ToHashSet();
        var seen = new Dictionary<long, string>();
        foreach (var (i, port) in service.Map("spec")!.Objects("ports").Index())
        {
            if (port["nodePort"].Number is not { } number || number == 0 || own.Contains(number))
                continue;
            var isShared = seen.TryGetValue(number, out var protocol) && protocol != port.Text("protocol");
            var problem = number is < FirstNodePort or >= FirstNodePort + NodePorts
                ? isDryRun ? null : $"provided port is not in the valid range. The range of valid ports is {FirstNodePort}-{FirstNodePort + NodePorts - 1}"
                : !isShared && (taken.Contains(number) || !seen.TryAdd(number, port.Text("protocol") ?? "")) ? "provided port is already allocated" : null;
            if (problem is not null)
                throw ApiException.Invalid("", "Service", service.Map("metadata")?.Text("name") ?? "", [FieldError.Invalid($"spec.ports[{i}].nodePort", number, problem)]);
        }
    }

    private static void AllocateNodePorts(ApiContext context, JsonObject service, JsonObject? before, bool isDryRun)
    {
        var spec = service.Ensure("spec");
        var taken = context.Objects("", "services").SelectMany(other => other.Map("spec")?.Objects("ports") ?? [])
            .Select(port => port["nodePort"].Number ?? 0).ToHashSet();
        CheckNodePorts(service, before, taken, isDryRun);
        foreach (var port in spec.Objects("ports"))
        {
            if ((port["nodePort"].Number ?? 0) != 0 || before is null && spec["allocateLoadBalancerNodePorts"].Flag == false)
                continue;
            var same = before?.Objects("ports").FirstOrDefault(old => old["port"].Number == port["port"].Number && old.Text("protocol") == port.Text("protocol"));
            var number = same?["nodePort"].Number ?? 0;
            while (number == 0 || same is null && taken.Contains(number))
                number = FirstNodePort + AskedFor + context.Next(NodePorts - AskedFor);
            taken.Add(number);
            port["nodePort"] = number;
        }

        if (spec.Text("type") != "LoadBalancer" || spec.Text("externalTrafficPolicy") != "Local" || (spec["healthCheckNodePort"].Number ?? 0) != 0)
            return;
        var health = before?["healthCheckNodePort"].Number ?? 0;
        while (health == 0 || before is null && taken.Contains(health))
            health = FirstNodePort + AskedFor + context.Next(NodePorts - AskedFor);
        spec["healthCheckNodePort"] = health;
    }
}
