using Hearth.Spark.Api;
using static Hearth.Operator.Applications.ApplicationAction;

namespace Hearth.Operator.Applications;

/// <summary>
/// The states of an application: from a snapshot to what is to be done and the status after it. Pure. Whatever the operator did last
/// and wherever it died, the answer follows from the snapshot alone.
/// </summary>
internal static class ApplicationLifecycle
{
    /// <summary>A look that only waits for a deletion to be seen comes back after this, should its event be missed.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(5);

    public static Decision Decide(ApplicationSnapshot s) => DriverHold.Add(s, WithoutFirst(s, Next(s)));

    /// <summary>An operator that died may have begun the attempt of a spec that has changed since, and no status will ever tell of it.</summary>
    private static Decision WithoutFirst(ApplicationSnapshot s, Decision next) =>
        FirstAttempt.MayBeLeft(s.Application) ? next with { Actions = [new DeleteFirstAttempt(), .. next.Actions] } : next;

    private static Decision Next(ApplicationSnapshot s)
    {
        if (s.Application.Metadata.DeletionTimestamp is not null)
            return new() { Status = s.Status, Actions = s.Driver is null ? [] : [new DeleteRun()] };
        if (SpecChange.Of(s) is { } changed)
            return changed;
        if (s.Spec.Suspend == true && s.State is not (ApplicationStates.Completed or ApplicationStates.Failed or ApplicationStates.Suspending or ApplicationStates.Suspended))
            return Move(s, ApplicationStates.Suspending, ApplicationEvent.Warning(EventReasons.Suspending, $"SparkApplication {s.Name} is suspending"));
        return s.State switch
        {
            ApplicationStates.New => FirstLeftOver(s) ?? Begin(s),
            ApplicationStates.Submitted or ApplicationStates.Running or ApplicationStates.Unknown => Observation.Decide(s),
            ApplicationStates.Succeeding => Succeeding(s),
            ApplicationStates.Failing => Failing(s),
            ApplicationStates.SubmissionFailed => SubmissionFailed(s),
            ApplicationStates.PendingRerun => PendingRerun(s),
            ApplicationStates.Invalidating => Invalidating(s),
            ApplicationStates.Suspending => Suspending(s),
            ApplicationStates.Suspended => Suspended(s),
            ApplicationStates.Resuming => Begin(s),
            ApplicationStates.Completed or ApplicationStates.Failed => Over(s),
            // Written by something else: what the pods say is the truth.
            _ => Observation.Decide(s),
        };
    }

    /// <summary>The status after a submission.</summary>
    /// <param name="s">The snapshot that the submission was made of.</param>
    /// <param name="failure">Null: every object exists.</param>
    /// <param name="driver">As it was made; null where it is gone already.</param>
    public static Decision AfterSubmission(ApplicationSnapshot s, SubmissionFailure? failure, PodFacts? driver = null)
    {
        var hearth = s.Status.Hearth ?? new HearthStatus();
        if (failure is null)
        {
            var submitted = s.Status with
            {
                ApplicationState = new() { State = ApplicationStates.Submitted },
                ExecutionAttempts = (s.Status.ExecutionAttempts ?? 0) + 1,
                Timeline = (s.Status.Timeline ?? new()) with { Submitted = s.Now },
                SparkApplicationId = driver?.ApplicationId,
                Hearth = hearth with { Submitting = null, Diagnosis = null, DriverUid = driver?.Uid },
            };
            return new() { Status = submitted, Events = [ApplicationEvent.Normal(EventReasons.Submitted, $"SparkApplication {s.Name} was submitted successfully")] };
        }

        var failures = hearth.Failures ?? new();
        return new()
        {
            Status = s.Status with
            {
                ApplicationState = new() { State = ApplicationStates.SubmissionFailed, ErrorMessage = failure.ErrorMessage },
                DriverInfo = new(),
                Hearth = hearth with
                {
                    Submitting = null,
                    Failures = failures with { Submission = (failures.Submission ?? 0) + 1 },
                    Diagnosis = new() { Cause = failure.Cause, Evidence = failure.Message, Fix = failure.Fix, Retryable = failure.IsPassing },
                    Final = failure.IsRetryable ? null : true,
                },
            },
            Events = [ApplicationEvent.Warning(EventReasons.SubmissionFailed, $"failed to submit SparkApplication {s.Name}: {failure.Message}")],
        };
    }

    /// <summary>The status of a submission that cannot go on for now.</summary>
    public static SparkApplicationStatus Hindered(ApplicationSnapshot s, string why) =>
        s.Status with { Hearth = s.Status.Hearth! with { Diagnosis = new() { Cause = "submission-hindered", Evidence = why, Retryable = true } } };

