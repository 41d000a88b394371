using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Which writes a webhook or policy is for.</summary>
internal static class WebhookMatch
{
    /// <summary>The write in the version that the rules ask for; null where they are not for it.</summary>
    public static AdmissionRequest? Find(ApiContext context, JsonObject constraints, string rules, AdmissionRequest request)
    {
        if (!MatchesSelectors(context, constraints, request))
            return null;
        var stated = constraints.Objects(rules).ToArray();
        if (Array.Exists(stated, rule => Matches(rule, request, request.Resource)))
            return request;
        if (constraints.Text("matchPolicy") == "Exact" || Equivalents(context, request.Resource) is not { Length: > 0 } others)
            return null;
        // Earlier rules come first.
        return stated.Select(rule => Array.Find(others, other => Matches(rule, request, other))).FirstOrDefault(other => other is not null) is { } found ? request.In(found) : null;
    }

    /// <summary>The other versions of a resource.</summary>
    private static ApiResource[] Equivalents(ApiContext context, ApiResource resource) =>
        [.. context.Resources.All.Where(other => other.TableName == resource.TableName && other.ApiVersion != resource.ApiVersion).OrderBy(other => other.ApiVersion, StringComparer.Ordinal)];

    public static bool Matches(JsonObject rule, AdmissionRequest request, ApiResource resource) =>
        Has(rule, "operations", request.Operation) && Has(rule, "apiGroups", resource.Group) && Has(rule, "apiVersions", resource.Version)
        && (rule.List("resources") ?? []).Any(named => Names(named.Text ?? "", resource.Plural, request.Request.Subresource)) && InScope(rule, request) && IsNamed(rule, request);

    private static bool Names(string rule, string plural, string subresource)
    {
        var parts = rule.Split('/', 2);
        return (parts[0] == "*" || parts[0] == plural) && (parts.Length > 1 ? parts[1] == "*" || parts[1] == subresource : subresource.Length == 0);
    }

    private static bool InScope(JsonObject rule, AdmissionRequest request) => rule.Text("scope") switch
    {
        "Namespaced" => request.Request.Resource.IsNamespaced,
        "Cluster" => !request.Request.Resource.IsNamespaced,
        _ => true,
    };

    /// <summary>Rules of policies may name objects.</summary>
    private static bool IsNamed(JsonObject rule, AdmissionRequest request) => rule.List("resourceNames") is not { Count: > 0 } names || names.Any(name => name.Text == request.Name);

    private static bool Has(JsonObject rule, string field, string value) => (rule.List(field) ?? []).Any(known => known.Text == "*" || known.Text == value);

    /// <exception cref="ApiException">The namespace is not there (404).</exception>
    public static bool MatchesSelectors(ApiContext context, JsonObject constraints, AdmissionRequest request)
    {
        if (constraints.Map("objectSelector") is { Count: > 0 } objects && !Selects(objects, request.Object) && !Selects(objects, request.OldObject))
            return false;
        if (constraints.Map("namespaceSelector") is not { Count: > 0 } namespaces || request.Namespace.Length == 0)
            return true;
        // A namespace that is written has the labels that it will have.
        var place = request.Resource.GroupResource == "namespaces" && request.Request.Subresource.Length == 0 && request.Object is not null
            ? request.Object
            : context.FindObject("", "namespaces", "", request.Namespace);
        return Selectors.Matches(namespaces, place?.Map("metadata")?.Map("labels"));
    }

    private static bool Selects(JsonObject selector, JsonObject? value) => value?.Map("metadata") is { } metadata && Selectors.Matches(selector, metadata.Map("labels"));
}
