using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Services (<c>ValidateService</c>).</summary>
internal static class ServiceValidation
{
    public static void Validate(ErrorList errors, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        var type = spec.Text("type");
        var ports = spec.Objects("ports").ToArray();
        var isHeadless = spec.Text("clusterIP") == "None";
        if (ports.Length == 0 && !isHeadless && type != "ExternalName")
            errors.Required("spec.ports");
        ByType(errors, spec, type, ports, isHeadless);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Length; i++)
            Port(errors, ports[i], $"spec.ports[{i}]", ports.Length > 1, names, isHeadless);
        errors.AddAll(MetadataRules.Labels(spec.Map("selector"), "spec.selector"));
        Affinity(errors, spec);
        ExternalAddresses(errors, spec);
        errors.NeededOneOf("spec.type", spec["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
        NodePorts(errors, ports, type);
        Duplicates(errors, ports);
        ServiceTrafficValidation.Validate(errors, spec, value.Map("metadata")?.Map("annotations") ?? [], type);
    }

    private static void ByType(ErrorList errors, JsonObject spec, string? type, JsonObject[] ports, bool isHeadless)
    {
        if (type == "LoadBalancer")
        {
            for (var i = 0; i < ports.Length; i++)
            {
                if (ports[i]["port"].Number == 10250)
                    errors.Invalid($"spec.ports[{i}]", 10250, "may not expose port 10250 externally since it is used by kubelet");
            }
        }

        if (type is "LoadBalancer" or "NodePort" && isHeadless)
            errors.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        if (type != "ExternalName")
            return;
        foreach (var name in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            if (spec[name] is not null)
                errors.Forbidden("spec." + name, "may not be set for ExternalName services");
        }

        if (spec["clusterIP"] is not null && spec["clusterIPs"] is null)
            errors.Forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        var alias = spec.Text("externalName") ?? "";
        alias = alias.EndsWith('.') ? alias[..^1] : alias;
        if (alias.Length > 0)
            errors.Subdomain("spec.externalName", alias);
        else
            errors.Required("spec.externalName");
    }

    private static void Port(ErrorList errors, JsonObject port, string field, bool needsName, HashSet<string> names, bool isHeadless)
    {
        var name = port.Text("name") ?? "";
        if (name.Length == 0 && needsName)
        {
            errors.Required(field + ".name");
        }
        else if (name.Length > 0)
        {
            errors.DnsLabel(field + ".name", name);
            if (!names.Add(name))
                errors.Add(FieldError.Duplicate(field + ".name", name));
        }

        errors.Port(field + ".port", port["port"]);
        errors.NeededOneOf(field + ".protocol", port["protocol"], ["SCTP", "TCP", "UDP"]);
        errors.PortOrName(field + ".targetPort", port["targetPort"]);
        if (port.Text("appProtocol") is { } protocol)
            errors.QualifiedName(field + ".appProtocol", protocol);
        _ = isHeadless;
    }

    private static void Affinity(ErrorList errors, JsonObject spec)
    {
        errors.NeededOneOf("spec.sessionAffinity", spec["sessionAffinity"], ["ClientIP", "None"]);
        var config = spec.Map("sessionAffinityConfig");
        if (spec.Text("sessionAffinity") == "None" && config is not null)
            errors.Forbidden("spec.sessionAffinityConfig", "must not be set when session affinity is None");
        if (spec.Text("sessionAffinity") != "ClientIP")
            return;
        if (config is null)
            errors.Required("spec.sessionAffinityConfig", "when session affinity type is ClientIP");
        else if (config.Map("clientIP") is not { } client)
            errors.Required("spec.sessionAffinityConfig.clientIP", "when session affinity type is ClientIP");
        else if (client["timeoutSeconds"].Number is not { } seconds)
            errors.Required("spec.sessionAffinityConfig.clientIP.timeoutSeconds", "when session affinity type is ClientIP");
        else if (seconds is <= 0 or > 86400)
            errors.Invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds, "must be greater than 0 and less than 86400");
    }

    private static void ExternalAddresses(ErrorList errors, JsonObject spec)
    {
        foreach (var (node, i) in (spec.List("externalIPs") ?? []).Select((node, i) => (node, i)))
        {
            if (Addresses.IsAddress(node.Text ?? ""))
                EndpointValidation.NotSpecial(errors, $"spec.externalIPs[{i}]", node.Text!);
            else
                errors.Address($"spec.externalIPs[{i}]", node.Text);
        }
    }

    private static void NodePorts(ErrorList errors, JsonObject[] ports, string? type)
    {
        if (type == "ClusterIP")
        {
            for (var i = 0; i < ports.Length; i++)
            {
                if ((ports[i]["nodePort"].Number ?? 0) != 0)
                    errors.Forbidden($"spec.ports[{i}].nodePort", $"may not be used when `type` is '{type}'");
            }
        }

        var seen = new HashSet<(long?, string?)>();
        for (var i = 0; i < ports.Length; i++)
        {
            if ((ports[i]["nodePort"].Number ?? 0) != 0 && !seen.Add((ports[i]["nodePort"].Number, ports[i].Text("protocol"))))
                errors.Add(FieldError.Duplicate($"spec.ports[{i}].nodePort", ports[i]["nodePort"]));
        }
    }

    private static void Duplicates(ErrorList errors, JsonObject[] ports)
    {
        var seen = new HashSet<(long?, string?)>();
        for (var i = 0; i < ports.Length; i++)
        {
            if (!seen.Add((ports[i]["port"].Number, ports[i].Text("protocol"))))
                errors.Add(FieldError.Duplicate($"spec.ports[{i}]", Key(ports[i])));
        }
    }

    /// <summary>What makes a port one of its own, with the empty fields that real servers show beside it.</summary>
    private static JsonObject Key(JsonObject port) => new()
    {
        ["Name"] = "",
        ["Protocol"] = port.Text("protocol"),
        ["AppProtocol"] = null,
        ["Port"] = port["port"]?.DeepClone(),
        ["TargetPort"] = 0,
        ["NodePort"] = 0,
    };

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = value.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        var isExternal = spec.Text("type") == "ExternalName" || before.Text("type") == "ExternalName";
        if (!isExternal && before.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address)
            errors.Invalid("spec.clusterIPs[0]", spec["clusterIPs"]?.DeepClone(), "may not change once set");
        if (spec.Text("type") == "LoadBalancer" && before.Text("type") == "LoadBalancer" && spec.Text("loadBalancerClass") != before.Text("loadBalancerClass"))
            errors.Invalid("spec.loadBalancerClass", spec["loadBalancerClass"]?.DeepClone(), "may not change once set");
        ServiceTrafficValidation.Class(errors, spec, spec.Text("type"));
        if (ChecksHealth(spec) && ChecksHealth(before) && (spec["healthCheckNodePort"].Number ?? 0) != (before["healthCheckNodePort"].Number ?? 0))
            errors.Forbidden("spec.healthCheckNodePort", "field is immutable");
        Validate(errors, value);
    }

    private static bool ChecksHealth(JsonObject spec) => spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
}
