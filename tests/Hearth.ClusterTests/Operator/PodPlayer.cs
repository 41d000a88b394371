using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Operator;

/// <summary>How a driver behaves.</summary>
internal enum DriverRole
{
    Succeed,
    Fail,

    /// <summary>Runs until it is deleted.</summary>
    Run,

    /// <summary>Never leaves Pending.</summary>
    Pend,

    /// <summary>Runs until its node is lost: the pod is gone without a word.</summary>
    Lost,

    /// <summary>Succeeds without executors.</summary>
    Alone,

    /// <summary>Succeeds after some seconds.</summary>
    Slow,

    /// <summary>Runs until it is deleted, and for a while after that.</summary>
    Linger,
}

/// <summary>
/// Plays scheduler, kubelet and Spark for the pods that the operator makes: drivers run, make executors, end. Counts the drivers
/// that run at once for one application: more than one is the defect that must never be.
/// </summary>
internal sealed class PodPlayer(KubeClient client, Func<Pod, DriverRole> roleOf)
{
    private const string Linger = "example.com/linger";
    private readonly ConcurrentDictionary<string, string> _running = new();
    private readonly ConcurrentDictionary<string, bool> _played = new();
    private readonly ConcurrentDictionary<string, bool> _lingering = new();

    /// <summary>How long a driver waits at most to be seen by an operator; short where operators die and drivers shall end meanwhile.</summary>
    public TimeSpan Work { get; set; } = Stories.Patience;

    public ConcurrentBag<string> Violations { get; } = [];

