using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class ServiceCells
{
    public static string External(JsonObject service)
    {
        var spec = service.Map("spec") ?? [];
        var stated = string.Join(",", (spec.List("externalIPs") ?? []).Select(address => address.Text));
        switch (spec.Text("type"))
        {
            case "ExternalName":
                return spec.Text("externalName") ?? "";
            case "LoadBalancer":
                var given = string.Join(",", (service.Map("status")?.Map("loadBalancer")?.Objects("ingress") ?? []).Select(ingress => ingress.Text("ip") ?? ingress.Text("hostname")));
                return stated.Length > 0 ? (given.Length > 0 ? given + "," + stated : stated) : given.Length > 0 ? given : "<pending>";
            default:
                return stated.Length > 0 ? stated : "<none>";
        }
    }

    public static string Ports(JsonObject service)
    {
        var ports = service.Map("spec")?.Objects("ports").Select(port => (port["nodePort"].Number ?? 0) != 0
            ? $"{port["port"].Number}:{port["nodePort"].Number}/{port.Text("protocol")}"
            : $"{port["port"].Number}/{port.Text("protocol")}").ToArray() ?? [];
        return ports.Length == 0 ? "<none>" : string.Join(",", ports);
    }
}
