using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Nobody grants rights that they do not have, unless they may <c>escalate</c> the role or <c>bind</c> it.</summary>
internal sealed class RoleEscalation(Authorizer authorizer)
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <exception cref="ApiException">The role or binding grants more than its author has (403), or binds a role that is not there (404).</exception>
    public void Check(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (request.Group != Group || request.User.IsMaster)
            return;
        if (request.Plural is "roles" or "clusterroles")
            CheckRole(request, value, old);
        else if (request.Plural is "rolebindings" or "clusterrolebindings")
            CheckBinding(request, value, old);
    }

    private void CheckRole(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (old is not null && JsonNode.DeepEquals(old["rules"], value["rules"]) && JsonNode.DeepEquals(old["aggregationRule"], value["aggregationRule"]))
            return;
        if (authorizer.Decide(new AccessQuestion(request.User, "escalate", Group, request.Plural, "", request.Namespace, NameOf(value), "")).Allowed)
            return;
        if (value.Map("aggregationRule")?.List("clusterRoleSelectors") is { Count: > 0 } && Missing(request, RoleRule.Everything).Count > 0)
            throw Refuse(request, value, "must have cluster-admin privileges to use an aggregationRule");
        Confirm(request, value, RoleRule.ReadAll(value));
    }

    private void CheckBinding(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (old is not null && JsonNode.DeepEquals(old["subjects"], value["subjects"]) && JsonNode.DeepEquals(old["roleRef"], value["roleRef"]))
            return;
        var kind = value.Map("roleRef")?.Text("kind") ?? "";
        var name = value.Map("roleRef")?.Text("name") ?? "";
        var plural = kind == "Role" ? "roles" : "clusterroles";
        if (authorizer.Decide(new AccessQuestion(request.User, "bind", Group, plural, "", request.Namespace, name, "")).Allowed)
            return;
        Confirm(request, value, authorizer.RulesOf(kind, name, request.Namespace) ?? throw ApiException.NotFound(Group, request.Plural, name));
    }

    private void Confirm(RequestInfo request, JsonObject value, RoleRule[] granted)
    {
        var missing = Missing(request, granted);
        if (missing.Count == 0)
            return;
        var groups = string.Join(' ', request.User.Groups.Select(group => $"\"{group}\""));
        throw Refuse(request, value, $"user \"{request.User.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', Describe(missing))}");
    }

    private List<RoleRule> Missing(RequestInfo request, RoleRule[] granted)
    {
        var own = authorizer.RulesFor(request.User, request.Namespace).ToArray();
        return [.. granted.SelectMany(rule => rule.Single()).Where(single => !Array.Exists(own, rule => rule.Covers(single)))];
    }

    /// <summary>Rules of one group and resource are told as one, with all their verbs.</summary>
    private static IEnumerable<string> Describe(List<RoleRule> missing)
    {
        var simple = missing.Where(rule => rule.Resources.Length == 1 && rule.Names.Length == 0)
            .GroupBy(rule => (Group: rule.Groups[0], Resource: rule.Resources[0]))
            .Select(same => new RoleRule([.. same.Select(rule => rule.Verbs[0])], [same.Key.Group], [same.Key.Resource], [], []));
        var others = missing.Where(rule => rule.Resources.Length != 1 || rule.Names.Length > 0);
        return simple.Concat(others).Select(rule => rule.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string NameOf(JsonObject value) => value.Map("metadata")?.Text("name") ?? "";

    private static ApiException Refuse(RequestInfo request, JsonObject value, string why) => ApiException.Forbidden(Group, request.Plural, NameOf(value), why);
}
