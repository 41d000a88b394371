using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What namespaces may use in all (ResourceQuota) and each object in them (LimitRange).</summary>
internal static class LimitValidation
{
    private static readonly string[] s_scopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

    private static readonly HashSet<string> s_quotaNames = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    };

    private static readonly HashSet<string> s_podNames = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods",
    };

    public static void Quota(ErrorList errors, JsonObject spec)
    {
        var hard = spec.Map("hard") ?? [];
        Amounts(errors, hard, "spec.hard");
        Scopes(errors, spec, hard);
        Selector(errors, spec, hard);
    }

    public static void Amounts(ErrorList errors, JsonObject amounts, string fields)
    {
        foreach (var (name, amount) in amounts)
        {
            var field = $"{fields}[{name}]";
            ResourceValidation.Name(errors, name, field);
            if (!name.Contains('/', StringComparison.Ordinal) && !IsQuotaName(name))
                errors.Invalid(field, name, "must be a standard resource for quota");
            ResourceValidation.Amount(errors, name, amount.Text ?? "", field);
        }
    }

    public static void QuotaUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        static HashSet<string> Scopes(JsonObject quota) => (quota.Map("spec")?.List("scopes") ?? []).Select(scope => scope.Text ?? "").ToHashSet(StringComparer.Ordinal);
        if (!Scopes(value).SetEquals(Scopes(old)))
            errors.Invalid("spec.scopes", value.Map("spec")?["scopes"]?.DeepClone(), "field is immutable");
    }

    private static bool IsQuotaName(string name) => s_quotaNames.Contains(name) || ResourceValidation.IsHugePage(name) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static void Scopes(ErrorList errors, JsonObject spec, JsonObject hard)
    {
        if (spec.List("scopes") is not { Count: > 0 } scopes)
            return;
        foreach (var scope in scopes.Select(scope => scope.Text ?? ""))
        {
            if (!s_scopes.Contains(scope))
                errors.Invalid("spec.scopes", scopes.DeepClone(), "unsupported scope");
            foreach (var _ in hard.Where(entry => IsQuotaName(entry.Key) && !Fits(scope, entry.Key)))
                errors.Invalid("spec.scopes", scopes.DeepClone(), "unsupported scope applied to resource");
        }

        if (Conflict(scopes.Select(scope => scope.Text ?? "")))
            errors.Invalid("spec.scopes", scopes.DeepClone(), "conflicting scopes");
    }

    private static bool Conflict(IEnumerable<string> scopes)
    {
        var all = scopes.ToHashSet(StringComparer.Ordinal);
        return all.Contains("BestEffort") && all.Contains("NotBestEffort") || all.Contains("Terminating") && all.Contains("NotTerminating");
    }

    private static bool Fits(string scope, string resource) => scope switch
    {
        "BestEffort" => resource == "pods",
        "Terminating" or "NotTerminating" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" => s_podNames.Contains(resource) || ResourceValidation.IsHugePage(resource) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal),
        "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
        _ => true,
    };

    private static void Selector(ErrorList errors, JsonObject spec, JsonObject hard)
    {
        const string Field = "spec.scopeSelector.matchExpressions";
        var selector = spec.Map("scopeSelector") ?? [];
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var (scope, operation) = (expression.Text("scopeName") ?? "", expression.Text("operator") ?? "");
            if (!s_scopes.Contains(scope))
                errors.Invalid(Field + ".scopeName", scope, "unsupported scope");
            foreach (var _ in hard.Where(entry => IsQuotaName(entry.Key) && !Fits(scope, entry.Key)))
                errors.Invalid(Field, Shown(selector), "unsupported scope applied to resource");
            if (scope is "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity" && operation != "Exists")
                errors.Invalid(Field + ".operator", operation, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
            Values(errors, expression, operation, Field);
        }

        if (Conflict(selector.Objects("matchExpressions").Select(expression => expression.Text("scopeName") ?? "")))
            errors.Invalid(Field, Shown(selector), "conflicting scopes");
    }

    private static void Values(ErrorList errors, JsonObject expression, string operation, string field)
    {
        var count = expression.List("values")?.Count ?? 0;
        switch (operation)
        {
            case "In" or "NotIn":
                if (count == 0)
                    errors.Required(field + ".values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case "Exists" or "DoesNotExist":
                if (count != 0)
                    errors.Invalid(field + ".values", expression["values"]?.DeepClone(), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                break;
            default:
                errors.Invalid(field + ".operator", operation, "not a valid selector operator");
                break;
        }
    }

    /// <summary>A selector as real servers print it: the names of Go's fields.</summary>
    private static JsonObject Shown(JsonObject selector) => new()
    {
        ["MatchExpressions"] = new JsonArray([.. selector.Objects("matchExpressions").Select(expression => new JsonObject
        {
            ["ScopeName"] = expression.Text("scopeName"), ["Operator"] = expression.Text("operator"), ["Values"] = expression["values"]?.DeepClone(),
        })]),
    };

    public static void Range(ErrorList errors, JsonObject spec)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (limit, i) in spec.Objects("limits").Select((limit, i) => (limit, i)))
        {
            var at = $"spec.limits[{i}]";
            var type = limit.Text("type") ?? "";
            var problems = Names.QualifiedNameProblems(type).ToArray();
            errors.InvalidEach(at + ".type", type, problems);
            if (problems.Length == 0 && !type.Contains('/', StringComparison.Ordinal) && type is not ("Pod" or "Container" or "PersistentVolumeClaim"))
                errors.Invalid(at + ".type", type, "must be a standard limit type or fully qualified");
            if (!types.Add(type))
                errors.Add(FieldError.Duplicate(at + ".type", type));
            Limit(errors, limit, type, at);
        }
    }

    private static void Limit(ErrorList errors, JsonObject limit, string type, string at)
    {
        Resources(errors, limit, type, at, "max");
        Resources(errors, limit, type, at, "min");
        foreach (var name in (ReadOnlySpan<string>)["default", "defaultRequest"])
        {
            if (type != "Pod")
                Resources(errors, limit, type, at, name);
            else if (limit.Map(name) is { Count: > 0 })
                errors.Forbidden($"{at}.{name}", "may not be specified when `type` is 'Pod'");
        }

        if (type == "PersistentVolumeClaim" && limit.Map("min")?["storage"] is null && limit.Map("max")?["storage"] is null)
            errors.Required(at + ".limits", "either minimum or maximum storage value is required, but neither was provided");
        Resources(errors, limit, type, at, "maxLimitRequestRatio");
        foreach (var key in ((string[])["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"]).SelectMany(list => (limit.Map(list) ?? []).Select(entry => entry.Key)).Distinct(StringComparer.Ordinal))
            Order(errors, limit, key, at, type);
    }

    private static void Resources(ErrorList errors, JsonObject limit, string type, string at, string list)
    {
        foreach (var (name, _) in limit.Map(list) ?? [])
        {
            if (type is "Pod" or "Container")
                ResourceValidation.ContainerName(errors, name, $"{at}.{list}[{name}]");
            else
                ResourceValidation.Name(errors, name, $"{at}.{list}[{name}]");
        }
    }

    private static void Order(ErrorList errors, JsonObject limit, string key, string at, string type)
    {
        var isPod = type == "Pod";
        var (min, max) = (limit.Map("min")?.Text(key), limit.Map("max")?.Text(key));
        var (standard, request) = (isPod ? null : limit.Map("default")?.Text(key), isPod ? null : limit.Map("defaultRequest")?.Text(key));
        var ratio = limit.Map("maxLimitRequestRatio")?.Text(key);
        if (More(min, max))
            errors.Invalid($"{at}.min[{key}]", min, $"min value {min} is greater than max value {max}");
        if (More(min, request))
            errors.Invalid($"{at}.defaultRequest[{key}]", request, $"min value {min} is greater than default request value {request}");
        if (More(request, max))
            errors.Invalid($"{at}.defaultRequest[{key}]", request, $"default request value {request} is greater than max value {max}");
        if (More(request, standard))
            errors.Invalid($"{at}.defaultRequest[{key}]", request, $"default request value {request} is greater than default limit value {standard}");
        if (More(min, standard))
            errors.Invalid($"{at}.default[{key}]", min, $"min value {min} is greater than default value {standard}");
        if (More(standard, max))
            errors.Invalid($"{at}.default[{key}]", max, $"default value {standard} is greater than max value {max}");
        if (ratio is not null && More("1", ratio))
            errors.Invalid($"{at}.maxLimitRequestRatio[{key}]", ratio, $"ratio {ratio} is less than 1");
        if (ratio is not null && min is not null && max is not null && new Quantity(max).TryGetValue(out var most) && new Quantity(min).TryGetValue(out var least) && least > 0
            && new Quantity(ratio).TryGetValue(out var value) && value > most / least)
            errors.Invalid($"{at}.maxLimitRequestRatio[{key}]", ratio, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {most / least:F6}"));
        if (!ResourceValidation.IsNative(key) || ResourceValidation.IsHugePage(key))
        {
            if (standard is not null && request is not null && (More(standard, request) || More(request, standard)))
                errors.Invalid($"{at}.defaultRequest[{key}]", request, $"default value {standard} must equal to defaultRequest value {request} in {key}");
        }
    }

    private static bool More(string? a, string? b) => a is not null && b is not null && new Quantity(a) > new Quantity(b);
}
