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
                await log.FinishAsync();
                return (watch.Application, null);
            }

            if (IsHopeless(pods) is { } reason)
                return (watch.Application, reason);
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
        var selector = new ListOptions { LabelSelector = $"{SparkLabels.AppName}={name}" };
        while ((await client.ListAsync(ResourceTypes.Pods, ns, selector, cancellationToken)).Items.Count > 0)
            await Task.Delay(s_redraw, time, cancellationToken);
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
