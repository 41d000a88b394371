using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The addresses and families that a Service asks for, in a cluster of IPv4 alone: looked at before anything is allocated.</summary>
internal static class ServiceAddressValidation
{
    private const string Addresses = "spec.clusterIPs";

    /// <exception cref="ApiException">An address, a family or the policy does not fit (422).</exception>
    public static void Check(ApiResource resource, JsonObject service)
    {
        var errors = new ErrorList();
        var spec = service.Map("spec") ?? [];
        if (spec.Text("type") == "ExternalName")
            return;
        Related(errors, spec);
        if (errors.All.Count == 0)
            Stacks(errors, spec);
        if (errors.All.Count > 0)
            throw ApiException.Invalid(resource.Group, resource.Kind, service.Map("metadata")?.Text("name") ?? "", errors.All);
    }

    /// <summary>Nobody selects the pods of such a Service: it may have addresses of any family.</summary>
    public static bool TakesAnyFamily(JsonObject spec) => spec.Text("clusterIP") == "None" && spec.Map("selector") is not { Count: > 0 };

    private static void Related(ErrorList errors, JsonObject spec)
    {
        var single = spec.Text("clusterIP") ?? "";
        var all = (spec.List("clusterIPs") ?? []).Select(address => address.Text ?? "").ToArray();
        if (single.Length == 0 && all.Length > 0)
            errors.Invalid(Addresses, spec["clusterIPs"]?.DeepClone(), "must be empty when `clusterIP` is not specified");
        else if (single.Length > 0 && all.Length > 0 && all[0] != single)
            errors.Invalid(Addresses, spec["clusterIPs"]?.DeepClone(), "first value must match `clusterIP`");
        if (all.Length == 0 && single.Length > 0)
            all = [single];
        var families = (spec.List("ipFamilies") ?? []).Select(family => family.Text ?? "").ToArray();
        for (var i = 0; i < families.Length; i++)
        {
            errors.OneOf($"spec.ipFamilies[{i}]", families[i], ["IPv4", "IPv6"]);
            if (Array.IndexOf(families, families[i]) < i)
                errors.Add(FieldError.Duplicate($"spec.ipFamilies[{i}]", families[i]));
        }

        errors.OptionalOneOf("spec.ipFamilyPolicy", spec["ipFamilyPolicy"], ["PreferDualStack", "RequireDualStack", "SingleStack"]);
        if (AreAddresses(errors, spec, all))
            Match(errors, spec, all, families);
    }

    private static bool AreAddresses(ErrorList errors, JsonObject spec, string[] all)
    {
        var areGood = true;
        for (var i = 0; i < all.Length; i++)
        {
            if (i == 0 && all[i] == "None")
            {
                if (all.Length > 1)
                    errors.Invalid(Addresses, spec["clusterIPs"]?.DeepClone(), "'None' must be the first and only value");
                areGood &= all.Length == 1;
                continue;
            }

            errors.Address($"{Addresses}[{i}]", all[i]);
            areGood &= Validation.Addresses.IsAddress(all[i]);
        }

        if (all.Length > 2)
            errors.Invalid(Addresses, spec["clusterIPs"]?.DeepClone(), "may only hold up to 2 values");
        return areGood;
    }

    private static void Match(ErrorList errors, JsonObject spec, string[] all, string[] families)
    {
        if (all.Length > 1 && (all.Length > 2 || IsSix(all[0]) == IsSix(all[1])))
            errors.Invalid(Addresses, spec["clusterIPs"]?.DeepClone(), "may specify no more than one IP for each IP family");
        if (errors.All.Count > 0 || spec.Text("clusterIP") == "None")
            return;
        for (var i = 0; i < Math.Min(all.Length, families.Length); i++)
        {
            if (IsSix(all[i]) != (families[i] == "IPv6"))
                errors.Invalid($"{Addresses}[{i}]", all[i], $"expected an {families[i]} value as indicated by `ipFamilies[{i}]`");
        }
    }

    private static void Stacks(ErrorList errors, JsonObject spec)
    {
        var any = TakesAnyFamily(spec);
        var policy = spec.Text("ipFamilyPolicy") ?? (any ? "RequireDualStack" : "SingleStack");
        var all = (spec.List("clusterIPs") ?? []).Select(address => address.Text ?? "").ToArray();
        if (all.Length == 0 && spec.Text("clusterIP") is { Length: > 0 } single)
            all = [single];
        var families = (spec.List("ipFamilies") ?? []).Select(family => family.Text ?? "").ToArray();
        const string Multiple = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
        if (policy == "SingleStack" && all.Length > 1)
            errors.Invalid("spec.ipFamilyPolicy", policy, Multiple + "cluster IPs are specified");
        if (policy == "SingleStack" && families.Length > 1)
            errors.Invalid("spec.ipFamilyPolicy", policy, Multiple + "IP families are specified");
        if (policy == "RequireDualStack" && !any)
            errors.Invalid("spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services");
        for (var i = 0; i < families.Length && !any && errors.All.Count == 0; i++)
        {
            if (families[i] == "IPv6")
                errors.Invalid($"spec.ipFamilies[{i}]", "IPv6", "not configured on this cluster");
        }

        for (var i = 0; i < all.Length && families.Length == 0; i++)
        {
            if (IsSix(all[i]))
                errors.Invalid($"{Addresses}[{i}]", new JsonArray([.. all.Select(address => (JsonNode)address)]), "IPv6 is not configured on this cluster");
        }
    }

    private static bool IsSix(string address) => Validation.Addresses.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
}
