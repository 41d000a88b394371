using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Watching;
using Hearth.Operator.Applications;
using Hearth.Operator.Metrics;
using Hearth.Spark.Api;
using Hearth.Spark.Schedules;
using Microsoft.Extensions.Logging;

namespace Hearth.Operator.Schedules;

/// <summary>Starts, replaces and prunes the runs of schedules, as <see cref="ScheduleDecision"/> says.</summary>
internal sealed class ScheduleController : IDisposable
{
    private static readonly ControllerOptions s_workers = new() { Workers = 2, UrgentWorkers = 0 };
    private readonly KubeClient _client;
    private readonly OperatorOptions _options;
    private readonly Store<ScheduledSparkApplication, ScheduledSparkApplication> _schedules;
    private readonly StoreIndex<SparkApplication> _runs;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkQueue<ObjectKey> _queue;

    public ScheduleController(
        KubeClient client, OperatorOptions options, Store<ScheduledSparkApplication, ScheduledSparkApplication> schedules,
        Store<SparkApplication, SparkApplication> applications, EventRecorder events, TimeProvider time, ILogger logger)
    {
        (_client, _options, _schedules, _events, _time, _logger) = (client, options, schedules, events, time, logger);
        _queue = new(time: time);
        _runs = applications.AddIndex(application => ScheduleOf(application) is { } schedule ? $"{application.Metadata.Namespace}/{schedule}" : null);
        schedules.Changed += change => _queue.Add(change.Key);
        applications.Changed += change =>
        {
            if ((change.After ?? change.Before) is { } run && ScheduleOf(run) is { } schedule && StateOf(change.Before) != StateOf(change.After))
                _queue.Add(change.Key with { Name = schedule });
        };
    }

    /// <summary>Null: nobody asks how busy it is.</summary>
    public RuntimeMetrics? Measure { get; init; }

    public void Dispose() => _queue.Dispose();

    public Task RunAsync(CancellationToken cancellationToken) =>
        new Controller<ObjectKey>("schedules", _queue, Measure?.Watch("scheduled-spark-application-controller", _queue, s_workers, ReconcileAsync) ?? ReconcileAsync, s_workers, _logger).RunAsync(cancellationToken);

    private static string? ScheduleOf(SparkApplication application) => application.Metadata.Labels?.GetValueOrDefault(SparkLabels.ScheduledAppName);

    /// <summary>Null for one that does not exist.</summary>
    private static string? StateOf(SparkApplication? application) => application is null ? null : application.Status?.ApplicationState.State ?? "";

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_schedules.Find(key) is not { } scheduled || scheduled.Metadata.DeletionTimestamp is not null)
            return ReconcileResult.Done;
        var now = _time.GetUtcNow();
        var runs = _runs.Find($"{key.Namespace}/{key.Name}").Select(run => new ScheduledRun
        {
            Name = run.Metadata.Name!,
            CreatedAt = run.Metadata.CreationTimestamp ?? now,
            State = StateOf(run)!,
            Deleting = run.Metadata.DeletionTimestamp is not null,
        }).ToList();
        var plan = ScheduleDecision.Decide(scheduled, runs, now, _options.TimestampPrecision);
        foreach (var name in plan.Replace)
            await DeleteAsync(key.Namespace, name, cancellationToken);
        if (plan.Start is { } start)
            await StartAsync(scheduled, start, cancellationToken);
        foreach (var name in plan.Prune)
            await DeleteAsync(key.Namespace, name, cancellationToken);
        await WriteAsync(scheduled, plan, cancellationToken);
        return plan.WakeAt is { } wake ? ReconcileResult.Again(wake > now ? wake - now : TimeSpan.Zero) : ReconcileResult.Done;
    }

    private async Task StartAsync(ScheduledSparkApplication scheduled, string name, CancellationToken cancellationToken)
    {
        var run = new SparkApplication
        {
            Metadata = new()
            {
                Name = name,
                Namespace = scheduled.Metadata.Namespace,
                Labels = new Dictionary<string, string>(scheduled.Metadata.Labels ?? new Dictionary<string, string>()) { [SparkLabels.ScheduledAppName] = scheduled.Metadata.Name! },
                OwnerReferences =
                [
                    new()
                    {
                        ApiVersion = SparkResources.ScheduledSparkApplications.ApiVersion,
                        Kind = SparkResources.ScheduledSparkApplications.Kind,
                        Name = scheduled.Metadata.Name!,
                        Uid = scheduled.Metadata.Uid!,
                        BlockOwnerDeletion = true,
                    },
                ],
            },
            Spec = scheduled.Spec.Template,
        };
        try
        {
            await _client.CreateAsync(SparkResources.SparkApplications, scheduled.Metadata.Namespace, run, cancellationToken);
            _events.Normal(scheduled, "ScheduledRunStarted", $"run {name} of ScheduledSparkApplication {scheduled.Metadata.Name} was started");
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            // Started before, by this operator or the one before it.
        }
        catch (KubeException e) when (e.IsInvalid || e.IsForbidden)
        {
            _events.Warning(scheduled, "ScheduledRunFailed", $"run {name} of ScheduledSparkApplication {scheduled.Metadata.Name} could not be created: {e.Message}");
            throw;
        }
    }

    private Task DeleteAsync(string ns, string name, CancellationToken cancellationToken) =>
        _client.DeleteAsync(SparkResources.SparkApplications, ns, name, new() { PropagationPolicy = "Background" }, cancellationToken);

    private async Task WriteAsync(ScheduledSparkApplication scheduled, SchedulePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Missed > 0)
            _events.Warning(scheduled, "ScheduledRunsMissed", $"{plan.Missed} runs of ScheduledSparkApplication {scheduled.Metadata.Name} were missed");
        if (plan.Status is { ScheduleState: "FailedValidation", Reason: { } reason } && (scheduled.Status?.ScheduleState, scheduled.Status?.Reason) != ("FailedValidation", reason))
            _events.Warning(scheduled, "ScheduledValidationFailed", $"ScheduledSparkApplication {scheduled.Metadata.Name} starts no runs until it is corrected: {reason}");
        var before = scheduled.Status is null ? null : ToNode(scheduled.Status);
        var after = ToNode(plan.Status);
        if (JsonNode.DeepEquals(before, after))
            return;
        if (before is null)
        {
            await _client.ReplaceStatusAsync(SparkResources.ScheduledSparkApplications, scheduled.Metadata.Namespace, scheduled with { Status = plan.Status }, cancellationToken);
            return;
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = scheduled.Metadata.ResourceVersion },
            ["status"] = MergeDifference.Of(before.AsObject(), after.AsObject()),
        };
        await _client.PatchAsync(SparkResources.ScheduledSparkApplications, scheduled.Metadata.Namespace, scheduled.Metadata.Name!, Patch.Merge(patch), "status", cancellationToken);
    }

    private static JsonNode ToNode(ScheduledSparkApplicationStatus status) =>
        JsonSerializer.SerializeToNode(status, SparkJson.Default.ScheduledSparkApplicationStatus)!;
}
