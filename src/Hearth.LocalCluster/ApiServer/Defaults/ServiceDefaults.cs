using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

internal static class ServiceDefaults
{
    public static void Apply(JsonObject service)
    {
        var spec = service.Ensure("spec");
        spec.Default("sessionAffinity", "None");
        spec.Default("type", "ClusterIP");
        if (spec.Text("sessionAffinity") == "None")
            spec.Remove("sessionAffinityConfig");
        if (spec.Text("sessionAffinity") == "ClientIP")
        {
            var client = spec.Ensure("sessionAffinityConfig").Ensure("clientIP");
            if (client["timeoutSeconds"] is null)
                client["timeoutSeconds"] = 10800L;
        }

        var type = spec.Text("type");
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is null || port["targetPort"].Number == 0 || port["targetPort"].Text is "")
                port["targetPort"] = port["port"]?.DeepClone();
        }

        if (type != "ExternalName")
            spec.Default("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer" || type == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 })
            spec.Default("externalTrafficPolicy", "Cluster");
        if (type != "LoadBalancer")
            return;
        if (spec["allocateLoadBalancerNodePorts"] is null)
            spec["allocateLoadBalancerNodePorts"] = true;
        foreach (var ingress in (service.Map("status")?.Map("loadBalancer")?.Objects("ingress") ?? []).Where(ingress => ingress.Text("ip") is { Length: > 0 }))
            ingress.TryAdd("ipMode", "VIP");
    }
}
