using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>When a run reached what.</summary>
internal static class Timelines
{
    public static Timeline Observe(ApplicationSnapshot s, PodFacts driver)
    {
        var before = s.Status.Timeline ?? new();
        var running = before.DriverRunning ?? driver.Started ?? (driver.Phase == PodPhase.Running ? s.Now : null);
        var started = s.Executors.Where(e => e.Started is not null || e.Phase == PodPhase.Running).Select(e => e.Started ?? s.Now).ToList();
        return before with
        {
            DriverScheduled = before.DriverScheduled ?? driver.Scheduled,
            ImagePulled = before.ImagePulled ?? driver.Started,
            DriverRunning = running,
            FirstTask = before.FirstTask ?? s.FirstTask.At,
            FirstExecutor = before.FirstExecutor ?? (started.Count > 0 ? started.Min() : null),
            // Where none are wanted all are there with the driver.
            AllExecutors = before.AllExecutors ?? (running is { } first && started.Count >= WantedExecutors(s.Spec) ? started.Append(first).Max() : null),
        };
    }

    /// <summary>How many executors the driver asks for at its start.</summary>
    public static int WantedExecutors(SparkApplicationSpec spec)
    {
        var instances = spec.Executor.Instances ?? Set(spec, "spark.executor.instances");
        if (spec.DynamicAllocation is { Enabled: true } dynamic)
            return new[] { dynamic.InitialExecutors, dynamic.MinExecutors, instances }.Max() ?? 0;
        if (spec.SparkConf?.GetValueOrDefault("spark.dynamicAllocation.enabled") == "true")
            return new[] { Set(spec, "spark.dynamicAllocation.initialExecutors"), Set(spec, "spark.dynamicAllocation.minExecutors"), instances }.Max() ?? 0;
        return instances ?? 1;
    }

    private static int? Set(SparkApplicationSpec spec, string key) => int.TryParse(spec.SparkConf?.GetValueOrDefault(key), out var set) ? set : null;
}
