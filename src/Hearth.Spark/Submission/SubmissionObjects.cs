using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Spark.Submission;

/// <summary>How the objects of a plan are written and where they live in the API.</summary>
public static class SubmissionObjects
{
    /// <summary>The kinds that a submission creates, by kind.</summary>
    private static readonly Dictionary<string, string> s_plurals = new(StringComparer.Ordinal)
    {
        ["Pod"] = "pods",
        ["Service"] = "services",
        ["ConfigMap"] = "configmaps",
        ["Secret"] = "secrets",
        ["PersistentVolumeClaim"] = "persistentvolumeclaims",
        ["NetworkPolicy"] = "networkpolicies",
        ["PodGroup"] = "podgroups",
        ["ServiceAccount"] = "serviceaccounts",
        ["Role"] = "roles",
        ["RoleBinding"] = "rolebindings",
    };

    /// <summary>The path of the object in the API of a server.</summary>
    public static string Path(KubeObject resource, string @namespace)
    {
        var version = resource.ApiVersion!;
        var root = version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}";
        return $"{root}/namespaces/{@namespace}/{Plural(resource)}/{resource.Metadata.Name}";
    }

    public static string Plural(KubeObject resource) => s_plurals[resource.Kind!];

    public static string ToJson(KubeObject resource) => resource switch
    {
        Pod pod => Write(pod, KubeJson.Default.Pod),
        Service service => Write(service, KubeJson.Default.Service),
        ConfigMap map => Write(map, KubeJson.Default.ConfigMap),
        Secret secret => Write(secret, KubeJson.Default.Secret),
        ServiceAccount account => Write(account, KubeJson.Default.ServiceAccount),
        PersistentVolumeClaim claim => Write(claim, KubeJson.Default.PersistentVolumeClaim),
        _ => Write(resource, KubeJson.Default.KubeObject),
    };

    private static string Write<T>(T resource, JsonTypeInfo<T> type) => JsonSerializer.Serialize(resource, type);
}
