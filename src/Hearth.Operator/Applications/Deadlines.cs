using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The time limits of <c>spec.hearth.deadlines</c>.</summary>
internal static class Deadlines
{
    /// <summary>What a person should read where a limit is passed; null where none is.</summary>
    /// <param name="s">What is known.</param>
    /// <param name="driver">Null: it could not be made yet.</param>
    public static string? Broken(ApplicationSnapshot s, PodFacts? driver) =>
        Limits(s, driver).FirstOrDefault(limit => limit.Due <= s.Now).Message;

    /// <summary>When the next limit is passed.</summary>
    public static TimeSpan? Next(ApplicationSnapshot s, PodFacts driver)
    {
        TimeSpan? next = null;
        foreach (var (due, _) in Limits(s, driver))
            next = ApplicationLifecycle.Earliest(next, due - s.Now);
        return next;
    }

    private static IEnumerable<(DateTimeOffset Due, string? Message)> Limits(ApplicationSnapshot s, PodFacts? driver)
    {
        if (s.Spec.Hearth?.Deadlines is not { } deadlines)
            yield break;
        var submitted = s.Status.LastSubmissionAttemptTime ?? s.Now;
        if (driver?.Phase is null or PodPhase.Pending && Duration.Parse(deadlines.Pending) is { } pending)
            yield return (submitted + pending, $"the driver did not run within {deadlines.Pending} (spec.hearth.deadlines.pending){(driver is null ? Hindrance(s) : Trouble(driver.Trouble))}");
        if (Duration.Parse(deadlines.Running) is { } running)
            yield return (submitted + running, $"the run took longer than {deadlines.Running} (spec.hearth.deadlines.running)");
        if (Duration.Parse(deadlines.Executors) is not { } executors || driver?.Phase != PodPhase.Running || s.Status.Timeline?.AllExecutors is not null)
            yield break;
        var wanted = Timelines.WantedExecutors(s.Spec);
        var up = s.Executors.Count(e => e.Phase != PodPhase.Pending);
        if (up < wanted)
            yield return ((s.Status.Timeline?.DriverRunning ?? s.Now) + executors, $"{up} of {wanted} executors ran within {deadlines.Executors} (spec.hearth.deadlines.executors){s.Executors.Select(e => e.Trouble).Prepend(s.NoExecutors).Select(Trouble).FirstOrDefault(t => t.Length > 0)}");
    }

    private static string Hindrance(ApplicationSnapshot s) => s.Status.Hearth?.Diagnosis?.Evidence is { } why ? $": {why}" : "";

    private static string Trouble(PodTrouble? trouble) => trouble is null ? "" : $": {trouble.Reason}: {trouble.Message}";
}
