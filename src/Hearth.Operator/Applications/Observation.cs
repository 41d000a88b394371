using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using static Hearth.Operator.Applications.ApplicationAction;

namespace Hearth.Operator.Applications;

/// <summary>What the pods of a submitted application say about it.</summary>
internal static class Observation
{
    public static Decision Decide(ApplicationSnapshot s)
    {
        if (s.OwnDriver is not { } driver)
            return DriverMissing(s);
        var (status, events) = Executors(s);
        var state = StateOf(driver);
        status = status with
        {
            SparkApplicationId = s.Executors.Select(e => e.ApplicationId).FirstOrDefault(id => id is not null) ?? driver.ApplicationId ?? status.SparkApplicationId,
            ApplicationState = state == s.State ? status.ApplicationState : new() { State = state },
            Timeline = Timelines.Observe(s, driver),
            Hearth = (status.Hearth ?? new()) with { DriverUid = driver.Uid, Diagnosis = DriverDiagnosis.OfWaiting(s, driver) },
        };
        if (state != s.State)
            events.Add(DriverEvent(driver, state));
        if (state is ApplicationStates.Succeeding or ApplicationStates.Failing)
            return Ended(s, driver, status, state, events);
        if (Deadlines.Broken(s, driver) is { } broken)
            return Break(s, status, broken);
        var expose = status.DriverInfo.WebUIServiceName is null && (s.Options.EnableUIService || s.Spec.DriverIngressOptions is { Count: > 0 });
        return new() { Status = status, Events = events, Actions = expose ? [new ExposeUI()] : [], After = ApplicationLifecycle.Earliest(Deadlines.Next(s, driver), LookAgain(s, driver)) };
    }

    /// <summary>Whoever waits without a reason may have got one meanwhile; a driver may tell more.</summary>
    private static TimeSpan? LookAgain(ApplicationSnapshot s, PodFacts driver) => driver.Phase == PodPhase.Pending
        ? PodEvents.LookAgain(driver, s.Now)
        : ApplicationLifecycle.Earliest(
            s.FirstTask.Again,
            s.Executors.Select(e => PodEvents.LookAgain(e, s.Now)).FirstOrDefault(wait => wait is not null) ?? MissingExecutors.LookAgain(s, driver));

    /// <summary>The executors of an application that is over.</summary>
    public static SparkApplicationStatus RefreshExecutors(ApplicationSnapshot s) => Executors(s).Status;

    /// <summary>A sidecar that still runs, or a pod that its driver's end has not reached yet, does not hide how the driver ended.</summary>
    private static string StateOf(PodFacts driver) => driver switch
    {
        { End.ExitCode: 0 } => ApplicationStates.Succeeding,
        { End: not null } => ApplicationStates.Failing,
        { Phase: PodPhase.Pending } => ApplicationStates.Submitted,
        { Phase: PodPhase.Running } => ApplicationStates.Running,
        { Phase: PodPhase.Succeeded } => ApplicationStates.Succeeding,
        { Phase: PodPhase.Failed } => ApplicationStates.Failing,
        _ => ApplicationStates.Unknown,
    };

    private static ApplicationEvent DriverEvent(PodFacts driver, string state) => state switch
    {
        ApplicationStates.Submitted => ApplicationEvent.Normal(EventReasons.Driver("Pending"), $"Driver {driver.Name} is pending"),
        ApplicationStates.Running => ApplicationEvent.Normal(EventReasons.Driver("Running"), $"Driver {driver.Name} is running"),
        ApplicationStates.Succeeding => ApplicationEvent.Normal(EventReasons.Driver("Completed"), $"Driver {driver.Name} completed"),
        ApplicationStates.Failing => ApplicationEvent.Warning(EventReasons.Driver("Failed"), $"Driver {driver.Name} failed: {FailureMessage(driver)}"),
        _ => ApplicationEvent.Warning(EventReasons.Driver("Unknown"), $"Driver {driver.Name} in unknown state"),
    };

