using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The workload kinds, which the code reads as JSON: only few of their fields matter here.</summary>
internal static class Kinds
{
    public static ResourceType<KubeObject> Deployments { get; } = ResourceTypes.Untyped("apps", "v1", "deployments", "Deployment");
    public static ResourceType<KubeObject> ReplicaSets { get; } = ResourceTypes.Untyped("apps", "v1", "replicasets", "ReplicaSet");
    public static ResourceType<KubeObject> StatefulSets { get; } = ResourceTypes.Untyped("apps", "v1", "statefulsets", "StatefulSet");
    public static ResourceType<KubeObject> DaemonSets { get; } = ResourceTypes.Untyped("apps", "v1", "daemonsets", "DaemonSet");
    public static ResourceType<KubeObject> ControllerRevisions { get; } = ResourceTypes.Untyped("apps", "v1", "controllerrevisions", "ControllerRevision");
    public static ResourceType<KubeObject> Jobs { get; } = ResourceTypes.Untyped("batch", "v1", "jobs", "Job");
    public static ResourceType<KubeObject> CronJobs { get; } = ResourceTypes.Untyped("batch", "v1", "cronjobs", "CronJob");

    public static JsonObject Spec(this KubeObject item) => Part(item, "spec");

    public static JsonObject Status(this KubeObject item) => Part(item, "status");

    public static int Number(this JsonObject fields, string name, int otherwise) =>
        fields[name] is not JsonValue value ? otherwise
        : value.TryGetValue<int>(out var number) ? number
        : value.TryGetValue<long>(out var large) ? (int)Math.Clamp(large, int.MinValue, int.MaxValue) : otherwise;

    /// <summary>Sets a count; zero is left out, as Kubernetes does.</summary>
    public static void Count(this JsonObject status, string name, int count)
    {
        if (count != 0)
            status[name] = count;
    }

    /// <summary>A number, or a share such as <c>25%</c> of one.</summary>
    public static int Share(JsonNode? amount, int of, bool up)
    {
        if (amount is JsonValue value && value.TryGetValue<int>(out var number))
            return number;
        var percent = amount is JsonValue text && text.TryGetValue<string>(out var stated)
            && int.TryParse(stated.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return (int)(((long)of * percent + (up ? 99 : 0)) / 100);
    }

    /// <summary>Whether the controller that owns <paramref name="item"/> is <paramref name="owner"/>.</summary>
    public static bool IsControlledBy(this KubeObject item, KubeObject owner) =>
        item.Metadata.OwnerReferences?.Any(o => o.Controller == true && o.Uid == owner.Metadata.Uid) == true;

    public static OwnerReference ControllerOf(ResourceType<KubeObject> type, KubeObject owner) => new()
    {
        ApiVersion = type.ApiVersion,
        Kind = type.Kind,
        Name = owner.Metadata.Name ?? "",
        Uid = owner.Metadata.Uid ?? "",
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>A pod made from the template of its owner.</summary>
    public static Pod PodOf(ResourceType<KubeObject> type, KubeObject owner, JsonObject? template, string? name = null)
    {
        var read = template.Deserialize(KubeJson.Default.PodTemplateSpec) ?? new PodTemplateSpec();
        return new()
        {
            Metadata = new()
            {
                Name = name,
                GenerateName = owner.Metadata.Name + "-",
                Namespace = owner.Metadata.Namespace,
                Labels = read.Metadata?.Labels,
                Annotations = read.Metadata?.Annotations,
                OwnerReferences = [ControllerOf(type, owner)],
            },
            Spec = read.Spec,
        };
    }

    /// <summary>A short name for the contents of a template: equal templates have equal names.</summary>
    public static string HashOf(JsonNode? template)
    {
        var hash = 2166136261u;
        // Who wrote a template decides the order of its fields: it must not count.
        foreach (var c in ApiServer.Decoding.Json.Sorted(template)?.ToJsonString() ?? "")
            hash = unchecked((hash ^ c) * 16777619);
        const string Letters = "bcdfghjklmnpqrstvwxz2456789";
        var name = "";
        for (; hash > 0; hash /= (uint)Letters.Length)
            name += Letters[(int)(hash % (uint)Letters.Length)];
        return name;
    }

    public static bool IsActive(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed);

    private static JsonObject Part(KubeObject item, string name) =>
        item.Extra?.TryGetValue(name, out var element) == true && element.ValueKind == JsonValueKind.Object ? JsonObject.Create(element.Clone())! : [];
}