    /// <summary>Uid of each driver that ran, by submission id.</summary>
    public ConcurrentDictionary<string, string> Runs { get; } = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var store = new Store<Pod, Pod>(client, ResourceTypes.Pods, pod => pod, new() { LabelSelector = $"{SparkLabels.LaunchedBy}=true" });
        store.Changed += change =>
        {
            if (change.After is null)
                Stopped(change.Before!);
            else if (change.After.Metadata.DeletionTimestamp is not null)
                _ = EndAsync(change.After, cancellationToken);
            else if (_played.TryAdd(change.After.Metadata.Uid!, true))
                _ = PlayAsync(change.After, cancellationToken);
        };
        await store.RunAsync(cancellationToken);
    }

    private static string Key(Pod pod) => $"{pod.Metadata.Namespace}/{pod.Metadata.Labels![SparkLabels.AppName]}/{pod.Metadata.Labels[SparkLabels.Role]}/{pod.Metadata.Labels.GetValueOrDefault(SparkLabels.ExecutorId)}";

    /// <summary>The kubelet lets a deleted pod go.</summary>
    private async Task EndAsync(Pod pod, CancellationToken cancellationToken)
    {
        var lingers = pod.Metadata.Finalizers?.Contains(Linger) == true;
        if (lingers && (!_lingering.TryAdd(pod.Metadata.Uid!, true) || !await TryWaitAsync(TimeSpan.FromSeconds(1.5), cancellationToken)))
            return;
        if (pod.Status?.Phase == PodPhase.Running)
            await WriteAsync(pod, PodPhase.Failed, 143, cancellationToken);
        if (lingers)
            await SetFinalizersAsync(pod, [], cancellationToken);
        await RemoveAsync(pod, cancellationToken);
        Stopped(pod);
    }

    /// <summary>What keeps a pod that is on no node once it is deleted.</summary>
    private Task SetFinalizersAsync(Pod pod, JsonArray finalizers, CancellationToken cancellationToken) => TryAsync(() => client.PatchAsync(
        ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = finalizers } }), cancellationToken));

    private static async Task<bool> TryWaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private Task RemoveAsync(Pod pod, CancellationToken cancellationToken) =>
        TryAsync(() => client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid }, cancellationToken));

    /// <summary>Only this pod: another of its name may run by now.</summary>
    private void Stopped(Pod pod) => _running.TryRemove(new(Key(pod), pod.Metadata.Uid!));

    private async Task PlayAsync(Pod pod, CancellationToken cancellationToken)
    {
        var isDriver = pod.Metadata.Labels![SparkLabels.Role] == "driver";
        var role = isDriver ? roleOf(pod) : DriverRole.Run;
        if (role == DriverRole.Pend)
            return;
        if (isDriver)
        {
            if (_running.TryGetValue(Key(pod), out var other) && other != pod.Metadata.Uid)
                Violations.Add($"{Key(pod)}: {other} and {pod.Metadata.Uid} run at once");
            _running[Key(pod)] = pod.Metadata.Uid!;
            if (!Runs.TryAdd(pod.Metadata.Labels[SparkLabels.SubmissionId], pod.Metadata.Uid!))
                Violations.Add($"{Key(pod)}: attempt {pod.Metadata.Labels[SparkLabels.SubmissionId]} ran twice");
        }

        if (role == DriverRole.Linger)
            await SetFinalizersAsync(pod, [Linger], cancellationToken);
        await WriteAsync(pod, PodPhase.Running, null, cancellationToken);
        if (role is DriverRole.Run or DriverRole.Linger)
            return;
        if (role != DriverRole.Alone)
            await CreateExecutorAsync(pod, cancellationToken);
        await WaitUntilSeenAsync(pod, role == DriverRole.Lost ? Timeout.InfiniteTimeSpan : Work, cancellationToken);
        if (role == DriverRole.Slow)
            await Task.Delay(3000, cancellationToken);
        if (role == DriverRole.Lost)
            await RemoveAsync(pod, cancellationToken);
        else
            await WriteAsync(pod, role == DriverRole.Fail ? PodPhase.Failed : PodPhase.Succeeded, role == DriverRole.Fail ? 3 : 0, cancellationToken);
        Stopped(pod);
        // Spark's driver removes its executors at its end.
        if (role != DriverRole.Alone)
            await TryAsync(() => client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, ExecutorOf(pod), null, cancellationToken));
    }

    /// <summary>A driver works until the operator has seen it run, but no longer than that.</summary>
    private async Task WaitUntilSeenAsync(Pod driver, TimeSpan most, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(most);
        while (!limit.IsCancellationRequested)
        {
            var application = await Stories.InsistAsync(() => client.FindAsync(SparkResources.SparkApplications, driver.Metadata.Namespace, driver.Metadata.Labels![SparkLabels.AppName], cancellationToken));
            if (application is null || application.Status?.ApplicationState.State == ApplicationStates.Running)
                return;
            await Task.Delay(10, cancellationToken);
        }
    }

    private static string ExecutorOf(Pod driver) => $"{driver.Metadata.Name}-exec-{driver.Metadata.Uid![..8]}";

    private Task CreateExecutorAsync(Pod driver, CancellationToken cancellationToken) => TryAsync(() => client.CreateAsync(
        ResourceTypes.Pods,
        driver.Metadata.Namespace,
        new Pod
        {
            Metadata = new()
            {
                Name = ExecutorOf(driver),
                Labels = new Dictionary<string, string>(driver.Metadata.Labels!) { [SparkLabels.Role] = "executor", [SparkLabels.ExecutorId] = "1" },
                OwnerReferences = [new() { ApiVersion = "v1", Kind = "Pod", Name = driver.Metadata.Name!, Uid = driver.Metadata.Uid!, Controller = true }],
            },
            Spec = new() { Containers = [new() { Name = SparkLabels.ExecutorContainer, Image = "spark" }] },
        },
        cancellationToken));

    private Task WriteAsync(Pod pod, string phase, int? exitCode, CancellationToken cancellationToken)
    {
        var container = pod.Metadata.Labels![SparkLabels.Role] == "driver" ? SparkLabels.DriverContainer : SparkLabels.ExecutorContainer;
        var state = exitCode is { } code
            ? new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error", ["finishedAt"] = "2026-01-01T00:00:00Z" } }
            : new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-01-01T00:00:00Z" } };
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = container, ["ready"] = exitCode is null, ["restartCount"] = 0, ["image"] = "spark", ["imageID"] = "", ["state"] = state }),
        };
        return TryAsync(() => client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken));
    }

    /// <summary>The pod may be gone meanwhile.</summary>
    private static async Task TryAsync(Func<Task> action)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (KubeException e) when (e.IsNotFound || e.IsAlreadyExists)
            {
                return;
            }
            catch (KubeException)
            {
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
