using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>What the scheduler knows of a pod: worked out once, when the pod changes.</summary>
internal sealed record SchedulingPod
{
    public required ObjectKey Key { get; init; }
    public required string Uid { get; init; }
    public required Amounts Requests { get; init; }

    /// <summary>As <see cref="Requests"/>, with what containers without requests usually take.</summary>
    public required Amounts Usual { get; init; }
    public required PodSpec Spec { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public required PodAffinity Affinity { get; init; }

    /// <summary>Its controller.</summary>
    public OwnerReference? Owner { get; init; }
    public string? NodeName { get; init; }
    public string? NominatedNode { get; init; }
    public int Priority { get; init; }
    public bool IsDeleting { get; init; }

    /// <summary>It ends because a more important pod needs its room.</summary>
    public bool IsPreempted { get; init; }
    public DateTimeOffset Created { get; init; }

    /// <summary>When its node took it up; far in the future where none has.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>What its claims are bound to: known of a pod that waits.</summary>
    public PodVolumes Volumes { get; init; } = PodVolumes.None;
    public long? Generation { get; init; }

    /// <summary>The message of its <c>PodScheduled</c> condition, as stored.</summary>
    public string? Trouble { get; init; }
    public bool IsGated { get; init; }
    public string? ResourceVersion { get; init; }

    /// <summary>Null for pods that have ended: they use nothing.</summary>
    public static SchedulingPod? Of(Pod pod)
    {
        if (pod.Spec is not { } spec || pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed)
            return null;
        return new()
        {
            Key = ObjectKey.Of(pod),
            Uid = pod.Metadata.Uid ?? "",
            Requests = Amounts.RequestedBy(spec),
            Usual = Amounts.UsualOf(spec),
            Spec = spec,
            Labels = pod.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Affinity = PodAffinity.Of(spec.Affinity, pod.Metadata.Namespace ?? ""),
            Owner = pod.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true),
            NodeName = string.IsNullOrEmpty(spec.NodeName) ? null : spec.NodeName,
            NominatedNode = pod.Status?.NominatedNodeName,
            Priority = spec.Priority ?? 0,
            IsDeleting = pod.Metadata.DeletionTimestamp is not null,
            IsPreempted = pod.Metadata.DeletionTimestamp is not null && pod.Status?.Conditions?.Any(c => c is { Type: "DisruptionTarget", Status: "True", Reason: "PreemptionByScheduler" }) == true,
            Created = pod.Metadata.CreationTimestamp ?? default,
            Started = pod.Status?.StartTime ?? DateTimeOffset.MaxValue,
            Generation = pod.Metadata.Generation,
            Trouble = pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" })?.Message,
            IsGated = spec.Extra?.TryGetValue("schedulingGates", out var gates) == true && gates.ValueKind == JsonValueKind.Array && gates.GetArrayLength() > 0,
            ResourceVersion = pod.Metadata.ResourceVersion,
        };
    }
}