    /// <summary>
    /// First the attempt's id goes to status, then its objects are made: a crash between finds the id again. That of a newborn application
    /// follows from itself: one status tells of attempt and objects.
    /// </summary>
    private static Decision Begin(ApplicationSnapshot s)
    {
        if (s.Status.Hearth?.Submitting != true)
        {
            return new()
            {
                Status = Attempt(s),
                Actions = s.IsNewborn ? [new Submit()] : [],
                Events = s.State == ApplicationStates.New && s.Status.SubmissionAttempts is null ? [ApplicationEvent.Normal(EventReasons.Added, $"SparkApplication {s.Name} was added, enqueuing it for submission")] : [],
            };
        }

        // A driver that exists is found again, however long nobody looked.
        return s.OwnDriver is null && Deadlines.Broken(s, null) is { } broken
            ? Observation.Break(s, s.Status, broken)
            : new() { Status = s.Status, Actions = [new Submit()] };
    }

    private static SparkApplicationStatus Attempt(ApplicationSnapshot s) => s.Status with
    {
        SubmissionId = s.NextSubmissionId,
        SubmissionAttempts = (s.Status.SubmissionAttempts ?? 0) + 1,
        LastSubmissionAttemptTime = s.Now,
        TerminationTime = null,
        SparkApplicationId = null,
        ExecutorState = null,
        DriverInfo = new() { PodName = DriverPod.NameOf(s.Application) },
        ObservedGeneration = s.Application.Metadata.Generation,
        Timeline = new() { Created = s.Application.Metadata.CreationTimestamp },
        Hearth = (s.Status.Hearth ?? new()) with
        {
            Submitting = true,
            SpecHash = SpecChange.HashOf(s.Spec),
            DriverUid = null,
            Driver = null,
            Diagnosis = null,
            Final = null,
            RetryAt = null,
        },
    };

    private static Decision Succeeding(ApplicationSnapshot s)
    {
        if (s.Spec.RestartPolicy?.Type == RestartPolicyTypes.Always)
            return Rerun(s) with { Status = Forget(s.Status, ApplicationStates.PendingRerun, failures: null) };
        return Move(s, ApplicationStates.Completed, ApplicationEvent.Normal(EventReasons.Completed, $"SparkApplication {s.Name} completed")) with { Actions = [new CleanUp()] };
    }

    private static Decision Failing(ApplicationSnapshot s) => Retries.AfterRun(s) switch
    {
        RetryAnswer.No no => Fail(s, no.Why),
        RetryAnswer.Wait wait => Waiting(s, wait.Due),
        _ => Rerun(s),
    };

    private static Decision SubmissionFailed(ApplicationSnapshot s)
    {
        if (s.Status.Hearth?.Submitting == true)
            return Begin(s);
        return Retries.AfterSubmission(s) switch
        {
            RetryAnswer.No no => Fail(s, no.Why),
            RetryAnswer.Wait wait => Waiting(s, wait.Due),
            _ => LeftOver(s) ?? new() { Status = Attempt(s) with { ApplicationState = s.Status.ApplicationState } },
        };
    }

    private static Decision Waiting(ApplicationSnapshot s, DateTimeOffset due) => new()
    {
        Status = s.Status with { Hearth = (s.Status.Hearth ?? new()) with { RetryAt = due } },
        After = due - s.Now,
    };

    private static Decision Fail(ApplicationSnapshot s, string? why)
    {
        var error = s.Status.ApplicationState.ErrorMessage;
        return new()
        {
            Status = s.Status with
            {
                ApplicationState = new() { State = ApplicationStates.Failed, ErrorMessage = error },
                TerminationTime = s.Status.TerminationTime ?? s.Now,
                Timeline = (s.Status.Timeline ?? new()) with { Ended = s.Status.Timeline?.Ended ?? s.Status.TerminationTime ?? s.Now },
                Hearth = (s.Status.Hearth ?? new()) with { RetryAt = null },
            },
            Actions = [new CleanUp()],
            Events = [ApplicationEvent.Warning(EventReasons.Failed, $"SparkApplication {s.Name} failed: {error}{(why is null ? "" : $" ({why})")}")],
        };
    }

    /// <summary>Deletes the run and forgets it; the attempts keep counting.</summary>
    private static Decision Rerun(ApplicationSnapshot s) => new()
    {
        Actions = [new DeleteRun()],
        Status = Forget(s.Status, ApplicationStates.PendingRerun, s.Status.Hearth?.Failures),
        Events = [ApplicationEvent.Warning(EventReasons.PendingRerun, $"SparkApplication {s.Name} is pending rerun")],
    };

    /// <summary>Without what the run was; a run that completed clears the failures before it.</summary>
    private static SparkApplicationStatus Forget(SparkApplicationStatus status, string state, FailureCounts? failures) => status with
    {
        ApplicationState = new() { State = state },
        DriverInfo = new(),
        ExecutorState = null,
        SparkApplicationId = null,
        TerminationTime = null,
        Hearth = (status.Hearth ?? new()) with { Submitting = null, RetryAt = null, Failures = failures },
    };

