using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Roles and their bindings.</summary>
internal static class RbacValidation
{
    public static void Role(ErrorList errors, JsonObject role) => Rules(errors, role, isNamespaced: true);

    public static void ClusterRole(ErrorList errors, JsonObject role)
    {
        Rules(errors, role, isNamespaced: false);
        Aggregation(errors, role.Map("aggregationRule"));
    }

    public static void RoleBinding(ErrorList errors, JsonObject binding) => Binding(errors, binding, isNamespaced: true);

    public static void ClusterRoleBinding(ErrorList errors, JsonObject binding) => Binding(errors, binding, isNamespaced: false);

    private static void Rules(ErrorList errors, JsonObject role, bool isNamespaced)
    {
        var i = 0;
        foreach (var rule in role.Objects("rules"))
        {
            var field = $"rules[{i++}]";
            if (rule.List("verbs") is not { Count: > 0 })
                errors.Required(field + ".verbs", "verbs must contain at least one value");
            if (rule.List("nonResourceURLs") is { Count: > 0 } paths)
            {
                if (isNamespaced)
                    errors.Invalid(field + ".nonResourceURLs", paths, "namespaced rules cannot apply to non-resource URLs");
                if (rule.List("apiGroups") is { Count: > 0 } || rule.List("resources") is { Count: > 0 } || rule.List("resourceNames") is { Count: > 0 })
                    errors.Invalid(field + ".nonResourceURLs", paths, "rules cannot apply to both regular resources and non-resource URLs");
                continue;
            }

            if (rule.List("apiGroups") is not { Count: > 0 })
                errors.Required(field + ".apiGroups", "resource rules must supply at least one api group");
            if (rule.List("resources") is not { Count: > 0 })
                errors.Required(field + ".resources", "resource rules must supply at least one resource");
        }
    }

    private static void Aggregation(ErrorList errors, JsonObject? aggregation)
    {
        const string Field = "aggregationRule.clusterRoleSelectors";
        if (aggregation is null)
            return;
        if (aggregation.List("clusterRoleSelectors") is not { Count: > 0 })
            errors.Required(Field, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        foreach (var (selector, i) in aggregation.Objects("clusterRoleSelectors").Select((selector, i) => (selector, i)))
        {
            errors.Selector($"{Field}[{i}]", selector);
            if (!WorkloadValidation.IsSelector(selector))
                errors.Invalid($"{Field}[{i}]", null, "invalid label selector.");
        }
    }

    private static void Binding(ErrorList errors, JsonObject binding, bool isNamespaced)
    {
        var role = binding.Map("roleRef") ?? [];
        if (role.Text("apiGroup") != "rbac.authorization.k8s.io")
            errors.OneOf("roleRef.apiGroup", role["apiGroup"], ["rbac.authorization.k8s.io"]);
        errors.OneOf("roleRef.kind", role["kind"], isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"], sorted: false);
        if (errors.Needed("roleRef.name", role.Text("name")))
            errors.InvalidEach("roleRef.name", role["name"], Names.PathSegmentProblems(role.Text("name")!));
        var i = 0;
        foreach (var subject in binding.Objects("subjects"))
            Subject(errors, subject, $"subjects[{i++}]", isNamespaced);
    }

    private static void Subject(ErrorList errors, JsonObject subject, string field, bool isNamespaced)
    {
        if (string.IsNullOrEmpty(subject.Text("name")))
            errors.Required(field + ".name");
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (subject.Text("name") is { Length: > 0 } name)
                    errors.Subdomain(field + ".name", name);
                if (subject.Text("apiGroup") is { Length: > 0 } group)
                    errors.Add(FieldError.NotSupported(field + ".apiGroup", group, [""]));
                if (!isNamespaced && string.IsNullOrEmpty(subject.Text("namespace")))
                    errors.Required(field + ".namespace");
                break;
            case "User" or "Group":
                if (subject.Text("apiGroup") != "rbac.authorization.k8s.io")
                    errors.OneOf(field + ".apiGroup", subject["apiGroup"], ["rbac.authorization.k8s.io"]);
                break;
            default:
                errors.OneOf(field + ".kind", subject["kind"], ["ServiceAccount", "User", "Group"], sorted: false);
                break;
        }
    }

    // Real servers validate a changed role or binding twice.
    public static void RoleUpdate(ErrorList errors, JsonObject value, JsonObject old) => Role(errors, value);

    public static void ClusterRoleUpdate(ErrorList errors, JsonObject value, JsonObject old) => ClusterRole(errors, value);

    public static void RoleBindingUpdate(ErrorList errors, JsonObject value, JsonObject old) => BindingUpdate(errors, value, old, isNamespaced: true);

    public static void ClusterRoleBindingUpdate(ErrorList errors, JsonObject value, JsonObject old) => BindingUpdate(errors, value, old, isNamespaced: false);

    private static void BindingUpdate(ErrorList errors, JsonObject value, JsonObject old, bool isNamespaced)
    {
        Binding(errors, value, isNamespaced);
        if (JsonNode.DeepEquals(value["roleRef"], old["roleRef"]))
            return;
        var role = value.Map("roleRef") ?? [];
        errors.Invalid(
            "roleRef",
            new JsonObject { ["APIGroup"] = role.Text("apiGroup"), ["Kind"] = role.Text("kind"), ["Name"] = role.Text("name") },
            "cannot change roleRef");
    }
}
