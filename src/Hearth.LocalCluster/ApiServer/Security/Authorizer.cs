using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>May this user do this?</summary>
/// <param name="Path">Of a request outside the resources; empty for one to a resource.</param>
internal sealed record AccessQuestion(UserInfo User, string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, string Path);

/// <summary>Role-based access control: what no role allows is forbidden.</summary>
internal sealed class Authorizer(ApiContext context)
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private static readonly string[] s_publicPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    public void Authorize(RequestInfo request)
    {
        var user = request.User;
        if (user.IsMaster || !request.IsResourceRequest && IsPublic(request.Path))
            return;
        var question = request.IsResourceRequest
            ? new AccessQuestion(user, request.Verb, request.Group, request.Plural, request.Subresource, request.Namespace, request.Name, "")
            : new AccessQuestion(user, request.Verb, "", "", "", "", "", request.Path);
        if (!Decide(question).Allowed)
            throw Forbidden(request, question);
    }

    private static bool IsPublic(string path) => Array.Exists(s_publicPaths, known => path == known)
        || path.StartsWith("/livez/", StringComparison.Ordinal) || path.StartsWith("/readyz/", StringComparison.Ordinal) || path.StartsWith("/healthz/", StringComparison.Ordinal);

    private static bool IsDiscovery(string path) =>
        path is "/api" or "/apis" or "/openapi" || path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/apis/", StringComparison.Ordinal) || path.StartsWith("/openapi/", StringComparison.Ordinal);

    private static ApiException Forbidden(RequestInfo request, AccessQuestion question)
    {
        if (!request.IsResourceRequest)
            return new ApiException(403, "Forbidden", $"forbidden: User \"{question.User.Name}\" cannot {question.Verb} path \"{question.Path}\"", []);
        var resource = question.Subresource.Length > 0 ? $"{question.Resource}/{question.Subresource}" : question.Resource;
        var scope = question.Namespace.Length > 0 && request.Resource?.IsNamespaced != false && question.Resource != "namespaces" ? $"in the namespace \"{question.Namespace}\"" : "at the cluster scope";
        if (question.Resource == "namespaces" && question.Namespace.Length > 0)
            scope = $"in the namespace \"{question.Namespace}\"";
        return ApiException.Forbidden(
            question.Group, question.Resource, question.Name, $"User \"{question.User.Name}\" cannot {question.Verb} resource \"{resource}\" in API group \"{question.Group}\" {scope}");
    }

    public (bool Allowed, string Reason) Decide(AccessQuestion question)
    {
        if (question.User.IsMaster)
            return (true, "");
        if (question.Path.Length > 0 && question.Verb == "get" && (IsPublic(question.Path) || IsDiscovery(question.Path) && question.User.Groups.Contains("system:authenticated")))
            return (true, "");
        if (question.Verb == "create" && question.Group is "authorization.k8s.io" or "authentication.k8s.io"
            && question.Resource.StartsWith("selfsubject", StringComparison.Ordinal) && question.User.Groups.Contains("system:authenticated"))
            return (true, "RBAC: allowed by ClusterRoleBinding \"system:basic-user\" of ClusterRole \"system:basic-user\" to Group \"system:authenticated\"");
        foreach (var (binding, role, subject) in Granted(question.User, question.Namespace))
        {
            if (role.Objects("rules").Any(rule => Allows(rule, question)))
                return (true, Reason(binding, subject));
        }

        return (false, "");
    }

    private static string Reason(JsonObject binding, JsonObject subject)
    {
        var metadata = binding.Map("metadata")!;
        var name = metadata.Text("namespace") is { } ns ? $"{metadata.Text("name")}/{ns}" : metadata.Text("name");
        var who = subject.Text("kind") == "ServiceAccount" ? $"ServiceAccount \"{subject.Text("name")}/{subject.Text("namespace")}\"" : $"{subject.Text("kind")} \"{subject.Text("name")}\"";
        return $"RBAC: allowed by {binding.Text("kind")} \"{name}\" of {binding.Map("roleRef")?.Text("kind")} \"{binding.Map("roleRef")?.Text("name")}\" to {who}";
    }

    private IEnumerable<(JsonObject Binding, JsonObject Role, JsonObject Subject)> Granted(UserInfo user, string ns)
    {
        var bindings = context.Objects(RbacGroup, "clusterrolebindings");
        if (ns.Length > 0)
            bindings = bindings.Concat(context.Objects(RbacGroup, "rolebindings", ns));
        foreach (var binding in bindings)
        {
            var subject = binding.Objects("subjects").FirstOrDefault(candidate => Is(user, candidate, ns));
            if (subject is not null && RoleOf(binding, ns) is { } role)
                yield return (binding, role, subject);
        }
    }

    private JsonObject? RoleOf(JsonObject binding, string ns)
    {
        var name = binding.Map("roleRef")?.Text("name") ?? "";
        return binding.Map("roleRef")?.Text("kind") == "Role"
            ? context.FindObject(RbacGroup, "roles", ns, name)
            : context.FindObject(RbacGroup, "clusterroles", "", name);
    }

    private static bool Is(UserInfo user, JsonObject subject, string ns) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{subject.Text("namespace") ?? ns}:{subject.Text("name")}",
        _ => false,
    };

    private static bool Allows(JsonObject rule, AccessQuestion question)
    {
        if (!Has(rule, "verbs", question.Verb))
            return false;
        if (question.Path.Length > 0)
            return (rule.List("nonResourceURLs") ?? []).Any(url => url.Text is { } text && (text == question.Path || text == "*" || text.EndsWith('*') && question.Path.StartsWith(text[..^1], StringComparison.Ordinal)));
        if (!Has(rule, "apiGroups", question.Group))
            return false;
        var resource = question.Subresource.Length > 0 ? $"{question.Resource}/{question.Subresource}" : question.Resource;
        var isResource = Has(rule, "resources", resource)
            || question.Subresource.Length > 0 && (rule.List("resources") ?? []).Any(known => known.Text == "*/" + question.Subresource);
        if (!isResource)
            return false;
        return rule.List("resourceNames") is not { Count: > 0 } names || question.Name.Length > 0 && names.Any(name => name.Text == question.Name);
    }

    private static bool Has(JsonObject rule, string field, string value) =>
        (rule.List(field) ?? []).Any(known => known.Text == "*" || known.Text == value);

    /// <summary>The answer to a <c>SelfSubjectRulesReview</c>.</summary>
    public JsonObject Rules(UserInfo user, string ns)
    {
        var resourceRules = new JsonArray();
        var pathRules = new JsonArray();
        var rules = user.IsMaster
            ? [new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }]
            : Granted(user, ns).SelectMany(grant => grant.Role.Objects("rules"));
        foreach (var rule in rules)
            (rule.ContainsKey("nonResourceURLs") ? pathRules : resourceRules).Add(rule.DeepClone());
        return new JsonObject { ["resourceRules"] = resourceRules, ["nonResourceRules"] = pathRules, ["incomplete"] = false };
    }
}
