using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The addresses of a Service and their families: looked at before they are given out, so before all else.</summary>
internal static class ServiceAddressValidation
{
    /// <exception cref="ApiException">An address or family is none (422).</exception>
    public static void Check(ApiResource resource, JsonObject service)
    {
        var errors = new ErrorList();
        var spec = service.Map("spec") ?? [];
        if (spec.Text("type") == "ExternalName")
            return;
        var families = spec.List("ipFamilies") ?? [];
        for (var i = 0; i < families.Count; i++)
            errors.OneOf($"spec.ipFamilies[{i}]", families[i], ["IPv4", "IPv6"]);
        errors.OptionalOneOf("spec.ipFamilyPolicy", spec["ipFamilyPolicy"], ["SingleStack", "PreferDualStack", "RequireDualStack"]);
        var addresses = (spec.List("clusterIPs") ?? []).Select(address => address.Text ?? "").ToList();
        if (addresses.Count == 0 && spec.Text("clusterIP") is { Length: > 0 } single)
            addresses.Add(single);
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i] != "None")
                errors.Address($"spec.clusterIPs[{i}]", addresses[i]);
        }

        if (errors.All.Count > 0)
            throw ApiException.Invalid(resource.Group, resource.Kind, service.Map("metadata")?.Text("name") ?? "", errors.All);
    }
}
