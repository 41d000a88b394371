using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>May this user do this?</summary>
/// <param name="Path">Of a request outside the resources; empty for one to a resource.</param>
internal sealed record AccessQuestion(UserInfo User, string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, string Path);

/// <summary>Role-based access control: what no role allows is forbidden.</summary>
internal sealed class Authorizer(ApiContext context)
{
    private volatile RoleGraph? _graph;

    private RoleGraph Graph => _graph = RoleGraph.Refresh(context, _graph);

    public void Authorize(RequestInfo request)
    {
        var user = request.User;
        if (user.IsMaster)
            return;
        var question = request.IsResourceRequest
            ? new AccessQuestion(user, request.Verb, request.Group, request.Plural, request.Subresource, request.Namespace, request.Name, "")
            : new AccessQuestion(user, request.Verb, "", "", "", "", "", request.Path);
        var (allowed, reason) = Decide(question);
        if (!allowed)
            throw Forbidden(question, reason, request.Resource?.IsNamespaced != false);
    }

    /// <summary>The refusal of what was asked.</summary>
    /// <param name="reason">What else there is to say, as <see cref="Decide"/> tells it.</param>
    public static ApiException Forbidden(AccessQuestion question, string reason, bool isNamespaced = true)
    {
        var more = reason.Length > 0 ? ": " + reason : "";
        if (question.Path.Length > 0)
            return new ApiException(403, "Forbidden", $"forbidden: User \"{question.User.Name}\" cannot {question.Verb} path \"{question.Path}\"{more}", []);
        var resource = question.Subresource.Length > 0 ? $"{question.Resource}/{question.Subresource}" : question.Resource;
        var scope = question.Namespace.Length > 0 && (isNamespaced || question.Resource == "namespaces") ? $"in the namespace \"{question.Namespace}\"" : "at the cluster scope";
        return ApiException.Forbidden(
            question.Group, question.Resource, question.Name, $"User \"{question.User.Name}\" cannot {question.Verb} resource \"{resource}\" in API group \"{question.Group}\" {scope}{more}");
    }

    /// <returns>Why it is allowed; where it is not, which roles that bindings name are missing.</returns>
    public (bool Allowed, string Reason) Decide(AccessQuestion question)
    {
        if (question.User.IsMaster)
            return (true, "");
        var grants = Graph.Grants(question.User, question.Namespace);
        foreach (var grant in grants)
        {
            foreach (var rule in grant.Rules)
            {
                if (rule.Allows(question))
                    return (true, grant.Reason);
            }
        }

        return (false, RoleGraph.Missing(grants) is { Length: > 0 } missing ? "RBAC: " + missing : "");
    }

    /// <summary>What expressions of admission may ask about the user of a request.</summary>
    public Cel.CelAuthorizer Ask(RequestInfo request) => new(
        Decide, request.User, new AccessQuestion(request.User, "", request.Group, request.Plural, request.Subresource, request.Namespace, request.Name.Length > 0 ? request.Name : request.StatedName ?? "", ""));

    /// <summary>Every binding that holds for the user in a namespace.</summary>
    public RoleGrant[] GrantsFor(UserInfo user, string ns) => [.. Graph.Grants(user, ns)];

    /// <summary>The rules of a role; null where there is none.</summary>
    public RoleRule[]? RulesOf(string kind, string name, string ns) => Graph.RulesOf(kind, name, ns);

    /// <summary>The answer to a <c>SelfSubjectRulesReview</c>.</summary>
    public JsonObject Rules(UserInfo user, string ns)
    {
        var resourceRules = new JsonArray();
        var pathRules = new JsonArray();
        var grants = GrantsFor(user, ns);
        foreach (var rule in grants.SelectMany(grant => grant.Rules))
        {
            var shown = new JsonObject { ["verbs"] = Texts(rule.Verbs) };
            if (rule.Urls.Length > 0)
            {
                shown["nonResourceURLs"] = Texts(rule.Urls);
                pathRules.Add((JsonNode)shown);
                continue;
            }

            shown["apiGroups"] = Texts(rule.Groups);
            shown["resources"] = Texts(rule.Resources);
            if (rule.Names.Length > 0)
                shown["resourceNames"] = Texts(rule.Names);
            resourceRules.Add((JsonNode)shown);
        }

        var status = new JsonObject { ["resourceRules"] = resourceRules, ["nonResourceRules"] = pathRules, ["incomplete"] = false };
        if (RoleGraph.Missing(grants) is { Length: > 0 } error)
            status["evaluationError"] = error;
        return status;
    }

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
}
