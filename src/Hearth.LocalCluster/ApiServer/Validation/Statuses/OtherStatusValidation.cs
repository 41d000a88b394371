using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>Statuses of kinds that have but a rule or two for them.</summary>
internal static class OtherStatusValidation
{
    private static readonly string[] s_resizes = ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"];

    public static void Service(ErrorList errors, JsonObject value)
    {
        var balancer = value.Map("status")?.Map("loadBalancer") ?? [];
        if (value.Map("spec")?.Text("type") != "LoadBalancer")
        {
            if (balancer.List("ingress") is { Count: > 0 })
                errors.Forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }

        foreach (var (i, ingress) in balancer.Objects("ingress").Index())
        {
            var field = $"status.loadBalancer.ingress[{i}]";
            if (ingress.Text("ip") is { Length: > 0 } address)
                errors.Address(field + ".ip", address);
            Mode(errors, field, ingress);
            Host(errors, field + ".hostname", ingress.Text("hostname"));
        }
    }

    public static void Ingress(ErrorList errors, JsonObject value)
    {
        foreach (var (i, ingress) in (value.Map("status")?.Map("loadBalancer")?.Objects("ingress") ?? []).Index())
        {
            var field = $"status.loadBalancer.ingress[{i}]";
            if (ingress.Text("ip") is { Length: > 0 } address)
                errors.Address(field + ".ip", address);
            Host(errors, field + ".hostname", ingress.Text("hostname"));
        }
    }

    private static void Mode(ErrorList errors, string field, JsonObject ingress)
    {
        var hasAddress = ingress.Text("ip") is { Length: > 0 };
        if (hasAddress && ingress["ipMode"] is null)
            errors.Required(field + ".ipMode", "must be specified when `ip` is set");
        else if (!hasAddress && ingress["ipMode"] is not null)
            errors.Forbidden(field + ".ipMode", "may not be specified when `ip` is not set");
        else if (hasAddress)
            errors.OneOf(field + ".ipMode", ingress["ipMode"]?.DeepClone(), ["Proxy", "VIP"]);
    }

    private static void Host(ErrorList errors, string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
            return;
        errors.Subdomain(field, name);
        if (Addresses.IsAddress(name))
            errors.Invalid(field, name, "must be a DNS name, not an IP address");
    }

    public static void Quota(ErrorList errors, JsonObject value)
    {
        foreach (var part in (ReadOnlySpan<string>)["hard", "used"])
            LimitValidation.Amounts(errors, value.Map("status")?.Map(part) ?? [], "status." + part);
    }

    public static void Namespace(ErrorList errors, JsonObject value)
    {
        var phase = value.Map("status")?.Text("phase") ?? "";
        var isDeleted = value.Map("metadata")?["deletionTimestamp"] is not null;
        if (!isDeleted && phase != "Active")
            errors.Invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
        else if (isDeleted && phase != "Terminating")
            errors.Invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
    }

    public static void Policy(ErrorList errors, JsonObject value)
    {
        var status = value.Map("status") ?? [];
        foreach (var (i, warning) in (status.Map("typeChecking")?.Objects("expressionWarnings") ?? []).Index())
        {
            errors.Needed($"status.typeChecking.expressionWarnings[{i}].fieldRef", warning.Text("fieldRef"));
            errors.Needed($"status.typeChecking.expressionWarnings[{i}].warning", warning.Text("warning"));
        }

        ConditionValidation.Validate(errors, status);
    }

    public static void ApiService(ErrorList errors, JsonObject value)
    {
        foreach (var (i, condition) in (value.Map("status")?.Objects("conditions") ?? []).Index())
            errors.OneOf($"status.conditions[{i}].status", condition["status"]?.DeepClone(), ["True", "False", "Unknown"], sorted: false);
    }

    public static void Claim(ErrorList errors, JsonObject value)
    {
        var status = value.Map("status") ?? [];
        Amounts(errors, status, "capacity");
        foreach (var (name, state) in status.Map("allocatedResourceStatuses") ?? [])
        {
            ClaimResource(errors, "status.allocatedResourceStatuses", name);
            if (!s_resizes.Contains(state.Text ?? ""))
                errors.Add(FieldError.NotSupportedAsListed("status.allocatedResourceStatuses", name, s_resizes));
        }

        foreach (var (name, _) in status.Map("allocatedResources") ?? [])
            ClaimResource(errors, "status.allocatedResources", name);
        Amounts(errors, status, "allocatedResources");
    }

    private static void ClaimResource(ErrorList errors, string field, string name)
    {
        var problems = Names.QualifiedNameProblems(name).ToArray();
        errors.InvalidEach(field, name, problems);
        if (problems.Length == 0 && name != "storage" && (!name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal)))
            errors.Add(FieldError.NotSupported(field, name, ["storage"]));
    }

    private static void Amounts(ErrorList errors, JsonObject status, string part)
    {
        foreach (var (name, amount) in status.Map(part) ?? [])
        {
            if (new Quantity(amount.Text ?? "0") is var quantity && quantity.CompareTo(Quantity.Zero) < 0 && quantity.TryGetValue(out var value))
                errors.Invalid($"status.{part}[{name}]", (long)Math.Ceiling(value), "must be a valid resource quantity");
        }
    }
}
