using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Controllers;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>Finds what the claims of a pod are bound to. Pure.</summary>
internal sealed class VolumeLookup(Func<ObjectKey, PersistentVolumeClaim?> claims, Func<IEnumerable<KubeObject>> volumes, Func<string, KubeObject?> classes)
{
    /// <summary>Where the first consumer of a claim is to run.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
    private const string Exclusive = "ReadWriteOncePod";
    private static readonly string[] s_zoneLabels = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region"];

    public PodVolumes Of(SchedulingPod pod)
    {
        var named = (pod.Spec.Volumes ?? []).Select(v => (Claim: v.PersistentVolumeClaim?.ClaimName, v.Name, IsEphemeral: v.Extra?.ContainsKey("ephemeral") == true))
            .Where(v => v.Claim is not null || v.IsEphemeral).Select(v => (Name: v.Claim ?? $"{pod.Key.Name}-{v.Name}", IsEphemeral: v.Claim is null)).ToList();
        if (named.Count == 0)
            return PodVolumes.None;
        var found = named.Select(n => (n.Name, n.IsEphemeral, Claim: claims(new(pod.Key.Namespace, n.Name)))).ToList();
        if (found.Select(f => Missing(pod, f.Name, f.IsEphemeral, f.Claim)).FirstOrDefault(t => t is not null) is { } missing)
            return new() { Trouble = missing };
        var unbound = found.Select(f => f.Claim!).Where(c => c.Status?.Phase != "Bound").ToList();
        if (unbound.Exists(c => !BindsLate(c)))
            return new() { Trouble = "pod has unbound immediate PersistentVolumeClaims" };
        var all = volumes().ToList();
        var bound = found.Select(f => f.Claim!).Where(c => c.Status?.Phase == "Bound").Select(c => all.Find(v => v.Metadata.Name == c.Spec?.VolumeName)).ToList();
        return new()
        {
            IsMissingVolume = bound.Contains(null),
            Places = [.. bound.OfType<KubeObject>().Select(Place).OfType<IReadOnlyList<JsonElement>>()],
            Zones = [.. bound.OfType<KubeObject>().SelectMany(v => v.Metadata.Labels ?? new Dictionary<string, string>()).Where(l => s_zoneLabels.Contains(l.Key, StringComparer.Ordinal))
                .Select(l => (l.Key, (IReadOnlyList<string>)l.Value.Split("__", StringSplitOptions.RemoveEmptyEntries)))],
            Exclusive = [.. found.Where(f => f.Claim!.Spec?.AccessModes?.Contains(Exclusive, StringComparer.Ordinal) == true).Select(f => f.Name)],
            Choices = [.. unbound.Where(IsByHand).Select(c => (IReadOnlyList<IReadOnlyList<JsonElement>?>)[.. all.Where(v => v.Metadata.DeletionTimestamp is null && VolumeMatch.Suffices(v, c)).Select(Place)])],
            Late = [.. unbound.Select(c => c.Metadata.Name!)],
        };
    }

    private bool BindsLate(PersistentVolumeClaim claim) => string.IsNullOrEmpty(claim.Spec?.VolumeName) && ClassField(claim, "volumeBindingMode") == "WaitForFirstConsumer";

    private bool IsByHand(PersistentVolumeClaim claim) => ClassField(claim, "provisioner") == "kubernetes.io/no-provisioner";

    private string? ClassField(PersistentVolumeClaim claim, string name) =>
        claim.Spec?.StorageClassName is { Length: > 0 } type && classes(type)?.Extra?.TryGetValue(name, out var value) == true ? value.GetString() : null;

    private static string? Missing(SchedulingPod pod, string name, bool isEphemeral, PersistentVolumeClaim? claim) =>
        claim is null && isEphemeral ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\""
        : claim is null ? $"persistentvolumeclaim \"{name}\" not found"
        : claim.Status?.Phase == "Lost" ? $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec?.VolumeName}\""
        : claim.Metadata.DeletionTimestamp is not null ? $"persistentvolumeclaim \"{name}\" is being deleted"
        : isEphemeral && claim.Metadata.OwnerReferences?.Any(o => o.Controller == true && o.Uid == pod.Uid) != true
            ? $"PVC {pod.Key.Namespace}/{name} was not created for pod {pod.Key.Namespace}/{pod.Key.Name} (pod is not owner)"
        : null;

    /// <summary>One of the terms must hold for a node that uses the volume; null: any node may.</summary>
    public static IReadOnlyList<JsonElement>? Place(KubeObject volume) =>
        volume.Extra?.TryGetValue("spec", out var spec) == true && Selectors.Find(spec, "nodeAffinity") is { } affinity && Selectors.Find(affinity, "required") is { } required
        && Selectors.Find(required, "nodeSelectorTerms") is { ValueKind: JsonValueKind.Array } terms ? [.. terms.EnumerateArray()] : null;
}
