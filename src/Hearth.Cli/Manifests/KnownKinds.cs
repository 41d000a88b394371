using System.Text.Json.Nodes;

namespace Hearth.Cli.Manifests;

/// <summary>A kind that a manifest may hold, and where it lives in the API.</summary>
internal sealed record KnownKind(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>The kinds that Spark applications need beside them. Kinds of CRDs in the same file are added to these.</summary>
internal static class KnownKinds
{
    public static IReadOnlyList<KnownKind> BuiltIn { get; } =
    [
        new("", "v1", "configmaps", "ConfigMap", true),
        new("", "v1", "secrets", "Secret", true),
        new("", "v1", "services", "Service", true),
        new("", "v1", "serviceaccounts", "ServiceAccount", true),
        new("", "v1", "namespaces", "Namespace", false),
        new("", "v1", "pods", "Pod", true),
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true),
        new("", "v1", "persistentvolumes", "PersistentVolume", false),
        new("", "v1", "resourcequotas", "ResourceQuota", true),
        new("", "v1", "limitranges", "LimitRange", true),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("apps", "v1", "deployments", "Deployment", true),
        new("apps", "v1", "statefulsets", "StatefulSet", true),
        new("batch", "v1", "jobs", "Job", true),
        new("batch", "v1", "cronjobs", "CronJob", true),
        new("networking.k8s.io", "v1", "ingresses", "Ingress", true),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true),
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true),
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false),
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false),
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false),
    ];

    /// <summary>The kinds that a CRD defines, one for each version it serves.</summary>
    public static IEnumerable<KnownKind> Of(JsonObject definition)
    {
        if (definition["spec"] is not JsonObject spec || spec["versions"] is not JsonArray versions || spec["names"] is not JsonObject names)
            return [];
        return versions.OfType<JsonObject>().Select(version => new KnownKind(
            spec["group"]?.ToString() ?? "",
            version["name"]?.ToString() ?? "",
            names["plural"]?.ToString() ?? "",
            names["kind"]?.ToString() ?? "",
            spec["scope"]?.ToString() != "Cluster"));
    }
}
