using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>The roles that users expect in every cluster.</summary>
internal static class BootstrapRoles
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly string[] s_read = ["get", "list", "watch"];
    private static readonly string[] s_write = ["create", "delete", "deletecollection", "patch", "update"];

    public static void Create(ApiContext context)
    {
        Role(context, "cluster-admin", Rule(["*"], ["*"], ["*"]), Paths(["*"], ["*"]));
        Role(context, "view", [.. Namespaced(s_read, withSecrets: false)]);
        Role(context, "edit", [.. Namespaced([.. s_read, .. s_write], withSecrets: true)]);
        Role(context, "admin", [.. Namespaced([.. s_read, .. s_write], withSecrets: true), Rule([Group], ["roles", "rolebindings"], [.. s_read, .. s_write])]);
        Binding(context, "cluster-admin", "Group", "system:masters");
    }

    private static IEnumerable<JsonObject> Namespaced(string[] verbs, bool withSecrets)
    {
        yield return Rule([""], ["pods", "pods/status", "pods/log", "services", "services/status", "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "events", "limitranges", "resourcequotas", "resourcequotas/status", "bindings"], verbs);
        yield return Rule([""], ["namespaces", "namespaces/status"], s_read);
        if (withSecrets)
            yield return Rule([""], ["secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/eviction", "services/proxy", "serviceaccounts/token"], verbs);
        yield return Rule(["apps"], ["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"], verbs);
        yield return Rule(["autoscaling"], ["horizontalpodautoscalers", "horizontalpodautoscalers/status"], verbs);
        yield return Rule(["batch"], ["cronjobs", "cronjobs/status", "jobs", "jobs/status"], verbs);
        yield return Rule(["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"], verbs);
        yield return Rule(["networking.k8s.io"], ["ingresses", "ingresses/status", "networkpolicies"], verbs);
        yield return Rule(["coordination.k8s.io"], ["leases"], verbs);
        yield return Rule(["discovery.k8s.io"], ["endpointslices"], s_read);
    }

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs) => new()
    {
        ["verbs"] = Texts(verbs),
        ["apiGroups"] = Texts(groups),
        ["resources"] = Texts(resources),
    };

    private static JsonObject Paths(string[] paths, string[] verbs) => new() { ["verbs"] = Texts(verbs), ["nonResourceURLs"] = Texts(paths) };

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static void Role(ApiContext context, string name, params JsonObject[] rules)
    {
        if (context.Find(Group, "clusterroles", "", name) is not null)
            return;
        var role = NamespaceRules.New(context, "ClusterRole", "", name, Group + "/v1");
        Label(role);
        role["rules"] = new JsonArray([.. rules]);
        NamespaceRules.Store(context, context.BuiltIn(Group, "clusterroles"), role);
    }

    private static void Label(JsonObject value)
    {
        value["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        value["metadata"]!["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" };
    }

    private static void Binding(ApiContext context, string name, string kind, string subject)
    {
        if (context.Find(Group, "clusterrolebindings", "", name) is not null)
            return;
        var binding = NamespaceRules.New(context, "ClusterRoleBinding", "", name, Group + "/v1");
        Label(binding);
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = kind, ["apiGroup"] = Group, ["name"] = subject });
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = "ClusterRole", ["name"] = name };
        NamespaceRules.Store(context, context.BuiltIn(Group, "clusterrolebindings"), binding);
    }
}
