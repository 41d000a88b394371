using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Kube.Core.Objects;

/// <summary>
/// Where a kind lives in the API and how it reads: everything a client needs to address it.
/// </summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">For example <c>v1</c>.</param>
/// <param name="Plural">The resource's name in paths, for example <c>pods</c>.</param>
/// <param name="Kind">For example <c>Pod</c>.</param>
/// <param name="Namespaced">False for cluster-wide kinds.</param>
/// <param name="Object">How one object reads and writes.</param>
/// <param name="List">How a list answer reads.</param>
public sealed record ResourceType<T>(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced,
    JsonTypeInfo<T> Object,
    JsonTypeInfo<KubeList<T>> List)
    where T : KubeObject
{
    /// <summary><c>v1</c> or <c>group/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>The built-in kinds that Hearth touches.</summary>
public static class ResourceTypes
{
    public static ResourceType<Pod> Pods { get; } = new("", "v1", "pods", "Pod", true, KubeJson.Default.Pod, KubeJson.Default.KubeListPod);
    public static ResourceType<ConfigMap> ConfigMaps { get; } = new("", "v1", "configmaps", "ConfigMap", true, KubeJson.Default.ConfigMap, KubeJson.Default.KubeListConfigMap);
    public static ResourceType<Secret> Secrets { get; } = new("", "v1", "secrets", "Secret", true, KubeJson.Default.Secret, KubeJson.Default.KubeListSecret);
    public static ResourceType<Service> Services { get; } = new("", "v1", "services", "Service", true, KubeJson.Default.Service, KubeJson.Default.KubeListService);
    public static ResourceType<ServiceAccount> ServiceAccounts { get; } = new("", "v1", "serviceaccounts", "ServiceAccount", true, KubeJson.Default.ServiceAccount, KubeJson.Default.KubeListServiceAccount);
    public static ResourceType<Namespace> Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false, KubeJson.Default.Namespace, KubeJson.Default.KubeListNamespace);
    public static ResourceType<PersistentVolumeClaim> PersistentVolumeClaims { get; } = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, KubeJson.Default.PersistentVolumeClaim, KubeJson.Default.KubeListPersistentVolumeClaim);
    public static ResourceType<Node> Nodes { get; } = new("", "v1", "nodes", "Node", false, KubeJson.Default.Node, KubeJson.Default.KubeListNode);
    public static ResourceType<Event> Events { get; } = new("", "v1", "events", "Event", true, KubeJson.Default.Event, KubeJson.Default.KubeListEvent);
    public static ResourceType<Lease> Leases { get; } = new("coordination.k8s.io", "v1", "leases", "Lease", true, KubeJson.Default.Lease, KubeJson.Default.KubeListLease);

    /// <summary>A kind that the code handles without looking into it.</summary>
    public static ResourceType<KubeObject> Untyped(string group, string version, string plural, string kind, bool namespaced = true) =>
        new(group, version, plural, kind, namespaced, KubeJson.Default.KubeObject, KubeJson.Default.KubeListKubeObject);
}
