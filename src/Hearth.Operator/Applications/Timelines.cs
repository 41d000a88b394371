using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>When a run reached what.</summary>
internal static class Timelines
{
    public static Timeline Observe(ApplicationSnapshot s, PodFacts driver)
    {
        var before = s.Status.Timeline ?? new();
        var started = s.Executors.Where(e => e.Started is not null || e.Phase == PodPhase.Running).ToList();
        return before with
        {
            DriverScheduled = before.DriverScheduled ?? driver.Scheduled,
            ImagePulled = before.ImagePulled ?? driver.Started,
            DriverRunning = before.DriverRunning ?? driver.Started ?? (driver.Phase == PodPhase.Running ? s.Now : null),
            FirstExecutor = before.FirstExecutor ?? (started.Count > 0 ? started.Min(e => e.Started ?? s.Now) : null),
            AllExecutors = before.AllExecutors ?? (started.Count >= WantedExecutors(s.Spec) ? started.Max(e => e.Started ?? s.Now) : null),
        };
    }

    /// <summary>How many executors the driver asks for at its start.</summary>
    public static int WantedExecutors(SparkApplicationSpec spec)
    {
        if (spec.DynamicAllocation is { Enabled: true } dynamic)
            return new[] { dynamic.InitialExecutors ?? 0, dynamic.MinExecutors ?? 0, spec.Executor.Instances ?? 0 }.Max();
        if (spec.Executor.Instances is { } instances)
            return instances;
        return int.TryParse(spec.SparkConf?.GetValueOrDefault("spark.executor.instances"), out var set) ? set : 1;
    }
}
