using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Nodes.</summary>
internal static class NodeValidation
{
    public static void Validate(ErrorList errors, JsonObject node)
    {
        var i = 0;
        foreach (var taint in node.Map("spec")?.Objects("taints") ?? [])
        {
            errors.QualifiedName($"metadata.taints[{i}].key", taint.Text("key") ?? "");
            errors.NeededOneOf($"metadata.taints[{i++}].effect", taint["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"], sorted: false);
        }

        foreach (var (range, j) in (node.Map("spec")?.List("podCIDRs") ?? []).Select((range, j) => (range.Text ?? "", j)))
        {
            if (!Addresses.IsBlock(range))
                errors.Invalid($"spec.podCIDRs[{j}]", range, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
    }
}
