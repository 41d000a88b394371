using Hearth.Kube.Core.Objects;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;

namespace Hearth.Tests.Operator;

/// <summary>A cluster of one application in a few fields: what the operator's decisions do to it, and what may happen to it.</summary>
internal sealed class ModelWorld(Random random, SparkApplicationSpec spec)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _now = s_start;
    private int _ids;
    private int _pods;

    public SparkApplication? Application { get; private set; } = new()
    {
        Metadata = new() { Name = "pi", Namespace = "default", Uid = "app", Generation = 1, CreationTimestamp = s_start },
        Spec = spec,
    };

    public PodFacts? Driver { get; private set; }

    public List<string> Violations { get; } = [];

    public HashSet<string> Attempts { get; } = [];

    public string State => Application is null ? "gone" : Application.Status?.ApplicationState.State ?? "";

    /// <summary>One look of the operator; it may die before its actions, between them or before the status is written.</summary>
    /// <returns>False where nothing is left to do now.</returns>
    public bool Look(bool mayDie)
    {
        if (Application is null)
            return false;
        var snapshot = new ApplicationSnapshot { Application = Application, Driver = Driver, Now = _now, Options = new(), NextSubmissionId = $"attempt-{++_ids}" };
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
                if (Driver is not null)
                    Driver = Driver with { Deleting = true };
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
        var changed = Application.Status != status;
        Application = Application with { Status = status };
        return changed;
    }

    /// <summary>Something happens that the operator has no part in.</summary>
    public void Happen()
    {
        switch (random.Next(13))
        {
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
                Driver = Driver with { Phase = PodPhase.Succeeded, End = new(0, "Completed", null, _now) };
                break;
            case 2 when Driver is { Phase: PodPhase.Running }:
                Driver = Driver with { Phase = PodPhase.Failed, End = new(1, "Error", null, _now) };
                break;
            case 3 when Driver is not null && random.Next(5) == 0:
                Driver = null;
                break;
            case 4 when Driver is { Deleting: true }:
                Driver = null;
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
        Driver = Driver switch
        {
            { Deleting: true } => null,
            { Phase: PodPhase.Pending or PodPhase.Unknown } pending => pending with { Phase = PodPhase.Running, Started = _now },
            { Phase: PodPhase.Running } running => running with { Phase = PodPhase.Succeeded, End = new(0, "Completed", null, _now) },
            _ => Driver,
        };
        _now += TimeSpan.FromSeconds(20);
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
            Driver = Driver with { Deleting = true };
            return null;
        }

        if (Driver is null)
        {
            if (Application!.Metadata.DeletionTimestamp is not null)
                Violations.Add($"an application that is being deleted runs again as {attempt}");
            if (snapshot.Status.ApplicationState.State is ApplicationStates.Completed or ApplicationStates.Failed)
                Violations.Add($"an application that is over runs again as {attempt}");
            Attempts.Add(attempt);
            Driver = new() { Namespace = "default", Name = "pi-driver", Uid = $"pod-{++_pods}", Application = "pi", SubmissionId = attempt, IsDriver = true, Phase = PodPhase.Pending };
        }

        return ApplicationLifecycle.AfterSubmission(snapshot, null).Status;
    }
}
