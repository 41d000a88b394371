using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Operator.Metrics;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;

namespace Hearth.Operator.Applications;

/// <summary>
/// Brings SparkApplications from state to state: fetches what is known, lets <see cref="ApplicationLifecycle"/> decide, acts, writes
/// the status. Everything it needs to go on after a crash is in the status and in the names of the objects.
/// </summary>
internal sealed class ApplicationController : IDisposable
{
    /// <summary>More steps than any application takes without waiting for something.</summary>
    private const int MaxSteps = 12;

    /// <summary>After an API server's long absence nobody waits longer than this.</summary>
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);
    private readonly KubeClient _client;
    private readonly OperatorOptions _options;
    private readonly Store<SparkApplication, SparkApplication> _applications;
    private readonly Store<Pod, PodFacts> _pods;
    private readonly StoreIndex<PodFacts> _podsByApplication;
    private readonly GoneDrivers _goneDrivers;
    private readonly PodEvents _podEvents;
    private readonly MissingExecutors _missingExecutors;
    private readonly FirstTasks _firstTasks = new();
    private readonly EventRecorder _events;
    private readonly NewsPace _executorNews;
    private readonly ApplicationActions _actions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>What we wrote and the watch has not brought back yet.</summary>
    private readonly ConcurrentDictionary<ObjectKey, SparkApplication> _written = new();

    /// <summary>Uids of applications that came into being before our eyes and that nobody has worked on.</summary>
    private readonly ConcurrentDictionary<ObjectKey, string> _newborn = new();

    /// <summary>Set once a status came back whole: the installed CRD knows its fields.</summary>
    private volatile bool _statusIsKept;

    public ApplicationController(
        KubeClient client, OperatorOptions options, Store<SparkApplication, SparkApplication> applications, Store<Pod, PodFacts> pods,
        EventRecorder events, ApplicationActions actions, DriverLog log, TimeProvider time, ILogger logger)
    {
        (_client, _options, _applications, _pods, _events, _actions, _time, _logger) = (client, options, applications, pods, events, actions, time, logger);
        Queue = new(new() { LongestDelay = s_longestDelay }, time);
        _goneDrivers = new(key => applications.Find(key) is { } application && !ApplicationStates.IsTerminal(application.Status?.ApplicationState.State ?? ""));
        _podEvents = new(client, time);
        _missingExecutors = new(log, time);
        _executorNews = new(options.ExecutorStatusInterval, time);
        _podsByApplication = pods.AddIndex(pod => pod.Group);
        applications.Changed += OnApplication;
        pods.Changed += OnPod;
    }

    public WorkQueue<ObjectKey> Queue { get; }

    /// <summary>Null: nobody asks how busy it is.</summary>
    public RuntimeMetrics? Measure { get; init; }

    /// <summary>Called after each status that was written: from, to.</summary>
    public event Action<SparkApplication, SparkApplication>? Written;

    public void Dispose() => _firstTasks.Dispose();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var workers = new ControllerOptions { Workers = _options.Workers, UrgentWorkers = Math.Max(1, _options.Workers / 4) };
        return new Controller<ObjectKey>("applications", Queue, Measure?.Watch("spark-application-controller", Queue, workers, ReconcileAsync) ?? ReconcileAsync, workers, _logger).RunAsync(cancellationToken);
    }

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        TimeSpan? after = null;
        bool? mayHaveBegun = null;
        var isObservation = Latest(key) is { } first && IsQuick(first);
        for (var step = 0; step < MaxSteps; step++)
        {
            if (await GatherAsync(key, cancellationToken) is not { } snapshot)
                return ReconcileResult.Done;
            mayHaveBegun ??= MayHaveBegun(snapshot);
            snapshot = snapshot with { MayHaveBegun = mayHaveBegun.Value };
            var decision = ApplicationLifecycle.Decide(snapshot);
            if (isObservation && decision.Actions.Any(action => action is ApplicationAction.Submit))
            {
                // What began as a look at pods has become a submission: those who only look are not to be kept by it.
                Queue.Add(key);
                return ReconcileResult.Done;
            }

            var outcome = await _actions.RunAsync(snapshot, decision, cancellationToken);
            after = outcome.After;
            if (outcome.IsGone || !await WriteAsync(snapshot, outcome, cancellationToken))
                break;
        }

        return after is { } wait ? ReconcileResult.Again(wait) : ReconcileResult.Done;
    }

    /// <summary>Whether somebody else or an earlier look may have begun the attempt that a look would go on with.</summary>
    private static bool MayHaveBegun(ApplicationSnapshot s) => s.Status.Hearth?.Submitting == true || (s.Application.Status is null && !s.IsNewborn);

    private async Task<ApplicationSnapshot?> GatherAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var pods = _podsByApplication.Find($"{key.Namespace}/{key.Name}");
        if (Latest(key) is not { } application)
        {
            await ReleaseAsync(pods, null, cancellationToken);
            return null;
        }

        var (driver, gone) = await DriverAsync(application, pods, cancellationToken);
        if (driver is { Phase: PodPhase.Pending })
            driver = await _podEvents.ExplainAsync(driver, cancellationToken);
        List<PodFacts> executors = [.. pods.Where(pod => !pod.IsDriver && pod.SubmissionId == application.Status?.SubmissionId)];
        if (executors.FindIndex(pod => pod is { Phase: PodPhase.Pending, Trouble: null }) is >= 0 and var waiting)
            executors[waiting] = await _podEvents.ExplainAsync(executors[waiting], cancellationToken);
        var now = Seconds(_time.GetUtcNow());
        var snapshot = new ApplicationSnapshot
        {
            Application = application,
            Driver = driver,
            Executors = executors,
            FirstTask = _firstTasks.Of(application, driver, executors, now, wait => Queue.AddAfter(key, wait, Lane.Urgent)),
            Now = now,
            Options = _options,
            NextSubmissionId = FirstAttempt.IsNext(application) ? FirstAttempt.IdOf(application) : Guid.NewGuid().ToString(),
            // Only once: what does not succeed at once is told in a status first.
            IsNewborn = FirstAttempt.IsNext(application) && _newborn.TryRemove(new(key, application.Metadata.Uid!)) && _statusIsKept,
        };
        if (IsSubmitted(application) && Observation.IsDriverMissing(snapshot))
            return snapshot with { Vanished = await _podEvents.VanishedAsync(application, gone, cancellationToken) };
        return await _missingExecutors.ExplainAsync(snapshot, cancellationToken) is { } none ? snapshot with { NoExecutors = none } : snapshot;
    }

    private static bool IsSubmitted(SparkApplication application) =>
        application.Status?.ApplicationState.State is ApplicationStates.Submitted or ApplicationStates.Running or ApplicationStates.Unknown;

    /// <summary>The driver, and how it was when it went before our eyes; each null where there is none.</summary>
    private async Task<(PodFacts? Driver, PodFacts? Gone)> DriverAsync(SparkApplication application, IReadOnlyList<PodFacts> pods, CancellationToken cancellationToken)
    {
        var attempt = application.Status?.SubmissionId;
        var driver = DriverOf(pods, attempt);
        await ReleaseAsync(pods, driver, cancellationToken);
        if (driver is { Forced: true } && driver.SubmissionId == attempt)
        {
            // What its node told of it since is not how it ended.
            driver = _goneDrivers.Find(new(driver.Namespace, driver.Name), application) is { IsForcedAway: true } before ? before : driver;
            return (driver, driver.IsForcedAway ? driver : null);
        }

        if (!IsSubmitted(application) || driver?.SubmissionId == attempt)
            return (driver, null);
        // What was watched may be old, or of the attempt before.
        var key = new ObjectKey(application.Metadata.Namespace ?? "", application.Status?.DriverInfo.PodName ?? DriverPod.NameOf(application));
        var gone = _goneDrivers.Find(key, application);
        return (gone is { IsOver: true } ? gone : await AskAsync(key, application.Metadata.Name!, cancellationToken) ?? driver, gone);
    }

    /// <summary>Held drivers of an application that is gone, or that was gone before this one got its name.</summary>
    private async Task ReleaseAsync(IEnumerable<PodFacts> pods, PodFacts? present, CancellationToken cancellationToken)
    {
        foreach (var pod in pods.Where(pod => pod.Held && pod != present))
            await _actions.ReleaseAsync(pod, cancellationToken);
    }

    /// <summary>The present attempt's, else one that an earlier attempt left: it may have had another name.</summary>
    private static PodFacts? DriverOf(IReadOnlyList<PodFacts> pods, string? submission) =>
        pods.FirstOrDefault(pod => pod.IsDriver && pod.SubmissionId == submission) ?? pods.FirstOrDefault(pod => pod.IsDriver);

    /// <summary>Before a driver counts as missing the server itself is asked.</summary>
    private async Task<PodFacts?> AskAsync(ObjectKey key, string application, CancellationToken cancellationToken) =>
        await _client.FindAsync(ResourceTypes.Pods, key.Namespace, key.Name, cancellationToken) is { } pod && PodFacts.Of(pod) is { } facts && facts.Application == application ? facts : null;

    private SparkApplication? Latest(ObjectKey key)
    {
        var watched = _applications.Find(key);
        if (watched is null || !_written.TryGetValue(key, out var written) || written.Metadata.Uid != watched.Metadata.Uid)
            return watched;
        return Version(written) > Version(watched) ? written : watched;
    }

    /// <returns>True where the status changed: there may be more to do.</returns>
    private async Task<bool> WriteAsync(ApplicationSnapshot snapshot, ActionOutcome outcome, CancellationToken cancellationToken)
    {
        var status = outcome.Status with { Conditions = ApplicationConditions.Of(outcome.Status, snapshot) };
        if (status.ObservedGeneration is null)
            status = status with { ObservedGeneration = snapshot.Application.Metadata.Generation };
        var written = await StatusWriter.WriteAsync(_client, snapshot.Application, status, cancellationToken);
        foreach (var e in outcome.Events)
            _events.Record(snapshot.Application, e.Type, e.Reason, e.Message);
        if (written is null)
            return false;
        var key = ObjectKey.Of(written);
        _written[key] = written;
        _statusIsKept = true;
        _actions.OnWritten(status);
        // What got this far is not stuck: its next failure is its first.
        Queue.Forget(key);
        if (_applications.Find(key) is null)
            _written.TryRemove(key, out _);
        if (status.TerminationTime is not null && snapshot.Driver is { } over)
            _firstTasks.Forget(over.Uid);
        if (ApplicationStates.IsTerminal(status.ApplicationState.State))
            _goneDrivers.Forget(written);
        Written?.Invoke(snapshot.Application, written);
        return true;
    }

    private void OnApplication(StoreChange<SparkApplication> change)
    {
        if (change.After is not { } application)
        {
            _written.TryRemove(change.Key, out _);
            _newborn.TryRemove(change.Key, out _);
            _executorNews.Forget(change.Key);
            _goneDrivers.Forget(change.Before!);
            return;
        }

        if (change.Before is null && application.Status is null && _applications.IsSynced)
            _newborn[change.Key] = application.Metadata.Uid!;
        if (_written.TryGetValue(change.Key, out var written) && Version(application) >= Version(written))
        {
            _written.TryRemove(new(change.Key, written));
            // Our own words come back: nothing is new.
            if (application.Metadata.ResourceVersion == written.Metadata.ResourceVersion)
                return;
        }

        Queue.Add(change.Key, IsQuick(application) ? Lane.Urgent : Lane.Normal);
    }

    /// <summary>Submissions take long; everything else is observation.</summary>
    private static bool IsQuick(SparkApplication application) => application.Status?.ApplicationState.State is not
        (null or ApplicationStates.New or ApplicationStates.PendingRerun or ApplicationStates.Resuming or ApplicationStates.SubmissionFailed);

    private void OnPod(StoreChange<PodFacts> change)
    {
        var pod = change.After ?? change.Before!;
        if (pod.IsDriver)
        {
            _goneDrivers.OnDriver(change.Key, pod, change.After is not null);
            _actions.OnDriver(pod, change.After is not null);
        }

        if (change.After is null && pod is { IsDriver: true, IsOver: false })
            _firstTasks.Forget(pod.Uid);
        if (change is { After: { } after, Before: { } before } && !HasNews(before, after))
            return;
        var application = new ObjectKey(pod.Namespace, pod.Application);
        if (_applications.Find(application) is not null || pod.Held)
            Queue.AddAfter(application, pod.IsDriver ? TimeSpan.Zero : _executorNews.Delay(application), Lane.Urgent);
    }

    private static bool HasNews(PodFacts before, PodFacts after) =>
        before.Phase != after.Phase || before.End != after.End || before.Uid != after.Uid || before.Trouble?.Reason != after.Trouble?.Reason || (after.IsDriver && before != after);

    private static ulong Version(SparkApplication application) =>
        ulong.TryParse(application.Metadata.ResourceVersion, out var version) ? version : 0;

    /// <summary>Times in objects are whole seconds.</summary>
    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
