using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Operator.Metrics;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;

namespace Hearth.Operator.Connect;

/// <summary>Keeps Connect servers up: makes what is missing, replaces a server that ended or whose spec changed.</summary>
internal sealed class ConnectController : IDisposable
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(5);

    /// <summary>A server lives this long at least before another one takes its place.</summary>
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(15);

    /// <summary>Services are not watched.</summary>
    private static readonly TimeSpan s_lookAfterService = TimeSpan.FromMinutes(1);
    private static readonly ControllerOptions s_workers = new() { Workers = 2, UrgentWorkers = 0 };
    private readonly KubeClient _client;
    private readonly Store<SparkConnect, SparkConnect> _connects;
    private readonly StoreIndex<ConnectPod> _pods;
    private readonly EventRecorder _events;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly HttpClient _http = new();
    private readonly ConnectIdleness _idleness;

    public ConnectController(
        KubeClient client, Store<SparkConnect, SparkConnect> connects, Store<Pod, ConnectPod> pods, EventRecorder events,
        OperatorOptions options, TimeProvider time, ILogger logger)
    {
        (_client, _connects, _events, _options, _time, _logger) = (client, connects, events, options, time, logger);
        _queue = new(time: time);
        _idleness = new(_http);
        _pods = pods.AddIndex(pod => $"{pod.Namespace}/{pod.Connect}");
        connects.Changed += change => _queue.Add(change.Key);
        pods.Changed += change =>
        {
            if (change.Before != change.After && (change.After ?? change.Before) is { } pod)
                _queue.Add(new(pod.Namespace, pod.Connect));
        };
    }

    /// <summary>Null: nobody asks how busy it is.</summary>
    public RuntimeMetrics? Measure { get; init; }

    public void Dispose()
    {
        _queue.Dispose();
        _http.Dispose();
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        new Controller<ObjectKey>("connect servers", _queue, Measure?.Watch("spark-connect-controller", _queue, s_workers, ReconcileAsync) ?? ReconcileAsync, s_workers, _logger).RunAsync(cancellationToken);

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_connects.Find(key) is not { } connect || connect.Metadata.DeletionTimestamp is not null)
            return ReconcileResult.Done;
        var pods = _pods.Find($"{key.Namespace}/{key.Name}");
        var server = pods.FirstOrDefault(pod => pod.IsServer);
        var activity = await ActivityAsync(connect, server, cancellationToken);
        string? problem;
        try
        {
            problem = activity?.StoppedGeneration is null ? await MakeAsync(connect, server, cancellationToken) : await StopAsync(connect, server, cancellationToken);
        }
        catch (KubeException e) when (!e.IsTransient && !e.IsConflict)
        {
            problem = e.Message;
        }

        if (problem is not null)
            _events.Warning(connect, "SparkConnectServerFailed", $"the server of SparkConnect {key.Name} could not be made: {problem}");
        await WriteAsync(connect, Status(connect, server, pods, problem, activity), cancellationToken);
        if (problem is not null || server is { Deleting: true } or { Phase: PodPhase.Failed or PodPhase.Succeeded })
            return ReconcileResult.Again(s_lookAgain);
        return activity switch
        {
            { StoppedGeneration: null } => ReconcileResult.Again(LookInterval(connect)),
            null => ReconcileResult.Again(s_lookAfterService),
            _ => ReconcileResult.Done,
        };
    }

    private static TimeSpan LookInterval(SparkConnect connect) =>
        TimeSpan.FromSeconds(Math.Clamp((Duration.Parse(connect.Spec.Hearth?.IdleStop) ?? TimeSpan.Zero).TotalSeconds / 10, 1, 30));

    /// <summary>Null where the server may idle as long as it likes, or is not up.</summary>
    private async Task<ConnectActivity?> ActivityAsync(SparkConnect connect, ConnectPod? server, CancellationToken cancellationToken)
    {
        var before = connect.Status?.Hearth;
        if (Duration.Parse(connect.Spec.Hearth?.IdleStop) is not { } limit)
            return null;
        if (before?.StoppedGeneration is { } stopped && stopped == connect.Metadata.Generation)
            return before;
        if (server is not { Ready: true, Deleting: false, Ip: { Length: > 0 } ip })
            return null;
        var now = Now();
        var activity = ConnectIdleness.After(before, await _idleness.AskAsync(ip, cancellationToken), server.Created ?? now, now) with { StoppedGeneration = null };
        return now - activity.Since >= limit ? activity with { StoppedGeneration = connect.Metadata.Generation } : activity;
    }

    /// <summary>Its executors go with it.</summary>
    private async Task<string?> StopAsync(SparkConnect connect, ConnectPod? server, CancellationToken cancellationToken)
    {
        if (server is not { Deleting: false })
            return null;
        await _client.DeleteAsync(ResourceTypes.Pods, server.Namespace, server.Name, new() { Uid = server.Uid }, cancellationToken);
        _events.Normal(connect, "SparkConnectServerStopped", $"the server of SparkConnect {connect.Metadata.Name} is stopped: no task for {connect.Spec.Hearth!.IdleStop} (spec.hearth.idleStop); change spec.hearth.start to start it again");
        return null;
    }

    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <returns>What is wrong with the resource; null where nothing is.</returns>
    private async Task<string?> MakeAsync(SparkConnect connect, ConnectPod? server, CancellationToken cancellationToken)
    {
        var mistakes = ConnectValidation.Check(connect);
        if (mistakes.Count > 0)
            return string.Join("; ", mistakes);
        var hash = ConnectObjects.HashOf(connect.Spec);
        var hasEnded = server?.Phase is PodPhase.Failed or PodPhase.Succeeded;
        // One that ends as soon as it starts is not to keep the cluster busy.
        if (hasEnded && server!.SpecHash == hash && _time.GetUtcNow() - server.Created < s_breath)
            return null;
        if (server is { Deleting: false } && (server.SpecHash != hash || hasEnded))
        {
            var why = server.SpecHash != hash ? "its spec changed" : $"it ended ({server.Phase})";
            await _client.DeleteAsync(ResourceTypes.Pods, server.Namespace, server.Name, new() { Uid = server.Uid }, cancellationToken);
            _events.Normal(connect, "SparkConnectServerReplaced", $"the server of SparkConnect {connect.Metadata.Name} is replaced: {why}");
            return null;
        }

        if (server is { Deleting: false })
            await MendServiceAsync(connect, cancellationToken);
        if (server is not null)
            return null;
        try
        {
            var pod = ConnectObjects.Pod(connect, $"k8s://{Bare(_options.DriverMaster ?? "https://kubernetes.default.svc")}");
            await ApplyAsync(ResourceTypes.ConfigMaps, connect, ConnectObjects.ConfigMap(connect), cancellationToken);
            await ApplyAsync(ResourceTypes.Services, connect, ConnectObjects.Service(connect), cancellationToken);
            await CreateAsync(ResourceTypes.Pods, connect, pod, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return e.Message;
        }
    }

    /// <summary>Somebody deleted it; who talks to the server comes through it.</summary>
    private async Task MendServiceAsync(SparkConnect connect, CancellationToken cancellationToken)
    {
        var wanted = ConnectObjects.Service(connect);
        if (await _client.FindAsync(ResourceTypes.Services, connect.Metadata.Namespace, wanted.Metadata.Name!, cancellationToken) is null)
            await CreateAsync(ResourceTypes.Services, connect, wanted, cancellationToken);
    }

    private static string Bare(string master) => master.StartsWith("k8s://", StringComparison.Ordinal) ? master["k8s://".Length..] : master;

    private async Task ApplyAsync<T>(ResourceType<T> type, SparkConnect connect, T wanted, CancellationToken cancellationToken)
        where T : KubeObject
    {
        if (await CreateAsync(type, connect, wanted, cancellationToken))
            return;
        await _client.PatchAsync(type, connect.Metadata.Namespace, wanted.Metadata.Name!, Patch.Merge(JsonSerializer.SerializeToNode(wanted, type.Object)!), cancellationToken);
    }

    /// <summary>False where it exists.</summary>
    private async Task<bool> CreateAsync<T>(ResourceType<T> type, SparkConnect connect, T wanted, CancellationToken cancellationToken)
        where T : KubeObject
    {
        try
        {
            await _client.CreateAsync(type, connect.Metadata.Namespace, wanted, cancellationToken);
            return true;
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            return false;
        }
    }

    private SparkConnectStatus Status(SparkConnect connect, ConnectPod? server, IReadOnlyList<ConnectPod> pods, string? problem, ConnectActivity? activity)
    {
        var now = Now();
        var before = connect.Status ?? new();
        var stopped = activity?.StoppedGeneration is not null;
        var ready = !stopped && server is { Ready: true, Deleting: false };
        var condition = new Condition
        {
            Type = "ServerPodReady",
            Status = ready ? "True" : "False",
            Reason = ready ? "ServerPodReady" : "ServerPodNotReady",
            Message = ready ? "Server pod is ready" : $"Server pod is not ready: {problem ?? NotReady(connect, server, activity)}",
        };
        var last = before.Conditions?.FirstOrDefault(c => c.Type == condition.Type);
        condition = condition with { LastTransitionTime = last?.Status == condition.Status ? last.LastTransitionTime ?? now : now };
        var executors = pods.Where(pod => !pod.IsServer).GroupBy(pod => pod.Phase.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return before with
        {
            State = stopped ? "Stopped" : ready ? "Ready" : problem is null ? "NotReady" : "Failed",
            Hearth = activity,
            Conditions = [condition],
            Server = new() { PodName = ConnectObjects.ServerName(connect), PodIp = server?.Ip, ServiceName = ConnectObjects.Service(connect).Metadata.Name },
            Executors = executors.Count > 0 ? executors : null,
            StartTime = before.StartTime ?? now,
            ObservedGeneration = connect.Metadata.Generation,
        };
    }

    private static string? NotReady(SparkConnect connect, ConnectPod? server, ConnectActivity? activity) => server switch
    {
        _ when activity?.StoppedGeneration is not null => $"it is stopped, no task for {connect.Spec.Hearth?.IdleStop} (spec.hearth.idleStop)",
        null => "it is being created",
        { Deleting: true } => "it ends, another one follows",
        _ => server.NotReadyMessage,
    };

    private async Task WriteAsync(SparkConnect connect, SparkConnectStatus status, CancellationToken cancellationToken)
    {
        var before = connect.Status is null ? null : JsonSerializer.SerializeToNode(connect.Status, SparkJson.Default.SparkConnectStatus);
        var after = JsonSerializer.SerializeToNode(status, SparkJson.Default.SparkConnectStatus);
        if (JsonNode.DeepEquals(before, after))
            return;
        var stamped = status with { LastUpdateTime = Now() };
        await _client.ReplaceStatusAsync(SparkResources.SparkConnects, connect.Metadata.Namespace, connect with { Status = stamped }, cancellationToken);
    }
}
