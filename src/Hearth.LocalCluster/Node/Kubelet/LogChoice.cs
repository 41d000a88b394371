using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Which run of a container a request for its log means, decided from its status as a kubelet does. Pure.</summary>
/// <param name="Restart">The number of the run; counts from 0.</param>
/// <param name="Trouble">Why there is no log, in the kubelet's words; null: there is one.</param>
internal readonly record struct LogChoice(int Restart, string? Trouble = null)
{
    /// <param name="status">Null where the node knows nothing of the container yet.</param>
    /// <param name="previous">The run before the one that a request means otherwise, however it ended.</param>
    public static LogChoice Of(string pod, string container, ContainerStatus? status, bool previous)
    {
        if (status is null)
            return new(0, $"container \"{container}\" in pod \"{pod}\" is not available");
        var hasEnded = status.LastState?.Terminated is { ContainerID.Length: > 0 };
        var isWaiting = status.State is not { Running: not null } and not { Terminated: not null };
        if (previous)
            return hasEnded ? new(status.RestartCount - (isWaiting ? 0 : 1)) : new(0, $"previous terminated container \"{container}\" in pod \"{pod}\" not found");
        if (status.State?.Terminated is { ContainerID: null or "" })
            return hasEnded ? new(status.RestartCount - 1) : new(0, $"container \"{container}\" in pod \"{pod}\" is terminated");
        if (!isWaiting || hasEnded)
            return new(status.RestartCount);
        return new(0, $"container \"{container}\" in pod \"{pod}\" is waiting to start: " + status.State?.Waiting?.Reason switch
        {
            "ErrImagePull" => "image can't be pulled",
            "ImagePullBackOff" => "trying and failing to pull image",
            { } reason => reason,
            null => "ContainerCreating",
        });
    }
}
