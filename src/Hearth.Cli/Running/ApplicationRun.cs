using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>Follows one application of a local cluster from its creation to its end.</summary>
internal sealed class ApplicationRun(KubeClient client, SparkApplication application, IRunProgress progress, DriverLogCopy log, TimeProvider time)
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a pod may show a hopeless reason: it may be one that the operator is about to repair.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly long _started = time.GetTimestamp();
    private long? _hopelessSince;
    private long? _pendingSince;

    /// <summary>How long the driver's pod may be pending; zero: for ever.</summary>
    public TimeSpan PendingTimeout { get; init; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>The application as it ended, and the reason if it will never end by itself.</summary>
    public async Task<(SparkApplication Application, string? Hopeless)> FollowAsync(Task clusterFailed, CancellationToken cancellationToken)
    {
        await using var watch = new ApplicationWatch(client, application);
        while (true)
        {
            var pods = watch.Pods;
            progress.Show(RunSnapshot.Of(watch.Application, pods), Elapsed);
            log.See(RunSnapshot.DriverOf(pods));
            if (watch.IsGone)
                return (watch.Application, "somebody deleted the application while it ran");
            if (watch.Application.Status?.ApplicationState.State is ApplicationStates.Completed or ApplicationStates.Failed)
            {
                // Two watches: the end may be known before the driver's pod is.
                log.See(RunSnapshot.DriverOf(await PodsAsync(cancellationToken)));
                return (watch.Application, null);
            }

            if (IsHopeless(pods) is { } reason)
                return (watch.Application, reason);
            if (IsPendingTooLong(pods))
                return (watch.Application, await WhyPendingAsync(RunSnapshot.DriverOf(pods)!, cancellationToken));
            if (clusterFailed.IsFaulted)
                await clusterFailed;
            await watch.WaitAsync(s_redraw, cancellationToken);
        }
    }

    /// <summary>Deletes the application and waits until its pods are gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var (ns, name) = (application.Metadata.Namespace!, application.Metadata.Name!);
        await client.DeleteAsync(SparkResources.SparkApplications, ns, name, new DeleteOptions { PropagationPolicy = "Background" }, cancellationToken);
        while ((await PodsAsync(cancellationToken)).Count > 0)
            await Task.Delay(s_redraw, time, cancellationToken);
    }

    private async Task<IReadOnlyList<Pod>> PodsAsync(CancellationToken cancellationToken)
    {
        var (ns, name) = (application.Metadata.Namespace!, application.Metadata.Name!);
        return (await client.ListAsync(ResourceTypes.Pods, ns, new ListOptions { LabelSelector = $"{SparkLabels.AppName}={name}" }, cancellationToken)).Items;
    }

    private bool IsPendingTooLong(IReadOnlyCollection<Pod> pods)
    {
        if (RunSnapshot.DriverOf(pods) is not { Status.Phase: null or PodPhase.Pending })
        {
            _pendingSince = null;
            return false;
        }

        _pendingSince ??= time.GetTimestamp();
        return PendingTimeout > TimeSpan.Zero && time.GetElapsedTime(_pendingSince.Value) > PendingTimeout;
    }

    /// <summary>What the scheduler or the node says; the last warning where the pod itself does not show it.</summary>
    private async Task<string> WhyPendingAsync(Pod driver, CancellationToken cancellationToken)
    {
        var trouble = RunSnapshot.Of(application, [driver]).Trouble;
        if (trouble is null)
        {
            var about = new ListOptions { FieldSelector = $"involvedObject.uid={driver.Metadata.Uid},type=Warning" };
            var events = await client.ListAsync(ResourceTypes.Events, driver.Metadata.Namespace, about, cancellationToken);
            trouble = events.Items.MaxBy(e => e.LastTimestamp ?? e.Metadata.CreationTimestamp) is { } last ? $"{last.Reason}: {last.Message}" : "nothing says why";
        }

        return $"the driver did not start within {PendingTimeout.TotalSeconds:0.#} s: {trouble}";
    }

    private string? IsHopeless(IReadOnlyCollection<Pod> pods)
    {
        if (RunSnapshot.Hopeless(pods) is not { } reason)
        {
            _hopelessSince = null;
            return null;
        }

        _hopelessSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_hopelessSince.Value) > s_grace ? reason : null;
    }
}
