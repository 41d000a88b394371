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

    /// <param name="claims">The names of the pod's claims; null where nothing can be claimed.</param>
    /// <param name="ofPod">What the pod asks for as a whole, of which fewer things are supported.</param>
    public static void Validate(ErrorList errors, JsonObject resources, string field, IReadOnlyCollection<string>? claims, bool ofPod = false)
    {
        var (limits, requests) = (resources.Map("limits") ?? [], resources.Map("requests") ?? []);
        foreach (var (name, limit) in limits)
            NameAndAmount(errors, name, limit.Text ?? "", $"{field}.limits[{name}]", ofPod);
        foreach (var (name, request) in requests)
        {
            NameAndAmount(errors, name, request.Text ?? "", $"{field}.requests[{name}]", ofPod);
            Request(errors, name, request.Text ?? "", limits, field);
        }

        var all = limits.Concat(requests).Select(entry => entry.Key).ToArray();
        if (all.Any(IsHugePage) && !all.Any(name => name is "cpu" or "memory"))
            errors.Forbidden(field, "HugePages require cpu or memory");
        Claims(errors, resources, field + ".claims", claims ?? []);
    }

    private static void NameAndAmount(ErrorList errors, string name, string amount, string field, bool ofPod)
    {
        if (ofPod)
            PodName(errors, name, field);
        else
            ContainerName(errors, name, field);
        Amount(errors, name, amount, field);
        if (IsHugePage(name) && !IsDivisible(name, amount))
            errors.Invalid(field, amount, $"{amount} is not positive integer multiple of {name}");
    }

    private static bool IsDivisible(string name, string amount) =>
        new Quantity(name["hugepages-".Length..]).TryGetValue(out var size) && size > 0 && new Quantity(amount).TryGetValue(out var value) && Math.Ceiling(value) % size == 0;

    private static void Request(ErrorList errors, string name, string request, JsonObject limits, string field)
    {
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

    private static void Claims(ErrorList errors, JsonObject resources, string field, IReadOnlyCollection<string> claims)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, claim) in resources.Objects("claims").Index())
        {
            var (name, request) = (claim.Text("name") ?? "", claim.Text("request") ?? "");
            var at = $"{field}[{i}]";
            if (!errors.Needed(at, name))
                continue;
            if (seen.Contains(name))
                errors.Add(FieldError.Duplicate(at, name));
            else
                Claim(errors, name, request, at, seen);
            if (!claims.Contains(name))
                errors.Add(FieldError.NotFound(at, name, "must be one of the names in pod.spec.resourceClaims" + (claims.Count == 0 ? " which is empty" : ": " + string.Join(", ", claims))));
        }
    }

    /// <summary>A whole claim contains each of its requests.</summary>
    private static void Claim(ErrorList errors, string name, string request, string at, HashSet<string> seen)
    {
        var key = request.Length > 0 ? $"{name}/{request}" : name;
        if (request.Length > 0)
            errors.DnsLabel(at + ".request", request);
        if (seen.Contains(key))
            errors.Add(FieldError.Duplicate(at, key));
        else if (request.Length == 0)
            errors.AddAll(seen.Where(other => other.StartsWith(name + "/", StringComparison.Ordinal)).Select(_ => FieldError.Duplicate(at, name)).ToArray());
        seen.Add(key);
    }

    /// <summary>A name that a pod may use as a whole.</summary>
    private static void PodName(ErrorList errors, string name, string field)
    {
        var before = errors.All.Count;
        Name(errors, name, field);
        if (errors.All.Count == before && name is not ("cpu" or "memory") && !IsHugePage(name))
            errors.OneOf(field, name, ["cpu", "hugepages-", "memory"]);
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
}
