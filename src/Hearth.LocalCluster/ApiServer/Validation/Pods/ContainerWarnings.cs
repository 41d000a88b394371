using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Pods;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Containers whose annotations do nothing any more, whose variables and ports come twice, or that ask for parts of a byte.</summary>
internal static class ContainerWarnings
{
    public static void Write(JsonObject spec, JsonObject annotations, string field, Warnings warnings)
    {
        var context = spec.Map("securityContext");
        if (context?.Map("seccompProfile") is null && annotations.ContainsKey(ProfileAnnotations.Seccomp))
            warnings.Add($"{field}metadata.annotations[{ProfileAnnotations.Seccomp}]: non-functional in v1.27+; use the \"seccompProfile\" field instead");
        var containers = WindowsValidation.Containers(spec, field + "spec").ToList();
        foreach (var (container, at) in containers)
        {
            var (own, name) = (container.Map("securityContext"), container.Text("name"));
            if (own?.Map("seccompProfile") is null && annotations.ContainsKey(ProfileAnnotations.ContainerSeccomp + name))
                warnings.Add($"{field}metadata.annotations[{ProfileAnnotations.ContainerSeccomp}{name}]: non-functional in v1.27+; use the \"seccompProfile\" field instead");
            if (field.Length > 0 && context?.Map("appArmorProfile") is null && own?.Map("appArmorProfile") is null && annotations.ContainsKey(ProfileAnnotations.AppArmor + name))
                warnings.Add($"{field}metadata.annotations[{ProfileAnnotations.AppArmor}{name}]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
            foreach (var resource in (ReadOnlySpan<string>)["memory", "ephemeral-storage"])
            {
                Bytes(container.Map("resources")?.Map("limits"), resource, at + ".resources.limits", warnings);
                Bytes(container.Map("resources")?.Map("requests"), resource, at + ".resources.requests", warnings);
            }

            Variables(container, at, warnings);
        }

        Ports(containers, warnings);
        PortNames(containers, warnings);
    }

    public static void Bytes(JsonObject? amounts, string at, Warnings warnings)
    {
        Bytes(amounts, "memory", at, warnings);
        Bytes(amounts, "ephemeral-storage", at, warnings);
    }

    public static void Claim(JsonObject spec, string at, Warnings warnings) => Bytes(spec.Map("resources")?.Map("requests"), "storage", at + ".resources.requests", warnings);

    private static void Bytes(JsonObject? amounts, string name, string at, Warnings warnings)
    {
        if (amounts?.Text(name) is { } amount && new Quantity(amount).Milli() % 1000 != 0)
            warnings.Add($"{at}[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer");
    }

    private static void Variables(JsonObject container, string at, Warnings warnings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, variable) in container.Objects("env").Index())
        {
            var (name, value) = (variable.Text("name") ?? "", variable.Text("value") ?? "");
            if (seen.Add(name))
                continue;
            // A value that uses the one before it is meant to hide it.
            var reference = $"$({name})";
            if (variable.Map("valueFrom") is not null || value == reference || !value.Contains(reference, StringComparison.Ordinal))
                warnings.Add($"{at}.env[{i}]: hides previous definition of \"{name}\", which may be dropped when using apply");
        }
    }

    private static void Ports(List<(JsonObject Container, string Path)> containers, Warnings warnings)
    {
        var ports = new Dictionary<string, List<(string Path, long Host, string Address)>>(StringComparer.Ordinal);
        foreach (var (container, path) in containers)
        {
            foreach (var (i, port) in container.Objects("ports").Index())
            {
                var (at, host, address) = ($"{path}.ports[{i}]", port["hostPort"].Number ?? 0, port.Text("hostIP") ?? "");
                if (address.Length > 0 && host == 0)
                    warnings.Add($"{at}: hostIP set without hostPort: {{Name:{port.Text("name")} HostPort:0 ContainerPort:{port["containerPort"].Number ?? 0} Protocol:{port.Text("protocol")} HostIP:{address}}}");
                var key = $"{port["containerPort"].Number ?? 0}/{port.Text("protocol")}";
                if (!ports.TryGetValue(key, out var others))
                    ports[key] = others = [];
                foreach (var other in others)
                {
                    if (address == other.Address && host == other.Host)
                        warnings.Add($"{at}: duplicate port definition with {other.Path}");
                    else if (host == 0 || other.Host == 0)
                        warnings.Add($"{at}: overlapping port definition with {other.Path}");
                    else if (host == other.Host && address.Length == 0 != (other.Address.Length == 0))
                        warnings.Add($"{at}: dangerously ambiguous port definition with {other.Path}");
                }

                others.Add((at, host, address));
            }
        }
    }

    private static void PortNames(List<(JsonObject Container, string Path)> containers, Warnings warnings)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (container, path) in containers)
        {
            foreach (var (i, port) in container.Objects("ports").Index())
            {
                var at = $"{path}.ports[{i}]";
                if (port.Text("name") is { Length: > 0 } name && !names.TryAdd(name, at))
                    warnings.Add($"{at}: duplicate port name \"{name}\" with {names[name]}, services and probes that select ports by name will use {names[name]}");
            }
        }
    }
}