    private static Decision Ended(ApplicationSnapshot s, PodFacts driver, SparkApplicationStatus status, string state, List<ApplicationEvent> events)
    {
        var failed = state == ApplicationStates.Failing;
        var ended = driver.End?.FinishedAt ?? s.Now;
        return new()
        {
            Status = status with
            {
                ApplicationState = new() { State = state, ErrorMessage = failed ? FailureMessage(driver) : null },
                TerminationTime = status.TerminationTime ?? ended,
                Timeline = status.Timeline! with { Ended = status.Timeline.Ended ?? ended },
                Hearth = Count(s, status.Hearth!, failed, DriverEnds.IsInfrastructure(driver), ended) with
                {
                    Driver = DriverEnds.Of(driver),
                    Diagnosis = failed ? DriverDiagnosis.Of(driver, s.Executors, null) : null,
                },
            },
            Events = events,
            Actions = failed && s.Options.LogTailLines > 0 ? [new ReadLog()] : [],
        };
    }

    private static string FailureMessage(PodFacts driver) => driver.End is { } end
        ? $"driver container failed with ExitCode: {end.ExitCode}, Reason: {end.Reason}"
        : (driver.FailedInit ?? (driver.Reason is { Length: > 0 } reason ? $"pod {reason}" : null)) is { } why ? $"driver container status missing: {why}" : "driver container status missing";

    /// <summary>The driver of a submitted application does not exist, and is not about to.</summary>
    public static bool IsDriverMissing(ApplicationSnapshot s) =>
        s.OwnDriver is null && (s.State != ApplicationStates.Submitted || Since(s).Duration() > s.Options.DriverGracePeriod);

    private static TimeSpan Since(ApplicationSnapshot s) => s.Now - (s.Status.LastSubmissionAttemptTime ?? s.Now);

    private static Decision DriverMissing(ApplicationSnapshot s)
    {
        // A clock that was set back must not make it wait for ever; the server itself says that there is none.
        if (!IsDriverMissing(s))
            return new() { Status = s.Status, After = s.Options.DriverGracePeriod - Since(s) + TimeSpan.FromMilliseconds(10) };
        var (status, _) = Executors(s);
        return new()
        {
            Status = status with
            {
                ApplicationState = new() { State = ApplicationStates.Failing, ErrorMessage = "driver pod not found" },
                TerminationTime = s.Now,
                Timeline = (status.Timeline ?? new()) with { Ended = s.Now },
                Hearth = Count(s, status.Hearth ?? new(), failed: true, infrastructure: true, s.Now) with
                {
                    Driver = new() { Kind = nameof(FailureKind.Infrastructure), Reason = "NotFound", Message = HowItWent(s.Vanished) },
                    Diagnosis = DriverDiagnosis.OfMissing(s),
                },
            },
            // The application owns them too, so nobody collects them with their driver.
            Actions = s.Executors.Any(e => !e.Deleting) ? [new DeleteRun()] : [],
            Events = [ApplicationEvent.Warning(EventReasons.DriverNotFound, $"Driver pod {s.Status.DriverInfo.PodName ?? DriverPod.NameOf(s.Application)} not found after grace period {s.Options.DriverGracePeriod.TotalSeconds:0}s, marking application as Failing")],
        };
    }

    private static string HowItWent(VanishedDriver? driver) => (driver switch
    {
        { Ran: false } => "the driver pod was deleted while no operator looked: nobody knows whether the driver had ended, nor how",
        _ => "the driver pod was deleted by somebody or something else before it ended",
    }) + (driver?.LastEvent is { } last ? $" (last event: {last})" : "");

    /// <summary>A deadline is passed: the run ends, and no policy begins it again.</summary>
    public static Decision Break(ApplicationSnapshot s, SparkApplicationStatus status, string why) => new()
    {
        Status = status with
        {
            ApplicationState = new() { State = ApplicationStates.Failing, ErrorMessage = why },
            TerminationTime = s.Now,
            Timeline = (status.Timeline ?? new()) with { Ended = s.Now },
            Hearth = Count(s, status.Hearth!, failed: true, infrastructure: false, s.Now) with
            {
                Submitting = null,
                Diagnosis = status.Hearth!.Diagnosis ?? new()
                {
                    Cause = "deadline-exceeded",
                    Evidence = why,
                    Fix = "Look at what it was doing in the log and the UI; raise the limit in spec.hearth.deadlines where the work takes that long.",
                    Retryable = false,
                },
                Driver = new() { Kind = nameof(FailureKind.Application), Reason = "DeadlineExceeded", Message = why, Final = true },
            },
        },
        Actions = [new ReadLog(), new DeleteRun()],
        Events = [ApplicationEvent.Warning(EventReasons.DeadlineExceeded, $"SparkApplication {s.Name}: {why}")],
    };

