using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The numbered pods of a StatefulSet and their claims. Pure.</summary>
internal static class StatefulSetPods
{
    public const string RevisionLabel = "controller-revision-hash";
    private const string NameLabel = "statefulset.kubernetes.io/pod-name";
    private const string IndexLabel = "apps.kubernetes.io/pod-index";

    public static string NameOf(KubeObject set, int number) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{number}");

    /// <summary>-1 where the name has no number.</summary>
    public static int NumberOf(KubeObject set, Pod pod) =>
        pod.Metadata.Name!.StartsWith(set.Metadata.Name + "-", StringComparison.Ordinal)
        && int.TryParse(pod.Metadata.Name.AsSpan(set.Metadata.Name!.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public static string? RevisionOf(Pod pod) => pod.Metadata.Labels?.GetValueOrDefault(RevisionLabel);

    public static bool IsRunningAndReady(Pod pod) => pod.Status?.Phase == PodPhase.Running && ServiceTable.IsReady(pod);

    /// <summary>The pod of a number as a revision wants it.</summary>
    public static Pod New(KubeObject set, int number, KubeObject revision)
    {
        var name = NameOf(set, number);
        var pod = Kinds.PodOf(Kinds.StatefulSets, set, Revisions.TemplateOf(revision), name);
        var labels = new Dictionary<string, string>(pod.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [RevisionLabel] = revision.Metadata.Name!,
            [NameLabel] = name,
            [IndexLabel] = number.ToString(CultureInfo.InvariantCulture),
        };
        var claims = ClaimsOf(set, name);
        var volumes = (pod.Spec?.Volumes ?? []).Where(v => claims.All(c => c.Template != v.Name)).ToList();
        volumes.InsertRange(0, claims.Select(c => new Volume { Name = c.Template, PersistentVolumeClaim = new() { ClaimName = c.Claim.Metadata.Name! } }));
        return pod with
        {
            Metadata = pod.Metadata with { Labels = labels },
            Spec = pod.Spec! with { Volumes = volumes.Count > 0 ? volumes : null, Hostname = name, Subdomain = (string?)set.Spec()["serviceName"] },
        };
    }

    /// <summary>The claims of a pod, by the name of their template.</summary>
    public static List<(string Template, PersistentVolumeClaim Claim)> ClaimsOf(KubeObject set, string pod)
    {
        var own = (set.Spec()["selector"]?["matchLabels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
        var claims = new List<(string Template, PersistentVolumeClaim Claim)>();
        foreach (var template in (set.Spec()["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var claim = template.Deserialize(KubeJson.Default.PersistentVolumeClaim)!;
            var labels = new Dictionary<string, string>(claim.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
            foreach (var (name, value) in own)
                labels[name] = value;
            claims.Add((claim.Metadata.Name!, claim with
            {
                ApiVersion = null,
                Kind = null,
                Metadata = new() { Name = $"{claim.Metadata.Name}-{pod}", Labels = labels, Annotations = claim.Metadata.Annotations, OwnerReferences = OwnersOf(set) },
                Status = null,
            }));
        }

        return claims;
    }

    public static OwnerReference OwnerOf(Pod pod) =>
        new() { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name ?? "", Uid = pod.Metadata.Uid ?? "", Controller = true, BlockOwnerDeletion = true };

    private static OwnerReference[]? OwnersOf(KubeObject set) =>
        (string?)set.Spec()["persistentVolumeClaimRetentionPolicy"]?["whenDeleted"] == "Delete" ? [Kinds.ControllerOf(Kinds.StatefulSets, set)] : null;
}
