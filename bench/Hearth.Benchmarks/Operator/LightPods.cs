using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;

namespace Hearth.Benchmarks.Operator;

/// <summary>
/// Scheduler, kubelet and Spark in as little work as possible: each driver gets the status Running, creates its executors, which run at
/// once, and succeeds unless it is to be held. No process runs; what it costs the API server is three writes a driver and two an executor.
/// </summary>
internal sealed class LightPods(KubeClient client, string ns, int executors, bool hold) : IAsyncDisposable
{
    private const int Hands = 16;
    private readonly Channel<Pod> _drivers = Channel.CreateUnbounded<Pod>();
    private int _running;

    /// <summary>When the driver pod of an application was seen first (<see cref="Stopwatch"/> ticks).</summary>
    public ConcurrentDictionary<string, long> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>The state of each application: watched, because a list of hundreds costs the server more than their runs.</summary>
    public ConcurrentDictionary<string, string> States { get; } = new(StringComparer.Ordinal);

    /// <summary>Pods that have been made to run.</summary>
    public int Running => Volatile.Read(ref _running);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var store = new Store<Pod, Pod>(client, ResourceTypes.Pods, Identity, new() { Namespaces = [ns], LabelSelector = $"{SparkLabels.Role}=driver" });
        store.Changed += change =>
        {
            if (change is { Before: null, After: { } driver } && Seen.TryAdd(driver.Metadata.Labels![SparkLabels.AppName], Stopwatch.GetTimestamp()))
                _drivers.Writer.TryWrite(driver);
        };
        var applications = new Store<SparkApplication, string>(client, SparkResources.SparkApplications, StateOf, new() { Namespaces = [ns] });
        applications.Changed += change =>
        {
            if (change.After is { } state)
                States[change.Key.Name] = state;
            else
                States.TryRemove(change.Key.Name, out _);
        };
        await Task.WhenAll([store.RunAsync(cancellationToken), applications.RunAsync(cancellationToken), .. Enumerable.Range(0, Hands).Select(_ => PlayAsync(cancellationToken))]);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static string StateOf(SparkApplication application) => application.Status?.ApplicationState.State ?? "";

    private static Pod Identity(Pod pod) => new() { Metadata = new() { Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace, Uid = pod.Metadata.Uid, Labels = pod.Metadata.Labels } };

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        await foreach (var driver in _drivers.Reader.ReadAllAsync(cancellationToken))
        {
            await SetAsync(driver, SparkLabels.DriverContainer, PodPhase.Running, cancellationToken);
            for (var id = 1; id <= executors; id++)
                await SetAsync(await client.CreateAsync(ResourceTypes.Pods, driver.Metadata.Namespace, Executor(driver, id), cancellationToken), SparkLabels.ExecutorContainer, PodPhase.Running, cancellationToken);
            if (!hold)
                await SetAsync(driver, SparkLabels.DriverContainer, PodPhase.Succeeded, cancellationToken);
        }
    }

    private static Pod Executor(Pod driver, int id) => new()
    {
        Metadata = new()
        {
            Name = $"{driver.Metadata.Labels![SparkLabels.AppName]}-exec-{id}",
            Labels = new Dictionary<string, string>(driver.Metadata.Labels) { [SparkLabels.Role] = "executor", [SparkLabels.ExecutorId] = id.ToString() },
            OwnerReferences = [new() { ApiVersion = "v1", Kind = "Pod", Name = driver.Metadata.Name!, Uid = driver.Metadata.Uid!, Controller = true }],
        },
        Spec = new() { Containers = [new() { Name = SparkLabels.ExecutorContainer, Image = "spark:4.0.1" }] },
    };

    private async Task SetAsync(Pod pod, string container, string phase, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ");
        var isOver = phase != PodPhase.Running;
        var state = isOver
            ? new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["finishedAt"] = at } }
            : new JsonObject { ["running"] = new JsonObject { ["startedAt"] = at } };
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = container, ["ready"] = !isOver, ["restartCount"] = 0, ["image"] = "spark:4.0.1", ["imageID"] = "", ["state"] = state }),
        };
        await client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken);
        if (!isOver)
            Interlocked.Increment(ref _running);
    }
}
