using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>What pods may not have of the machine below them.</summary>
internal static class HostChecks
{
    private static readonly (long Since, string Name)[] s_safeSysctls =
    [
        (0, "kernel.shm_rmid_forced"), (0, "net.ipv4.ip_local_port_range"), (0, "net.ipv4.tcp_syncookies"), (0, "net.ipv4.ping_group_range"), (0, "net.ipv4.ip_unprivileged_port_start"),
        (27, "net.ipv4.ip_local_reserved_ports"),
        (29, "net.ipv4.tcp_keepalive_time"), (29, "net.ipv4.tcp_fin_timeout"), (29, "net.ipv4.tcp_keepalive_intvl"), (29, "net.ipv4.tcp_keepalive_probes"),
        (32, "net.ipv4.tcp_rmem"), (32, "net.ipv4.tcp_wmem"),
    ];

    public static Violation? Namespaces(CheckedPod pod, long minor)
    {
        var shared = ((string[])["hostNetwork", "hostPID", "hostIPC"]).Where(pod.Spec.IsTrue).Select(name => name + "=true").ToArray();
        return shared.Length == 0 ? null : new("host namespaces", string.Join(", ", shared));
    }

    public static Violation? Ports(CheckedPod pod, long minor)
    {
        static IEnumerable<string> Taken(CheckedContainer container) =>
            container.Fields.Objects("ports").Select(port => port["hostPort"].Number ?? 0).Where(port => port != 0).Select(port => port.ToString(CultureInfo.InvariantCulture));
        var containers = pod.Names(container => Taken(container).Any());
        var ports = Violation.Set(pod.Containers.SelectMany(Taken));
        return containers.Length == 0 ? null : new("hostPort", $"{Using(containers)} {Violation.Count(ports.Length, "hostPort", "hostPorts")} {string.Join(", ", ports)}");
    }

    public static Violation? Probes(CheckedPod pod, long minor)
    {
        var containers = Violation.Set(pod.Names(container => ProbedHosts(container).Any()));
        var hosts = Violation.Set(pod.Containers.SelectMany(ProbedHosts));
        return containers.Length == 0 ? null : new("probe or lifecycle host", $"{Using(containers)} probe or lifecycle {Violation.Count(hosts.Length, "host", "hosts")} {Violation.Quoted(hosts)}");
    }

    private static IEnumerable<string> ProbedHosts(CheckedContainer container)
    {
        var lifecycle = container.Fields.Map("lifecycle");
        JsonObject?[] handlers = [container.Fields.Map("livenessProbe"), container.Fields.Map("readinessProbe"), container.Fields.Map("startupProbe"), lifecycle?.Map("postStart"), lifecycle?.Map("preStop")];
        return handlers.SelectMany(handler => (string?[])[handler?.Map("httpGet")?.Text("host"), handler?.Map("tcpSocket")?.Text("host")]).OfType<string>().Where(host => host.Length > 0);
    }

    public static Violation? ProcMount(CheckedPod pod, long minor)
    {
        static string? Other(CheckedContainer container) => container.Security.Text("procMount") is { } mount and not "Default" ? mount : null;
        var containers = pod.Names(container => Other(container) is not null);
        return containers.Length == 0 ? null
            : new("procMount", $"{Violation.Containers(containers)} must not set securityContext.procMount to {Violation.Quoted(Violation.Set(pod.Containers.Select(Other).OfType<string>()))}");
    }

    public static Violation? Sysctls(CheckedPod pod, long minor)
    {
        var others = pod.Security.Objects("sysctls").Select(sysctl => sysctl.Text("name") ?? "").Where(name => !s_safeSysctls.Any(safe => safe.Name == name && minor >= safe.Since)).ToArray();
        return others.Length == 0 ? null : new("forbidden sysctls", string.Join(", ", others));
    }

    public static Violation? WindowsProcesses(CheckedPod pod, long minor)
    {
        static bool IsHosts(JsonObject security) => security.Map("windowsOptions")?.IsTrue("hostProcess") == true;
        return Violation.Setters(IsHosts(pod.Security), pod.Names(container => IsHosts(container.Security))) is { } setters
            ? new("hostProcess", setters + " must not set securityContext.windowsOptions.hostProcess=true") : null;
    }

    private static string Using(string[] containers) => $"{Violation.Containers(containers)} {Violation.Count(containers.Length, "uses", "use")}";
}
