using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>What becomes of an application now: actions first, then the status, then the events.</summary>
internal sealed record Decision
{
    public required SparkApplicationStatus Status { get; init; }
    public IReadOnlyList<ApplicationAction> Actions { get; init; } = [];
    public IReadOnlyList<ApplicationEvent> Events { get; init; } = [];

    /// <summary>When time alone changes the answer; null: when something happens.</summary>
    public TimeSpan? After { get; init; }
}

/// <summary>Something to do in the cluster. Each may be done again.</summary>
internal abstract record ApplicationAction
{
    private ApplicationAction()
    {
    }

    /// <summary>Creates the objects of the attempt that status names.</summary>
    public sealed record Submit : ApplicationAction;

    /// <summary>Deletes what an attempt made: driver, executors, UI Service and Ingress.</summary>
    public sealed record DeleteRun : ApplicationAction;

    /// <summary>Deletes what <see cref="FirstAttempt"/> made beside its driver, of a spec that has changed since.</summary>
    public sealed record DeleteFirstAttempt : ApplicationAction;

    /// <summary>Creates the Service and Ingress of the UI and of further ports.</summary>
    public sealed record ExposeUI : ApplicationAction;

    /// <summary>Reads the last lines of the driver's log.</summary>
    public sealed record ReadLog : ApplicationAction;

    /// <summary>Removes what only a running application needs: pod groups, disruption budget.</summary>
    public sealed record CleanUp : ApplicationAction;

    public sealed record DeleteDriverPod : ApplicationAction;

    /// <summary>Lets a driver pod go that was held until its end is told.</summary>
    public sealed record ReleaseDriver : ApplicationAction;

    public sealed record DeleteApplication : ApplicationAction;
}

internal sealed record ApplicationEvent(string Type, string Reason, string Message)
{
    public static ApplicationEvent Normal(string reason, string message) => new("Normal", reason, message);

    public static ApplicationEvent Warning(string reason, string message) => new("Warning", reason, message);
}
