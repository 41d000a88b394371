using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>What one sees of a running application at one moment. Pure: made of the application and its pods.</summary>
/// <param name="State">The operator's state; <c>NEW</c> before it looked.</param>
/// <param name="Driver">Name and phase of the driver's pod; null before there is one.</param>
/// <param name="Executors">How many are in which phase.</param>
/// <param name="Trouble">Why it does not go on, in the cluster's words; null where it does.</param>
internal sealed record RunSnapshot(string State, string? Driver, ExecutorCounts Executors, string? Trouble)
{
    public static RunSnapshot Of(SparkApplication application, IReadOnlyCollection<Pod> pods)
    {
        var state = application.Status?.ApplicationState.State is { Length: > 0 } said ? said : "NEW";
        var driver = DriverOf(pods);
        var executors = pods.Where(p => p.Metadata.Labels?.GetValueOrDefault(SparkLabels.Role) == "executor").ToList();
        return new RunSnapshot(
            state,
            driver is null ? null : $"{driver.Metadata.Name} {Phase(driver)}",
            new ExecutorCounts(executors.Count(p => Phase(p) == "Running"), executors.Count(p => Phase(p) == "Pending"), executors.Count(p => Phase(p) == "Failed")),
            pods.Select(Blocked).FirstOrDefault(reason => reason is not null));
    }

    /// <summary>The pod of the latest attempt.</summary>
    public static Pod? DriverOf(IEnumerable<Pod> pods) => pods
        .Where(p => p.Metadata.Labels?.GetValueOrDefault(SparkLabels.Role) == "driver")
        .MaxBy(p => p.Metadata.CreationTimestamp);

    /// <summary>A reason for which a pod of a local cluster will never start, since nobody else is there to repair it.</summary>
    public static string? Hopeless(IReadOnlyCollection<Pod> pods) => DriverOf(pods) is { } driver && Waiting(driver) is { } waiting
        && waiting.Reason is "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "ErrImageNeverPull" or "CreateContainerConfigError"
            ? $"{waiting.Reason}: {waiting.Message}"
            : null;

    private static string? Blocked(Pod pod)
    {
        if (Waiting(pod) is { Reason: not ("ContainerCreating" or "PodInitializing" or null) } waiting)
            return $"pod {pod.Metadata.Name}: {waiting.Reason}: {waiting.Message}";
        var unscheduled = pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" });
        return unscheduled is null ? null : $"pod {pod.Metadata.Name} waits for a node: {unscheduled.Message}";
    }

    private static ContainerStateWaiting? Waiting(Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).Select(c => c.State?.Waiting).FirstOrDefault(w => w?.Reason is not null);

    private static string Phase(Pod pod) => pod.Metadata.DeletionTimestamp is not null ? "Terminating" : pod.Status?.Phase ?? "Pending";
}

internal sealed record ExecutorCounts(int Running, int Pending, int Failed)
{
    public override string ToString() => string.Join(", ", new[] { (Running, "running"), (Pending, "pending"), (Failed, "failed") }.Where(c => c.Item1 > 0).Select(c => $"{c.Item1} {c.Item2}"))
        is { Length: > 0 } text ? text : "none";
}