    /// <summary>One failure more of its kind; a run that was healthy for long clears those before it.</summary>
    private static HearthStatus Count(ApplicationSnapshot s, HearthStatus hearth, bool failed, bool infrastructure, DateTimeOffset ended)
    {
        var healthy = Duration.Parse(s.Spec.Hearth?.Retry?.HealthyAfter) ?? TimeSpan.FromHours(1);
        var ran = ended - (s.Status.Timeline?.DriverRunning ?? ended);
        var before = ran >= healthy || hearth.Failures is null ? new FailureCounts() : hearth.Failures;
        if (!failed)
            return hearth with { Failures = ran >= healthy ? null : hearth.Failures };
        return hearth with
        {
            Failures = infrastructure
                ? before with { Submission = null, Infrastructure = (before.Infrastructure ?? 0) + 1 }
                : before with { Submission = null, Application = (before.Application ?? 0) + 1 },
        };
    }

    private static (SparkApplicationStatus Status, List<ApplicationEvent> Events) Executors(ApplicationSnapshot s)
    {
        var before = s.Status.ExecutorState;
        var events = new List<ApplicationEvent>();
        Dictionary<string, string>? after = null;
        foreach (var executor in s.Executors)
        {
            if (executor.ExecutorId > s.Options.MaxTrackedExecutors)
                continue;
            var state = ExecutorStateOf(executor);
            if (before?.GetValueOrDefault(executor.Name) == state)
                continue;
            (after ??= Copy(before))[executor.Name] = state;
            if (!ApplicationStates.IsTerminal(s.State))
                events.Add(ExecutorEvent(executor, state));
        }

        if (before is { Count: > 0 })
            MarkVanished(s, before, ref after);
        return (after is null ? s.Status : s.Status with { ExecutorState = after }, events);
    }

    /// <summary>An executor that is gone without an end: while the application runs nobody knows; after it, its driver cleaned it up.</summary>
    private static void MarkVanished(ApplicationSnapshot s, IReadOnlyDictionary<string, string> before, ref Dictionary<string, string>? after)
    {
        var present = s.Executors.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var driver = s.OwnDriver is { } own ? StateOf(own) : s.State;
        var state = driver switch
        {
            ApplicationStates.Running or ApplicationStates.Submitted or ApplicationStates.Unknown => ExecutorStates.Unknown,
            ApplicationStates.Succeeding or ApplicationStates.Completed => ExecutorStates.Completed,
            _ => ExecutorStates.Failed,
        };
        foreach (var (name, last) in before)
        {
            if (!present.Contains(name) && last is not (ExecutorStates.Completed or ExecutorStates.Failed) && last != state)
                (after ??= Copy(before))[name] = state;
        }
    }

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string>? states) =>
        states is null ? new(StringComparer.Ordinal) : new(states, StringComparer.Ordinal);

    private static string ExecutorStateOf(PodFacts executor) => executor.Phase switch
    {
        PodPhase.Pending => ExecutorStates.Pending,
        PodPhase.Running => ExecutorStates.Running,
        PodPhase.Succeeded => ExecutorStates.Completed,
        PodPhase.Failed => ExecutorStates.Failed,
        _ => ExecutorStates.Unknown,
    };

    private static ApplicationEvent ExecutorEvent(PodFacts executor, string state) => state switch
    {
        ExecutorStates.Pending => ApplicationEvent.Normal(EventReasons.Executor("Pending"), $"Executor {executor.Name} is pending"),
        ExecutorStates.Running => ApplicationEvent.Normal(EventReasons.Executor("Running"), $"Executor {executor.Name} is running"),
        ExecutorStates.Completed => ApplicationEvent.Normal(EventReasons.Executor("Completed"), $"Executor {executor.Name} completed"),
        ExecutorStates.Failed => ApplicationEvent.Warning(
            EventReasons.Executor("Failed"),
            $"Executor {executor.Name} failed with ExitCode: {executor.End?.ExitCode ?? -1}, Reason: {executor.End?.Reason ?? executor.Reason ?? "Unknown (Container not Found)"}{(executor.End?.Message is { Length: > 0 } message ? $", Message: {message}" : "")}"),
        _ => ApplicationEvent.Warning(EventReasons.Executor("Unknown"), $"Executor {executor.Name} in unknown state"),
    };
}
