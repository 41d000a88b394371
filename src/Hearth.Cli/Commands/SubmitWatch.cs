using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>Follows the driver pod to its end, or says where it runs (<c>spark.kubernetes.submission.waitAppCompletion</c>).</summary>
internal sealed class SubmitWatch(KubeClient client, CliContext context)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private string _told = "";

    /// <summary>The driver's exit code; 0 at once where nobody waits.</summary>
    public async Task<int> FollowAsync(SubmissionPlan plan, Pod driver, CancellationToken cancellationToken)
    {
        var id = $"{plan.Namespace}:{plan.Names.DriverPod}";
        if (!Waits(plan))
        {
            Say($"Deployed Spark application {plan.Names.ApplicationName} with application ID {plan.Names.ApplicationId} and submission ID {id} into Kubernetes");
            return ExitCodes.Done;
        }

        Say($"Submitted Spark application {plan.Names.ApplicationName} with application ID {plan.Names.ApplicationId} and submission ID {id}");
        try
        {
            var last = await UntilFinishedAsync(plan, driver, cancellationToken);
            return Tell(plan, last, id);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say($"no longer waiting; the application goes on: 'hearth submit --status {id}', 'hearth submit --kill {id}'");
            throw;
        }
    }

    // The pod is read anew whenever a watch ends, however it ends. Null: the pod was deleted.
    private async Task<Pod?> UntilFinishedAsync(SubmissionPlan plan, Pod driver, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var pod = await client.FindAsync(ResourceTypes.Pods, plan.Namespace, plan.Names.DriverPod, cancellationToken);
                if (pod is null || pod.Metadata.Uid != driver.Metadata.Uid)
                    return null;
                Report(plan, pod);
                if (IsFinished(pod))
                    return pod;
                var (ended, last) = await WatchAsync(plan, pod, cancellationToken);
                if (ended)
                    return last;
            }
            catch (KubeException e) when (e.IsGone || e.IsTransient)
            {
                Tell($"waiting for the API server: {e.Message}");
                await Task.Delay(s_pause, context.Time, cancellationToken);
            }
        }
    }

    private async Task<(bool Ended, Pod? Last)> WatchAsync(SubmissionPlan plan, Pod pod, CancellationToken cancellationToken)
    {
        var options = new WatchOptions { FieldSelector = $"metadata.name={plan.Names.DriverPod}", ResourceVersion = pod.Metadata.ResourceVersion };
        await foreach (var change in client.WatchAsync(ResourceTypes.Pods, plan.Namespace, options, cancellationToken))
        {
            if (change.Type == WatchEventType.Bookmark)
                continue;
            if (change.Type == WatchEventType.Deleted)
                return (true, IsFinished(change.Object) ? change.Object : null);
            Report(plan, change.Object);
            if (IsFinished(change.Object))
                return (true, change.Object);
        }

        return (false, null);
    }

    private int Tell(SubmissionPlan plan, Pod? last, string id)
    {
        if (last is null)
        {
            Say($"The driver pod {plan.Names.DriverPod} was deleted before it ended");
            return ExitCodes.ApplicationFailed;
        }

        var end = DriverEnding.Of(last, plan.Driver.Spec!.Containers![^1].Name!);
        Say($"Container final statuses:\n\n{PodReport.Containers(last)}");
        Say($"Application {plan.Names.ApplicationName} with application ID {plan.Names.ApplicationId} and submission ID {id} finished");
        if (end.ExitCode != 0)
            Say($"error: the driver ended with exit code {end.ExitCode}{(end.Reason is null ? "" : $" ({end.Reason})")}; 'kubectl -n {plan.Namespace} logs {plan.Names.DriverPod}' shows why");
        return end.ExitCode;
    }

    private void Report(SubmissionPlan plan, Pod pod)
    {
        var reason = pod.Status?.ContainerStatuses?.Select(status => status.State?.Waiting?.Reason).FirstOrDefault(text => text is not null)
            ?? pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" })?.Message;
        Tell($"Application status for {plan.Names.ApplicationId} (phase: {pod.Status?.Phase ?? "unknown"}){(reason is null ? "" : $": {reason}")}");
    }

    // Spark repeats the line every second; here it comes when something changed.
    private void Tell(string line)
    {
        if (line != _told)
            Say(line);
        _told = line;
    }

    private void Say(string line) => context.Terminal.Say(line);

    private static bool Waits(SubmissionPlan plan) =>
        !plan.Properties.TryGetValue(SparkKeys.WaitAppCompletion, out var text) || !bool.TryParse(text.Trim(), out var waits) || waits;

    private static bool IsFinished(Pod pod) => pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed;
}

/// <summary>How a driver pod ended.</summary>
internal sealed record DriverEnding(int ExitCode, string? Reason)
{
    /// <summary>From the container's state; a pod that failed without one (evicted, lost) counts as exit code 1.</summary>
    public static DriverEnding Of(Pod pod, string container)
    {
        var statuses = pod.Status?.ContainerStatuses ?? [];
        var terminated = statuses.FirstOrDefault(status => status.Name == container)?.State?.Terminated;
        if (pod.Status?.Phase == PodPhase.Succeeded)
            return new(0, null);
        return terminated is { ExitCode: not 0 } ended ? new(ended.ExitCode, ended.Reason) : new(ExitCodes.ApplicationFailed, pod.Status?.Reason ?? pod.Status?.Message);
    }
}
