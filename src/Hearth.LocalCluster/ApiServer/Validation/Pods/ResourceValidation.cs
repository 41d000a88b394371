using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Requests, limits and the names of what can be asked for.</summary>
internal static class ResourceValidation
{
    private static readonly HashSet<string> s_standard = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas",
        "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage", "requests.storage", "services.nodeports", "services.loadbalancers",
    };

    private static readonly HashSet<string> s_counts = new(StringComparer.Ordinal)
    {
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    };

    public static void Validate(ErrorList errors, JsonObject resources, string field, IReadOnlySet<string>? claims)
    {
        var (limits, requests) = (resources.Map("limits") ?? [], resources.Map("requests") ?? []);
        foreach (var (name, limit) in limits)
        {
            ContainerName(errors, name, $"{field}.limits[{name}]");
            Amount(errors, name, limit.Text ?? "", $"{field}.limits[{name}]");
        }

        foreach (var (name, request) in requests)
            Request(errors, name, request.Text ?? "", limits, field);
        var all = limits.Concat(requests).Select(entry => entry.Key).ToArray();
        if (all.Any(IsHugePage) && !all.Any(name => name is "cpu" or "memory"))
            errors.Forbidden(field, "HugePages require cpu or memory");
        Claims(errors, resources, field + ".claims", claims);
    }

    private static void Request(ErrorList errors, string name, string request, JsonObject limits, string field)
    {
        ContainerName(errors, name, $"{field}.requests[{name}]");
        Amount(errors, name, request, $"{field}.requests[{name}]");
        var isShared = IsNative(name) && !IsHugePage(name);
        if (limits.Text(name) is not { } limit)
        {
            if (!isShared)
                errors.Required(field + ".limits", "Limit must be set for non overcommitable resources");
            return;
        }

        var order = new Quantity(request).CompareTo(new Quantity(limit));
        if (order != 0 && !isShared)
            errors.Invalid(field + ".requests", request, $"must be equal to {name} limit of {limit}");
        else if (order > 0)
            errors.Invalid(field + ".requests", request, $"must be less than or equal to {name} limit of {limit}");
    }

    private static void Claims(ErrorList errors, JsonObject resources, string field, IReadOnlySet<string>? claims)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (claim, i) in resources.Objects("claims").Select((claim, i) => (claim, i)))
        {
            var (name, request) = (claim.Text("name") ?? "", claim.Text("request") ?? "");
            var at = $"{field}[{i}]";
            if (name.Length == 0)
                errors.Required(at + ".name");
            else if (!seen.Add(name + "/" + request))
                errors.Add(FieldError.Duplicate(at, request.Length > 0 ? name + "/" + request : name));
            if (name.Length > 0 && claims?.Contains(name) != true)
                errors.Add(FieldError.NotFound(at + ".name", name));
        }
    }

    /// <summary>A name that a container may use.</summary>
    public static void ContainerName(ErrorList errors, string name, string field)
    {
        Name(errors, name, field);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            if (name is not ("cpu" or "memory" or "ephemeral-storage") && !IsHugePage(name))
                errors.Invalid(field, name, "must be a standard resource for containers");
        }
        else if (!IsNative(name) && !IsExtended(name))
        {
            errors.Invalid(field, name, "doesn't follow extended resource name standard");
        }
    }

    /// <summary>A name that is one at all; who calls this goes on to say what else it is not.</summary>
    public static void Name(ErrorList errors, string name, string field)
    {
        var problems = Names.QualifiedNameProblems(name).ToArray();
        errors.InvalidEach(field, name, problems);
        if (problems.Length == 0 && !name.Contains('/', StringComparison.Ordinal) && !s_standard.Contains(name) && !IsHugePage(name))
            errors.Invalid(field, name, "must be a standard resource type or fully qualified");
    }

    /// <summary>An amount that is not negative, and whole where only whole things are counted.</summary>
    public static void Amount(ErrorList errors, string name, string amount, string field)
    {
        if (!new Quantity(amount).TryGetValue(out var value))
            return;
        if (value < 0)
            errors.Invalid(field, amount, "must be greater than or equal to 0");
        if (value != decimal.Truncate(value) && (s_counts.Contains(name) || IsExtended(name)))
            errors.Invalid(field, amount, "must be an integer");
    }

    public static bool IsHugePage(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    public static bool IsNative(string name) => !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    public static bool IsExtended(string name) => !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) && !Names.QualifiedNameProblems("requests." + name).Any();

    public static bool IsStandard(string name) => s_standard.Contains(name) || IsHugePage(name);
}
