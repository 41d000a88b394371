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
        if (request.Group != Group || request.User.IsMaster || old is not null && IsSameButForOwners(value, old))
            return;
        if (request.Plural is "roles" or "clusterroles")
            CheckRole(request, value, old);
        else if (request.Plural is "rolebindings" or "clusterrolebindings")
            CheckBinding(request, value, old);
    }

    private static bool Aggregates(JsonObject? role) => role?.Map("aggregationRule")?.List("clusterRoleSelectors") is { Count: > 0 };

    /// <summary>The garbage collector may do its work on roles that it does not have.</summary>
    private static bool IsSameButForOwners(JsonObject value, JsonObject old)
    {
        return JsonNode.DeepEquals(WithoutOwners(value), WithoutOwners(old));

        static JsonObject WithoutOwners(JsonObject value)
        {
            var copy = (JsonObject)value.DeepClone();
            foreach (var name in (ReadOnlySpan<string>)["ownerReferences", "finalizers", "managedFields"])
                copy.Map("metadata")?.Remove(name);
            return copy;
        }
    }

    private void CheckRole(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (authorizer.Decide(new AccessQuestion(request.User, "escalate", Group, request.Plural, "", request.Namespace, NameOf(value), "")).Allowed)
            return;
        Confirm(request, value, RoleRule.ReadAll(value));
        // What is gathered can be anything, and who gathers decides what others have.
        if ((Aggregates(value) || Aggregates(old)) && Missing(request, RoleRule.Everything).Missing.Count > 0)
            throw Refuse(request, value, "must have cluster-admin privileges to use the aggregationRule");
    }

    private void CheckBinding(RequestInfo request, JsonObject value, JsonObject? old)
    {
        var kind = value.Map("roleRef")?.Text("kind") ?? "";
        var name = value.Map("roleRef")?.Text("name") ?? "";
        var plural = kind == "Role" ? "roles" : "clusterroles";
        if (authorizer.Decide(new AccessQuestion(request.User, "bind", Group, plural, "", request.Namespace, name, "")).Allowed)
            return;
        if (name.Length == 0)
            throw ApiException.BadRequest("Name parameter required.");
        Confirm(request, value, authorizer.RulesOf(kind, name, request.Namespace) ?? throw ApiException.NotFound(Group, request.Plural, name));
    }

    private void Confirm(RequestInfo request, JsonObject value, RoleRule[] granted)
    {
        var (missing, error) = Missing(request, granted);
        if (missing.Count == 0)
            return;
        var groups = string.Join(' ', request.User.Groups.Select(group => $"\"{group}\""));
        throw Refuse(request, value, $"user \"{request.User.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', Describe(missing))}{(error.Length > 0 ? $"; resolution errors: [{error}]" : "")}");
    }

    private (List<RoleRule> Missing, string Error) Missing(RequestInfo request, RoleRule[] granted)
    {
        var grants = authorizer.GrantsFor(request.User, request.Namespace);
        var own = grants.SelectMany(grant => grant.Rules).ToArray();
        return ([.. granted.SelectMany(rule => rule.Single()).Where(single => !Array.Exists(own, rule => rule.Covers(single)))], RoleGraph.Missing(grants, request.Plural));
    }

    /// <summary>Rules of one group, resource and name are told as one, with all their verbs.</summary>
    private static IEnumerable<string> Describe(List<RoleRule> missing)
    {
        var simple = missing.Where(rule => rule.Resources.Length == 1)
            .GroupBy(rule => (Group: rule.Groups[0], Resource: rule.Resources[0], Name: rule.Names.FirstOrDefault()))
            .Select(same => new RoleRule([.. same.Select(rule => rule.Verbs[0])], [same.Key.Group], [same.Key.Resource], same.Key.Name is { } name ? [name] : [], []));
        var others = missing.Where(rule => rule.Resources.Length != 1);
        return simple.Concat(others).Select(rule => rule.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string NameOf(JsonObject value) => value.Map("metadata")?.Text("name") ?? "";

    private static ApiException Refuse(RequestInfo request, JsonObject value, string why) => ApiException.Forbidden(Group, request.Plural, NameOf(value), why);
}
