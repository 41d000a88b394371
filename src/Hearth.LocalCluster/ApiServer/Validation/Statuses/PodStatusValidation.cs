using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>What a node may say of a pod.</summary>
internal static class PodStatusValidation
{
    public static void Validate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (status, before, spec) = (value.Map("status") ?? [], old.Map("status") ?? [], old.Map("spec") ?? []);
        Generations(errors, status);
        foreach (var (i, condition) in status.Objects("conditions").Index())
        {
            if (condition.Text("type") is not ("PodScheduled" or "Ready" or "Initialized"))
                errors.QualifiedName($"status.conditions[{i}].Type", condition.Text("type") ?? "");
        }

        if (status.Text("nominatedNodeName") is { Length: > 0 } node && node != before.Text("nominatedNodeName"))
            errors.Subdomain("status.nominatedNodeName", node);
        errors.Immutable("status.qosClass", status["qosClass"]?.DeepClone(), before["qosClass"]);
        var always = spec.Objects("initContainers").Where(container => container.Text("restartPolicy") == "Always").Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        var policy = spec.Text("restartPolicy") ?? "Always";
        Ends(errors, status, before, "initContainerStatuses", policy == "OnFailure" ? policy : "Never", always);
        Ends(errors, status, before, "ephemeralContainerStatuses", "Never", []);
        Ends(errors, status, before, "containerStatuses", policy, []);
        Claims(errors, status, spec);
        Addresses(errors, status, "podIPs");
        HostAddresses(errors, status);
    }

    private static void Generations(ErrorList errors, JsonObject status)
    {
        const string Problem = "must be a non-negative integer";
        if (status["observedGeneration"].Number < 0)
            errors.Invalid("status.observedGeneration", status["observedGeneration"]?.DeepClone(), Problem);
        foreach (var (i, condition) in status.Objects("conditions").Index())
        {
            if (condition["observedGeneration"].Number < 0)
                errors.Invalid($"status.conditions[{i}].observedGeneration", condition["observedGeneration"]?.DeepClone(), Problem);
        }
    }

    /// <summary>A container that ended for good does not run again.</summary>
    private static void Ends(ErrorList errors, JsonObject status, JsonObject before, string list, string policy, HashSet<string?> always)
    {
        if (policy == "Always")
            return;
        foreach (var (i, ended) in before.Objects(list).Index())
        {
            if (ended.Map("state")?.Map("terminated") is not { } terminated || always.Contains(ended.Text("name")) || policy == "OnFailure" && (terminated["exitCode"].Number ?? 0) != 0)
                continue;
            foreach (var _ in status.Objects(list).Where(now => now.Text("name") == ended.Text("name") && now.Map("state")?.Map("terminated") is null))
                errors.Forbidden($"status.{list}[{i}].state", "may not be transitioned to non-terminated state");
        }
    }

    private static void Claims(ErrorList errors, JsonObject status, JsonObject spec)
    {
        var names = spec.Objects("resourceClaims").Select(claim => claim.Text("name")).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, claim) in status.Objects("resourceClaimStatuses").Index())
        {
            var field = $"status.resourceClaimStatuses[{i}]";
            if (!seen.Add(claim.Text("name") ?? ""))
                errors.Add(FieldError.Duplicate(field + ".name", claim.Text("name") ?? ""));
            if (!names.Contains(claim.Text("name") ?? ""))
                errors.Invalid(field + ".name", claim.Text("name") ?? "", "must match the name of an entry in `spec.resourceClaims`");
            if (claim.Text("resourceClaimName") is { } name)
                errors.Subdomain(field + ".name", name);
        }
    }

    private static void HostAddresses(ErrorList errors, JsonObject status)
    {
        if (status.Objects("hostIPs").FirstOrDefault() is not { } first)
            return;
        if ((status.Text("hostIP") ?? "") != (first.Text("ip") ?? ""))
            errors.Invalid("status.hostIPs[0].ip", first.Text("ip") ?? "", "must be equal to `hostIP`");
        Addresses(errors, status, "hostIPs");
    }

    private static void Addresses(ErrorList errors, JsonObject status, string list)
    {
        var texts = status.Objects(list).Select(entry => entry.Text("ip") ?? "").ToArray();
        for (var i = 0; i < texts.Length; i++)
            errors.Address($"status.{list}[{i}]", texts[i]);
        if (texts.Length < 2)
            return;
        var field = "status." + list;
        var parsed = texts.Select(text => Validation.Addresses.TryParse(text, out var address) ? address : null).ToArray();
        if (Array.IndexOf(parsed, null) is >= 0 and var wrong)
            errors.Add(new FieldError("InternalError", field, $"Internal error: failed to check for dual stack with error:invalid IP[{wrong}]: {texts[wrong]}"));
        if (!IsDual(parsed) || texts.Length > 2)
            errors.Invalid(field, new JsonArray([.. texts.Select(text => (JsonNode)new JsonObject { ["IP"] = text })]), "may specify no more than one IP for each IP family");
    }

    private static bool IsDual(IPAddress?[] addresses) => !addresses.Contains(null)
        && addresses.Any(address => address!.AddressFamily == AddressFamily.InterNetwork) && addresses.Any(address => address!.AddressFamily == AddressFamily.InterNetworkV6);
}
