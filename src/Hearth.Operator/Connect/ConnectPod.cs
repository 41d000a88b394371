using Hearth.Kube.Core.Objects;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;

namespace Hearth.Operator.Connect;

/// <summary>What the operator keeps of a pod of a Connect server.</summary>
internal sealed record ConnectPod
{
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required string Uid { get; init; }
    public required string Connect { get; init; }
    public required bool IsServer { get; init; }
    public required string Phase { get; init; }
    public bool Ready { get; init; }

    /// <summary>Why it is not ready, in the cluster's words.</summary>
    public string? NotReadyMessage { get; init; }
    public bool Deleting { get; init; }
    public string? Ip { get; init; }
    public string? SpecHash { get; init; }
    public DateTimeOffset? Created { get; init; }

    /// <summary>Of a container that waits, that keeps ending, or of a pod that no node takes.</summary>
    private static string? Trouble(Pod pod)
    {
        if (PodTrouble.Of(pod) is { } trouble)
            return $"{trouble.Reason}: {trouble.Message}";
        if (pod.Status?.ContainerStatuses?.FirstOrDefault(c => c.State?.Waiting?.Reason is { Length: > 0 }) is { State.Waiting: { } waiting } container)
            return $"{waiting.Reason}: {waiting.Message}{(container.LastState?.Terminated is { } ended ? $" (it ended with exit code {ended.ExitCode}, {ended.Reason})" : "")}";
        return null;
    }

    public static ConnectPod? Of(Pod pod)
    {
        if (pod.Metadata.Labels?.GetValueOrDefault(SparkLabels.ConnectName) is not { Length: > 0 } connect)
            return null;
        var ready = pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready");
        return new()
        {
            Namespace = pod.Metadata.Namespace ?? "",
            Name = pod.Metadata.Name ?? "",
            Uid = pod.Metadata.Uid ?? "",
            Connect = connect,
            IsServer = pod.Metadata.Labels.GetValueOrDefault(SparkLabels.Role) == ConnectObjects.Role,
            Phase = pod.Status?.Phase ?? PodPhase.Pending,
            Ready = ready?.Status == "True",
            NotReadyMessage = Trouble(pod) ?? ready?.Message,
            Deleting = pod.Metadata.DeletionTimestamp is not null,
            Ip = pod.Status?.PodIP,
            Created = pod.Metadata.CreationTimestamp,
            SpecHash = pod.Metadata.Annotations?.GetValueOrDefault(ConnectObjects.SpecHash),
        };
    }
}
