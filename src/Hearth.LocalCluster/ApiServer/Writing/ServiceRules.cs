using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

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
    }
}
