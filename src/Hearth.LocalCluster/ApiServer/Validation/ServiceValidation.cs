using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

internal static class ServiceValidation
{
    private static readonly string[] s_protocols = ["SCTP", "TCP", "UDP"];

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var type = spec.Text("type");
        var ports = spec.Objects("ports").ToArray();
        var isHeadless = spec.Text("clusterIP") == "None";
        if (ports.Length == 0 && !isHeadless && type != "ExternalName")
            errors.Required("spec.ports");
        if (type == "ExternalName" && string.IsNullOrEmpty(spec.Text("externalName")))
            errors.Invalid("spec.externalName", spec.Text("externalName") ?? "", "must be specified when `type` is ExternalName");
        if (type == "LoadBalancer" && isHeadless)
            errors.Invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for LoadBalancer services");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Length; i++)
            Port(errors, ports[i], $"spec.ports[{i}]", ports.Length > 1, names, type);
        foreach (var error in MetadataRules.Labels(spec.Map("selector"), "spec.selector"))
            errors.Add(error);
        errors.OneOf("spec.sessionAffinity", spec["sessionAffinity"], ["ClientIP", "None"]);
        errors.OneOf("spec.type", spec["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
        Duplicates(errors, ports);
        if (type is "ClusterIP" or "ExternalName")
        {
            for (var i = 0; i < ports.Length; i++)
            {
                if ((ports[i]["nodePort"].Number ?? 0) != 0)
                    errors.Forbidden($"spec.ports[{i}].nodePort", $"may not be used when `type` is '{type}'");
            }
        }
    }

    private static void Port(ErrorList errors, JsonObject port, string field, bool needsName, HashSet<string> names, string? type)
    {
        _ = type;
        var name = port.Text("name") ?? "";
        if (name.Length == 0 && needsName)
            errors.Required(field + ".name");
        else if (name.Length > 0)
        {
            errors.DnsLabel(field + ".name", name);
            if (!names.Add(name))
                errors.Add(Http.FieldError.Duplicate(field + ".name", name));
        }

        errors.Port(field + ".port", port["port"]);
        if (port["targetPort"] is { } target && (target.Text is not null || target.Number != port["port"].Number))
            errors.PortOrName(field + ".targetPort", target);
        if (string.IsNullOrEmpty(port.Text("protocol")))
            errors.Required(field + ".protocol");
        else
            errors.OneOf(field + ".protocol", port["protocol"], s_protocols);
    }

    private static void Duplicates(ErrorList errors, JsonObject[] ports)
    {
        var seen = new HashSet<(long?, string?)>();
        for (var i = 0; i < ports.Length; i++)
        {
            if (!seen.Add((ports[i]["port"].Number, ports[i].Text("protocol"))))
                errors.Add(Http.FieldError.Duplicate($"spec.ports[{i}]", Key(ports[i])));
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
            errors.Invalid("spec.clusterIPs[0]", spec["clusterIPs"], "may not change once set");
    }

    public static void ValidateStatus(ErrorList errors, JsonObject value)
    {
        if (value.Map("spec")?.Text("type") != "LoadBalancer" && value.Map("status")?.Map("loadBalancer")?.List("ingress") is { Count: > 0 })
            errors.Forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'");
    }
}
