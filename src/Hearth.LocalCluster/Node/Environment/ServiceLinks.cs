using System.Globalization;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>The variables that tell a pod of the services of its namespace (<c>MY_SVC_SERVICE_HOST</c> and its kin).</summary>
internal static class ServiceLinks
{
    public static void Add(Dictionary<string, string> variables, Service service)
    {
        if (service.Spec is not { ClusterIP: { Length: > 0 } ip } spec || ip == "None")
            return;
        var prefix = VariableName(service.Metadata.Name ?? "");
        if (spec.Ports is not { Count: > 0 } ports)
            return;
        variables[prefix + "_SERVICE_HOST"] = ip;
        variables[prefix + "_SERVICE_PORT"] = Text(ports[0].Port);
        foreach (var port in ports.Where(p => !string.IsNullOrEmpty(p.Name)))
            variables[$"{prefix}_SERVICE_PORT_{VariableName(port.Name!)}"] = Text(port.Port);
        variables[prefix + "_PORT"] = Url(ip, ports[0]);
        foreach (var port in ports)
        {
            var protocol = port.Protocol ?? "TCP";
            var name = $"{prefix}_PORT_{Text(port.Port)}_{protocol.ToUpperInvariant()}";
            variables[name] = Url(ip, port);
            variables[name + "_PROTO"] = protocol.ToLowerInvariant();
            variables[name + "_PORT"] = Text(port.Port);
            variables[name + "_ADDR"] = ip;
        }
    }

    private static string VariableName(string name) => name.Replace('-', '_').ToUpperInvariant();

    private static string Url(string ip, ServicePort port) => $"{(port.Protocol ?? "TCP").ToLowerInvariant()}://{ip}:{Text(port.Port)}";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
