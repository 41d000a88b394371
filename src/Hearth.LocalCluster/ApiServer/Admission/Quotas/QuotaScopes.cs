using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.Quotas;

/// <summary>Which pods a quota with scopes is about.</summary>
internal static class QuotaScopes
{
    public static bool Matches(JsonObject quota, bool isPod, JsonObject value)
    {
        var spec = quota.Map("spec") ?? [];
        var scopes = (spec.List("scopes") ?? []).Select(scope => new JsonObject { ["scopeName"] = scope.Text, ["operator"] = "Exists" })
            .Concat(spec.Map("scopeSelector")?.Objects("matchExpressions") ?? [])
            .ToArray();
        return scopes.Length == 0 || isPod && Array.TrueForAll(scopes, scope => Matches(scope, value.Map("spec") ?? []));
    }

    private static bool Matches(JsonObject scope, JsonObject pod) => scope.Text("scopeName") switch
    {
        "BestEffort" => IsBestEffort(pod),
        "NotBestEffort" => !IsBestEffort(pod),
        "Terminating" => pod["activeDeadlineSeconds"].Number >= 0,
        "NotTerminating" => pod["activeDeadlineSeconds"] is null,
        "PriorityClass" => MatchesClass(scope, pod.Text("priorityClassName") ?? ""),
        "CrossNamespacePodAffinity" => UsesOtherNamespaces(pod),
        _ => false,
    };

    private static bool IsBestEffort(JsonObject pod) => pod.Objects("containers").Concat(pod.Objects("initContainers"))
        .All(container => container.Map("resources")?.Map("requests") is not { Count: > 0 } && container.Map("resources")?.Map("limits") is not { Count: > 0 });

    private static bool MatchesClass(JsonObject scope, string name)
    {
        var isListed = (scope.List("values") ?? []).Any(value => value.Text == name);
        return scope.Text("operator") switch { "In" => isListed, "NotIn" => !isListed, "DoesNotExist" => name.Length == 0, _ => name.Length > 0 };
    }

    private static bool UsesOtherNamespaces(JsonObject pod)
    {
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var affinity = pod.Map("affinity")?.Map(kind);
            var terms = (affinity?.Objects("requiredDuringSchedulingIgnoredDuringExecution") ?? [])
                .Concat((affinity?.Objects("preferredDuringSchedulingIgnoredDuringExecution") ?? []).Select(weighted => weighted.Map("podAffinityTerm") ?? []));
            if (terms.Any(term => term.List("namespaces") is { Count: > 0 } || term.Map("namespaceSelector") is not null))
                return true;
        }

        return false;
    }
}
