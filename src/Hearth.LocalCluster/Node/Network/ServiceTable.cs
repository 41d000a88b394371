using System.Net;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Where services lead: names to addresses, addresses and ports to pods. Pure, from what is known of services and pods.</summary>
internal static class ServiceTable
{
    /// <summary>The addresses that the name of a service stands for.</summary>
    /// <param name="service">The service.</param>
    /// <param name="pods">The pods of its namespace.</param>
    /// <param name="servesClusterIPs">False: the node cannot listen on service addresses, names lead to the pods instead.</param>
    public static IReadOnlyList<string> Addresses(Service service, IEnumerable<Pod> pods, bool servesClusterIPs) => service.Spec switch
    {
        { Type: "ExternalName" } or null => [],
        { ClusterIP: { Length: > 0 } ip } when ip != "None" && servesClusterIPs => [ip],
        _ => [.. Backends(service, pods).Select(p => p.Status!.PodIP!)],
    };

    /// <summary>The pods behind a service, in the order of their names: those that are ready, or all that it publishes.</summary>
    public static IEnumerable<Pod> Backends(Service service, IEnumerable<Pod> pods)
    {
        if (service.Spec?.Selector is not { Count: > 0 } selector)
            return [];
        var all = service.Spec.PublishNotReadyAddresses == true;
        return pods
            .Where(p => p.Metadata.Namespace == service.Metadata.Namespace && p.Status?.PodIP is { Length: > 0 } && p.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed))
            .Where(p => Selects(selector, p.Metadata.Labels) && (all || (IsReady(p) && p.Metadata.DeletionTimestamp is null)))
            .OrderBy(p => p.Metadata.Name, StringComparer.Ordinal);
    }

    /// <summary>The endpoint of a pod that a port of a service leads to; null where the pod has no port of that name.</summary>
    public static IPEndPoint? Target(ServicePort port, Pod pod)
    {
        var number = port.TargetPort switch
        {
            null => port.Port,
            { Number: { } n } => n == 0 ? port.Port : n,
            { Text: { } name } => (pod.Spec?.Containers ?? []).Concat((pod.Spec?.InitContainers ?? []).Where(c => c.RestartPolicy == "Always")).SelectMany(c => c.Ports ?? [])
                .FirstOrDefault(p => p.Name == name && (p.Protocol ?? "TCP") == (port.Protocol ?? "TCP"))?.Port ?? 0,
            _ => 0,
        };
        return number > 0 && IPAddress.TryParse(pod.Status?.PodIP, out var address) ? new(address, number) : null;
    }

    public static bool IsReady(Pod pod) => pod.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) == true;

    private static bool Selects(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string>? labels) =>
        selector.All(wanted => labels is not null && labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}
