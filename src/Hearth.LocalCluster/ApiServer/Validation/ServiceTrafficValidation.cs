using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Where a Service sends what comes from outside.</summary>
internal static class ServiceTrafficValidation
{
    private const string Ranges = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private const string OnlyBalanced = "may only be used when `type` is 'LoadBalancer'";
    private const string NoBlock = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <param name="annotations">One of old states the source ranges that a field states now.</param>
    public static void Validate(ErrorList errors, JsonObject spec, JsonObject annotations, string? type)
    {
        Policies(errors, spec, type);
        if (spec.List("loadBalancerSourceRanges") is { Count: > 0 })
            SourceRanges(errors, spec, type);
        else if (annotations.Text(Ranges) is { } ranges)
            SourceRanges(errors, ranges, type);
        if (spec["allocateLoadBalancerNodePorts"] is not null && type != "LoadBalancer")
            errors.Forbidden("spec.allocateLoadBalancerNodePorts", "may only be used when `type` is 'LoadBalancer'");
        if (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is null)
            errors.Required("spec.allocateLoadBalancerNodePorts");
        Class(errors, spec, type);
        errors.OptionalOneOf("spec.trafficDistribution", spec["trafficDistribution"], ["PreferClose", "PreferSameZone", "PreferSameNode"], sorted: false);
    }

    public static void Class(ErrorList errors, JsonObject spec, string? type)
    {
        if (spec.Text("loadBalancerClass") is not { } name)
            return;
        if (type == "LoadBalancer")
            errors.QualifiedName("spec.loadBalancerClass", name);
        else
            errors.Forbidden("spec.loadBalancerClass", "may only be used when `type` is 'LoadBalancer'");
    }

    private static void Policies(ErrorList errors, JsonObject spec, string? type)
    {
        var external = spec.Text("externalTrafficPolicy") ?? "";
        var canBeExternal = type is "LoadBalancer" or "NodePort" || type == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 };
        if (!canBeExternal && external.Length > 0)
            errors.Invalid("spec.externalTrafficPolicy", external, "may only be set for externally-accessible services");
        else if (canBeExternal && external.Length == 0)
            errors.Required("spec.externalTrafficPolicy");
        else if (canBeExternal)
            errors.OneOf("spec.externalTrafficPolicy", external, ["Cluster", "Local"]);
        var health = spec["healthCheckNodePort"].Number ?? 0;
        var checksHealth = type == "LoadBalancer" && external == "Local";
        if (!checksHealth && health != 0)
            errors.Invalid("spec.healthCheckNodePort", health, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        if (checksHealth && health != 0)
            errors.Port("spec.healthCheckNodePort", spec["healthCheckNodePort"]?.DeepClone());
        var inner = spec.Text("internalTrafficPolicy");
        if (inner is null && type is "NodePort" or "LoadBalancer" or "ClusterIP" && inner is null)
            errors.Required("spec.internalTrafficPolicy");
        errors.OptionalOneOf("spec.internalTrafficPolicy", spec["internalTrafficPolicy"], ["Cluster", "Local"]);
    }

    private static void SourceRanges(ErrorList errors, JsonObject spec, string? type)
    {
        if (type != "LoadBalancer")
            errors.Forbidden("spec.LoadBalancerSourceRanges", OnlyBalanced);
        foreach (var (range, i) in spec.List("loadBalancerSourceRanges")!.Select((range, i) => (range.Text ?? "", i)))
        {
            if (!Addresses.IsBlock(range.Trim()))
                errors.Invalid($"spec.LoadBalancerSourceRanges[{i}]", range, NoBlock);
        }
    }

    private static void SourceRanges(ErrorList errors, string ranges, string? type)
    {
        const string Field = $"metadata.annotations[{Ranges}]";
        if (type != "LoadBalancer")
            errors.Forbidden(Field, OnlyBalanced);
        if (ranges.Trim().Length > 0)
            errors.AddAll(ranges.Split(',', StringSplitOptions.TrimEntries).Where(range => !Addresses.IsBlock(range)).Select(range => Http.FieldError.Invalid(Field, range, NoBlock)));
    }
}
