using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Warnings of kinds that have but one or two.</summary>
internal static class OtherWarnings
{
    private const string Mountable = "kubernetes.io/enforce-mountable-secrets";

    public static void Write(ApiResource resource, JsonObject value, bool isNew, Warnings warnings)
    {
        var annotations = value.Map("metadata")?.Map("annotations") ?? [];
        switch (resource.GroupResource)
        {
            case "ingresses.networking.k8s.io" when isNew && annotations.ContainsKey("kubernetes.io/ingress.class"):
                warnings.Add("annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead");
                break;
            case "networkpolicies.networking.k8s.io":
                Blocks(value.Map("spec") ?? [], "ingress", "from", warnings);
                Blocks(value.Map("spec") ?? [], "egress", "to", warnings);
                break;
            case "endpoints":
                Endpoints(value, warnings);
                break;
            case "nodes":
                Node(value.Map("spec") ?? [], warnings);
                break;
            case "serviceaccounts" when annotations.ContainsKey(Mountable):
                warnings.Add($"metadata.annotations[{Mountable}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
                break;
        }
    }

    private static void Blocks(JsonObject spec, string rules, string peers, Warnings warnings)
    {
        foreach (var (i, rule) in spec.Objects(rules).Index())
        {
            foreach (var (j, peer) in rule.Objects(peers).Index())
            {
                if (peer.Map("ipBlock") is not { } block)
                    continue;
                var field = $"spec.{rules}[{i}].{peers}[{j}].ipBlock";
                AddressWarnings.Block(field + ".cidr", block.Text("cidr") ?? "", warnings);
                foreach (var (k, except) in (block.List("except") ?? []).Index())
                    AddressWarnings.Block($"{field}.except[{k}]", except.Text ?? "", warnings);
            }
        }
    }

    private static void Endpoints(JsonObject value, Warnings warnings)
    {
        foreach (var (i, subset) in value.Objects("subsets").Index())
        {
            foreach (var list in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                foreach (var (j, address) in subset.Objects(list).Index())
                    AddressWarnings.Address($"subsets[{i}].{list}[{j}].ip", address.Text("ip") ?? "", warnings);
            }
        }
    }

    private static void Node(JsonObject spec, Warnings warnings)
    {
        if (spec.Text("externalID") is { Length: > 0 })
            warnings.Add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        foreach (var (i, range) in (spec.List("podCIDRs") ?? []).Index())
            AddressWarnings.Block($"spec.podCIDRs[{i}]", range.Text ?? "", warnings);
    }
}
