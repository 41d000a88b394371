using Hearth.Kube.Core.Objects;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;

namespace Hearth.Tests.Operator;

/// <summary>A cluster of one application in a few fields: what the operator's decisions do to it, and what may happen to it.</summary>
internal sealed class ModelWorld(Random random, SparkApplicationSpec spec)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _now = s_start;
    private readonly HashSet<string> _heldEnds = [];
    private int _ids;
    private int _pods;

    public SparkApplication? Application { get; private set; } = new()
    {
        Metadata = new() { Name = "pi", Namespace = "default", Uid = "app", Generation = 1, CreationTimestamp = s_start },
        Spec = spec,
    };

    public PodFacts? Driver { get; private set; }

    /// <summary>One stands for all; the driver makes it.</summary>
    public PodFacts? Executor { get; private set; }

    public List<string> Violations { get; } = [];

    public HashSet<string> Attempts { get; } = [];

    public string State => Application is null ? "gone" : Application.Status?.ApplicationState.State ?? "";

    /// <summary>One look of the operator; it may die before its actions, between them or before the status is written.</summary>
    /// <returns>False where nothing is left to do now.</returns>
    public bool Look(bool mayDie)
    {
        if (Application is null)
            return false;
        var snapshot = new ApplicationSnapshot { Application = Application, Driver = Driver, Executors = Executor is { } one && one.SubmissionId == Application.Status?.SubmissionId ? [one] : [], Now = _now, Options = new(), NextSubmissionId = $"attempt-{++_ids}" };
        var decision = ApplicationLifecycle.Decide(snapshot);
        var status = decision.Status;
        foreach (var action in decision.Actions)
        {
            if (mayDie && random.Next(10) == 0)
                return true;
            if (action is ApplicationAction.Submit)
            {
                if (Submit(snapshot) is not { } after)
                    return true;
                status = after;
            }
            else if (action is ApplicationAction.DeleteRun or ApplicationAction.DeleteDriverPod)
            {
                Delete(TimeSpan.FromSeconds(30));
                if (action is ApplicationAction.DeleteRun && Executor is not null)
                    Executor = Executor with { Deleting = true };
            }
            else if (action is ApplicationAction.ReleaseDriver)
            {
                Driver = Driver! with { Held = false };
            }
            else if (action is ApplicationAction.DeleteApplication)
            {
                Application = null;
                Driver = null;
                return false;
            }
        }

        if (mayDie && random.Next(10) == 0)
            return true;
        if (status.ApplicationState.ErrorMessage == "driver pod not found" && _heldEnds.Contains(status.SubmissionId!))
            Violations.Add($"the end of held driver {status.SubmissionId} is lost");
        var changed = Application.Status != status;
        Application = Application with { Status = status };
        return changed;
    }

    /// <summary>Something happens that the operator has no part in.</summary>
    public void Happen()
    {
        switch (random.Next(16))
        {
            // Also one that is being deleted: it does not know it.
            case 13 when Driver is { Phase: PodPhase.Running } && Executor is null:
                Executor = Driver with { Name = "pi-exec-1", Uid = $"pod-{++_pods}", IsDriver = false, ExecutorId = 1, Held = false, Deleting = false };
                break;
            case 14 when Executor is { Deleting: true }:
                Executor = null;
                break;
            case 15 when Executor is { Phase: PodPhase.Running } && random.Next(3) == 0:
                Executor = Executor with { Phase = PodPhase.Failed, End = new(1, "Error", null, _now) };
                break;
            case 9 when Driver is { Phase: PodPhase.Running or PodPhase.Unknown }:
                Driver = Driver with { Phase = Driver.Phase == PodPhase.Running ? PodPhase.Unknown : PodPhase.Running };
                break;
            case 10 when random.Next(4) == 0:
                // Another node's clock, or one that was set right.
                _now += TimeSpan.FromMinutes(random.Next(-90, 90));
                break;
            case 11 when Application is not null && random.Next(30) == 0:
                Application = Application with { Metadata = Application.Metadata with { DeletionTimestamp = _now } };
                break;
            case 12 when Application is { Metadata.DeletionTimestamp: not null } && Driver is null:
                Application = null;
                break;
            case 0 when Driver is { Phase: PodPhase.Pending, Deleting: false }:
                Driver = Driver with { Phase = PodPhase.Running, Started = _now };
                break;
            case 1 when Driver is { Phase: PodPhase.Running }:
                End(PodPhase.Succeeded, 0);
                break;
            case 2 when Driver is { Phase: PodPhase.Running }:
                End(PodPhase.Failed, 1);
                break;
            case 3 when Driver is not null && random.Next(5) == 0:
                // Forced: its node is not asked.
                Driver = Driver.Held ? Driver with { Deleting = true, Forced = true, DeletionDue = _now } : null;
                break;
            case 4 when Driver is { Deleting: true }:
                Stop();
                break;
            case 5 when Application is not null:
                Change(Application.Spec with { Suspend = random.Next(3) == 0 });
                break;
            case 6 when Application is not null && random.Next(4) == 0:
                Change(Application.Spec with { Arguments = [$"{random.Next(100)}"] });
                break;
            default:
                _now += TimeSpan.FromSeconds(random.Next(30));
                break;
        }
    }

    /// <summary>From here on the world behaves: pods go their way and nobody changes anything.</summary>
    public void Settle()
    {
        if (Application is { Metadata.DeletionTimestamp: not null } && Driver is null)
            Application = null;
        if (Application is { Spec.Suspend: true })
            Change(Application.Spec with { Suspend = false });
        if (Executor is { Deleting: true } || Driver is null or { IsOver: true, Deleting: false })
            Executor = null;
        if (Driver is { Deleting: true })
            Stop();
        else if (Driver is { Phase: PodPhase.Running })
            End(PodPhase.Succeeded, 0);
        else if (Driver is { IsOver: false })
            Driver = Driver with { Phase = PodPhase.Running, Started = _now };
        _now += TimeSpan.FromSeconds(20);
    }

    private void Delete(TimeSpan grace)
    {
        if (Driver is not null)
            Driver = Driver with { Deleting = true, DeletionDue = Driver.DeletionDue ?? (_now + grace) };
    }

    /// <summary>The node lets a deleted pod go; a finalizer keeps it still.</summary>
    private void Stop()
    {
        if (Driver is { IsOver: false })
            End(PodPhase.Failed, 143);
        if (Driver is { Held: false })
            Driver = null;
    }

    private void End(string phase, int exitCode)
    {
        Driver = Driver! with { Phase = phase, End = new(exitCode, exitCode == 0 ? "Completed" : "Error", null, _now) };
        if (Driver is { Held: true, IsForcedAway: false })
            _heldEnds.Add(Driver.SubmissionId);
    }

    private void Change(SparkApplicationSpec spec) => Application = Application! with
    {
        Spec = spec,
        Metadata = Application.Metadata with { Generation = Application.Metadata.Generation + 1 },
    };

    /// <summary>As the API server does it: one pod of a name. Null: an earlier one must go first.</summary>
    private SparkApplicationStatus? Submit(ApplicationSnapshot snapshot)
    {
        var attempt = snapshot.Status.SubmissionId!;
        if (random.Next(12) == 0)
            return ApplicationLifecycle.AfterSubmission(snapshot, new("refused", "refused", null, true)).Status;
        if (Driver is not null && Driver.SubmissionId != attempt)
        {
            Delete(TimeSpan.FromSeconds(30));
            return null;
        }

        if (Driver is null)
        {
            if (Application!.Metadata.DeletionTimestamp is not null)
                Violations.Add($"an application that is being deleted runs again as {attempt}");
            if (snapshot.Status.ApplicationState.State is ApplicationStates.Completed or ApplicationStates.Failed)
                Violations.Add($"an application that is over runs again as {attempt}");
            if (Executor is { Deleting: false, IsOver: false })
                Violations.Add($"an executor of {Executor.SubmissionId} still runs as {attempt} begins");
            Attempts.Add(attempt);
            Driver = new() { Namespace = "default", Name = "pi-driver", Uid = $"pod-{++_pods}", Application = "pi", SubmissionId = attempt, IsDriver = true, Phase = PodPhase.Pending, Held = spec.Hearth?.Retention?.HoldDriver == true };
        }

        return ApplicationLifecycle.AfterSubmission(snapshot, null).Status;
    }
}