    private static Decision PendingRerun(ApplicationSnapshot s)
    {
        if (s.Status.Hearth?.Submitting == true)
            return Begin(s);
        return LeftOver(s) ?? Begin(s);
    }

    /// <summary>The new spec's driver may have another name: nothing else would keep the two from running at once.</summary>
    private static Decision? FirstLeftOver(ApplicationSnapshot s) =>
        s.Status.SubmissionId is null && !FirstAttempt.IsNext(s.Application) && s.Driver?.SubmissionId == FirstAttempt.IdOf(s.Application) ? LeftOver(s) : null;

    /// <summary>Nothing begins while pods of the run before may work on; a driver that was ending may have made executors still.</summary>
    private static Decision? LeftOver(ApplicationSnapshot s) =>
        s.Driver is null && s.Executors.All(e => e.Deleting) ? null : new() { Status = s.Status, Actions = [new DeleteRun()], After = s_lookAgain };

    private static Decision Invalidating(ApplicationSnapshot s)
    {
        return new()
        {
            Actions = [new DeleteRun()],
            Status = Forget(s.Status, ApplicationStates.PendingRerun, failures: null) with { LastSubmissionAttemptTime = null },
            Events = [ApplicationEvent.Warning(EventReasons.PendingRerun, $"SparkApplication {s.Name} is pending rerun")],
        };
    }

    private static Decision Suspending(ApplicationSnapshot s)
    {
        var status = Forget(s.Status, ApplicationStates.Suspended, s.Status.Hearth?.Failures);
        var hasRun = s.Status.Hearth?.Submitting != true && s.Status.SubmissionId is not null && s.Status.DriverInfo.PodName is not null;
        return new()
        {
            Actions = [new DeleteRun(), new CleanUp()],
            Status = status with { Hearth = status.Hearth! with { SpecHash = status.Hearth.SpecHash ?? SpecChange.HashOf(s.Spec) } },
            Events = [ApplicationEvent.Warning(EventReasons.Suspended, $"SparkApplication {s.Name} is suspended{(hasRun ? " and its pods are deleted" : "")}")],
        };
    }

    private static Decision Suspended(ApplicationSnapshot s)
    {
        if (LeftOver(s) is { } waiting)
            return waiting;
        return s.Spec.Suspend == true
            ? new() { Status = s.Status }
            : Move(s, ApplicationStates.Resuming, ApplicationEvent.Warning(EventReasons.Resuming, $"SparkApplication {s.Name} is resuming"));
    }

    private static Decision Over(ApplicationSnapshot s)
    {
        var status = Observation.RefreshExecutors(s);
        var left = Remaining(s, s.Spec.TimeToLiveSeconds ?? s.Options.DefaultTimeToLiveSeconds);
        if (left is { } rest && rest <= TimeSpan.Zero)
            return new() { Status = s.Status, Actions = [new DeleteApplication()] };
        // Made after all by a submission that a deadline cut short.
        if (s.Status.Hearth?.Driver?.Final == true && s.OwnDriver is { IsOver: false, Deleting: false })
            return new() { Status = status, Actions = [new DeleteRun()] };
        var kept = Duration.Parse(s.State == ApplicationStates.Failed ? s.Spec.Hearth?.Retention?.FailedPods : s.Spec.Hearth?.Retention?.CompletedPods);
        var pod = s.OwnDriver is not null && kept is { } time ? Remaining(s, (long)time.TotalSeconds) : null;
        return new()
        {
            Status = status,
            Actions = pod <= TimeSpan.Zero ? [new DeleteDriverPod()] : [],
            After = Earliest(left, pod > TimeSpan.Zero ? pod : null),
        };
    }

    private static TimeSpan? Remaining(ApplicationSnapshot s, long? seconds) =>
        seconds is { } ttl && s.Status.TerminationTime is { } ended ? ended.AddSeconds(Math.Clamp(ttl, 0, int.MaxValue)) - s.Now : null;

    internal static TimeSpan? Earliest(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    internal static Decision Move(ApplicationSnapshot s, string state, params ApplicationEvent[] events) => new()
    {
        Status = s.Status with { ApplicationState = s.Status.ApplicationState with { State = state } },
        Events = events,
    };
}

/// <summary>Why a submission failed.</summary>
/// <param name="Message">For people.</param>
/// <param name="Cause">A short name.</param>
/// <param name="Fix">What to do.</param>
/// <param name="IsRetryable">False where the manifest itself must change first: no policy retries it.</param>
internal sealed record SubmissionFailure(string Message, string Cause, string? Fix, bool IsRetryable)
{
    /// <summary>It may pass by itself; else something outside of the manifest must be mended.</summary>
    public bool IsPassing { get; init; } = IsRetryable;

    /// <summary>With the words that clients of the peer look for.</summary>
    public string ErrorMessage => $"failed to submit spark application: failed to run spark-submit: {Message}";
}
