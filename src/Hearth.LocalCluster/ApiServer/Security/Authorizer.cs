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
        if (user.IsMaster || !request.IsResourceRequest && IsHealth(request.Path))
            return;
        var question = request.IsResourceRequest
            ? new AccessQuestion(user, request.Verb, request.Group, request.Plural, request.Subresource, request.Namespace, request.Name, "")
            : new AccessQuestion(user, request.Verb, "", "", "", "", "", request.Path);
        if (!Decide(question).Allowed)
            throw Forbidden(question, request.Resource?.IsNamespaced != false);
    }

    /// <summary>Probes come without a token.</summary>
    private static bool IsHealth(string path) => path is "/healthz" or "/livez" or "/readyz"
        || path.StartsWith("/livez/", StringComparison.Ordinal) || path.StartsWith("/readyz/", StringComparison.Ordinal) || path.StartsWith("/healthz/", StringComparison.Ordinal);

    /// <summary>The refusal of what was asked.</summary>
    public static ApiException Forbidden(AccessQuestion question, bool isNamespaced = true)
    {
        if (question.Path.Length > 0)
            return new ApiException(403, "Forbidden", $"forbidden: User \"{question.User.Name}\" cannot {question.Verb} path \"{question.Path}\"", []);
        var resource = question.Subresource.Length > 0 ? $"{question.Resource}/{question.Subresource}" : question.Resource;
        var scope = question.Namespace.Length > 0 && (isNamespaced || question.Resource == "namespaces") ? $"in the namespace \"{question.Namespace}\"" : "at the cluster scope";
        return ApiException.Forbidden(
            question.Group, question.Resource, question.Name, $"User \"{question.User.Name}\" cannot {question.Verb} resource \"{resource}\" in API group \"{question.Group}\" {scope}");
    }

    public (bool Allowed, string Reason) Decide(AccessQuestion question)
    {
        if (question.User.IsMaster)
            return (true, "");
        foreach (var grant in Graph.Grants(question.User, question.Namespace))
        {
            foreach (var rule in grant.Rules)
            {
                if (rule.Allows(question))
                    return (true, grant.Reason);
            }
        }

        return (false, "");
    }

    /// <summary>Every rule that holds for the user in a namespace.</summary>
    public IEnumerable<RoleRule> RulesFor(UserInfo user, string ns) =>
        (user.IsMaster ? RoleRule.Everything : []).Concat(Graph.Grants(user, ns).SelectMany(grant => grant.Rules));

    /// <summary>The rules of a role; null where there is none.</summary>
    public RoleRule[]? RulesOf(string kind, string name, string ns) => Graph.RulesOf(kind, name, ns);

    /// <summary>The answer to a <c>SelfSubjectRulesReview</c>.</summary>
    public JsonObject Rules(UserInfo user, string ns)
    {
        var resourceRules = new JsonArray();
        var pathRules = new JsonArray();
        foreach (var rule in RulesFor(user, ns))
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

        return new JsonObject { ["resourceRules"] = resourceRules, ["nonResourceRules"] = pathRules, ["incomplete"] = false };
    }

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
}
