using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Leases;
using Hearth.Kube.Watching;
using Hearth.Operator.Applications;
using Hearth.Operator.Connect;
using Hearth.Operator.Metrics;
using Hearth.Operator.Schedules;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Operator;

/// <summary>The operator: watches the custom resources of Spark and makes them true.</summary>
/// <param name="client">The cluster, as a user that may do what <c>deploy/rbac.yaml</c> lists.</param>
/// <param name="options">Null: the defaults.</param>
/// <param name="loggers">Null: no log.</param>
/// <param name="time">Null: the system's clock.</param>
public sealed class SparkOperator(KubeClient client, OperatorOptions? options = null, ILoggerFactory? loggers = null, TimeProvider? time = null)
{
    private static readonly ResourceType<SparkApplication> s_watchedApplications =
        SparkResources.SparkApplications with { Object = new SparkJson(WatchedMetadataConverter.Options(SparkJson.Default)).SparkApplication };
    private readonly OperatorOptions _options = options ?? new();
    private readonly ILogger _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Hearth.Operator");
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private RuntimeMetrics? _runtime;
    private OperatorMetrics? _metrics;
    private volatile Present? _present;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What this process works on while it leads.</summary>
    private sealed record Present(Store<SparkApplication, SparkApplication> Applications, ApplicationController Controller);

    /// <summary>Ends once everything that exists has been seen and work has begun.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs an operator until cancelled.</summary>
    public static Task RunAsync(KubeClient client, OperatorOptions options, CancellationToken cancellationToken) =>
        new SparkOperator(client, options).RunAsync(cancellationToken);

    /// <summary>Works until cancelled, as leader or waiting to be one; throws where the custom resources are not installed or not readable.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> running = [];
        using var runtime = _options.Metrics is null ? null : new RuntimeMetrics(client.Configuration.Server, _time);
        if (_options.Metrics is { } told)
            running.Add(MetricsEndpoint.RunAsync(told, Tell(told, runtime!), () => _options.LeaderElection is not null || _ready.Task.IsCompletedSuccessfully, stop.Token));
        running.Add(ServeAsync(stop.Token));
        try
        {
            await Task.WhenAny(running).Unwrap();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private OperatorMetrics Tell(MetricsOptions told, RuntimeMetrics runtime)
    {
        _runtime = runtime;
        return _metrics = new(told, () => _present?.Applications.Snapshot().Select(a => a.Value) ?? [], () => _present?.Controller.Queue.Count ?? 0, runtime);
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (_options.LeaderElection is not { } election)
        {
            await LeadAsync(cancellationToken);
            return;
        }

        var lease = new LeaseElection(
            client,
            new()
            {
                Namespace = election.Namespace,
                Name = election.Name,
                Identity = election.Identity,
                Duration = election.LeaseDuration,
                RenewDeadline = election.RenewDeadline,
                RetryPeriod = election.RetryPeriod,
            },
            _logger,
            _time);
        // Who leads no more begins anew, with nothing of what it knew.
        while (!await lease.RunAsync(LeadAsync, cancellationToken))
            _present = null;
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var selection = new StoreOptions { Namespaces = _options.Namespaces };
        var applications = new Store<SparkApplication, SparkApplication>(client, s_watchedApplications, StatusWriter.Kept, selection, _logger);
        var pods = new Store<Pod, PodFacts>(client, WatchedPodConverter.Pods, PodFacts.Of, selection with { LabelSelector = $"{SparkLabels.LaunchedBy}=true" }, _logger);
        var events = new EventRecorder(client, "spark-application-controller", _options.LeaderElection?.Identity ?? "hearth", _logger, _time);
        var log = new DriverLog(client, _time, _logger);
        var actions = new ApplicationActions(client, _options, new Submitter(client, _options, new ServiceAccountCheck(client, _time)), log, _logger);
        using var controller = new ApplicationController(client, _options, applications, pods, events, actions, log, _time, _logger) { Measure = _runtime };
        var schedules = new Store<ScheduledSparkApplication, ScheduledSparkApplication>(client, SparkResources.ScheduledSparkApplications, schedule => schedule, selection, _logger);
        using var scheduling = new ScheduleController(client, _options, schedules, applications, events, _time, _logger) { Measure = _runtime };
        var connects = new Store<SparkConnect, SparkConnect>(client, SparkResources.SparkConnects, connect => connect, selection, _logger);
        var connectPods = new Store<Pod, ConnectPod>(client, ResourceTypes.Pods, ConnectPod.Of, selection with { LabelSelector = SparkLabels.ConnectName }, _logger);
        using var connecting = new ConnectController(client, connects, connectPods, events, _options, _time, _logger) { Measure = _runtime };
        applications.Malformed += (key, why) => OperatorLog.Malformed(_logger, key, why);

        List<Task> running =
        [
            applications.RunAsync(stop.Token), pods.RunAsync(stop.Token), schedules.RunAsync(stop.Token),
            connects.RunAsync(stop.Token), connectPods.RunAsync(stop.Token), events.RunAsync(stop.Token),
        ];
        var seen = Task.WhenAll(
            applications.WaitForSyncAsync(stop.Token), pods.WaitForSyncAsync(stop.Token), schedules.WaitForSyncAsync(stop.Token),
            connects.WaitForSyncAsync(stop.Token), connectPods.WaitForSyncAsync(stop.Token));
        await Task.WhenAny(seen, Task.WhenAny(running).Unwrap());
        cancellationToken.ThrowIfCancellationRequested();
        _present = new(applications, controller);
        controller.Written += (before, after) => _metrics?.OnWritten(before, after, _time.GetUtcNow());
        running.AddRange([controller.RunAsync(stop.Token), scheduling.RunAsync(stop.Token), connecting.RunAsync(stop.Token)]);
        OperatorLog.Ready(_logger, applications.Count, pods.Count);
        _ready.TrySetResult();
        try
        {
            await Task.WhenAny(running).Unwrap();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static partial class OperatorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The operator is ready: {Applications} applications, {Pods} pods")]
    public static partial void Ready(ILogger logger, int applications, int pods);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SparkApplication {Key} cannot be read: {Why}")]
    public static partial void Malformed(ILogger logger, ObjectKey key, string why);
}
