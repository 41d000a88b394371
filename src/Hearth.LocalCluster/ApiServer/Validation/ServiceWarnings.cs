using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What Services, their slices and certificates say without effect.</summary>
internal static class ServiceWarnings
{
    public static void Write(ApiResource resource, JsonObject value, Warnings warnings)
    {
        if (resource.GroupResource == "endpointslices.discovery.k8s.io" && value.Text("addressType") == "FQDN")
            warnings.Add("spec.addressType: FQDN endpoints are deprecated");
        if (resource.GroupResource == "secrets" && value.Text("type") == "kubernetes.io/tls")
            Tls(value.Map("data") ?? [], warnings);
        if (resource.GroupResource != "services")
            return;
        if (value.Map("metadata")?.Map("annotations")?["service.kubernetes.io/topology-aware-hints"] is not null)
            warnings.Add("annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead");
        Service(value.Map("spec") ?? [], warnings);
    }

    private static void Tls(JsonObject data, Warnings warnings)
    {
        foreach (var (key, what) in (ReadOnlySpan<(string, string)>)[("tls.crt", "certificate"), ("tls.key", "key")])
        {
            var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data.Text(key) ?? ""));
            if (System.Security.Cryptography.PemEncoding.TryFind(text, out _))
                continue;
            warnings.Add($"tls: failed to find any PEM data in {what} input");
            return;
        }
    }

    private static void Service(JsonObject spec, Warnings warnings)
    {
        var type = spec.Text("type");
        var hasExternal = spec.List("externalIPs") is { Count: > 0 };
        if (type != "ExternalName" && spec.Text("clusterIP") is not (null or "" or "None"))
            Each(spec, "clusterIPs", AddressWarnings.Address, warnings);
        if (spec.Text("clusterIP") == "None" && type != "ExternalName")
        {
            if (spec.Text("loadBalancerIP") is { Length: > 0 })
                warnings.Add("spec.loadBalancerIP is ignored for headless services");
            if (hasExternal)
                warnings.Add("spec.externalIPs is ignored for headless services");
            if (spec.Text("sessionAffinity") != "None")
                warnings.Add("spec.SessionAffinity is ignored for headless services");
        }

        Each(spec, "externalIPs", AddressWarnings.Address, warnings);
        if (spec.Text("loadBalancerIP") is { Length: > 0 } address)
            AddressWarnings.Address("spec.loadBalancerIP", address, warnings);
        Each(spec, "loadBalancerSourceRanges", AddressWarnings.Block, warnings);
        if (type != "ExternalName" && spec.Text("externalName") is { Length: > 0 })
            warnings.Add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        if (type == "ExternalName" && hasExternal)
            warnings.Add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }

    private static void Each(JsonObject spec, string list, Action<string, string, Warnings> check, Warnings warnings)
    {
        foreach (var (i, text) in (spec.List(list) ?? []).Index())
            check($"spec.{list}[{i}]", text.Text ?? "", warnings);
    }
}
