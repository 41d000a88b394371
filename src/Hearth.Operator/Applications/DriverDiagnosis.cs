using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Names the cause of a driver's failure.</summary>
internal static class DriverDiagnosis
{
    public static Diagnosis? Of(PodFacts driver, string log)
    {
        _ = log;
        return driver.End?.Reason == "OOMKilled"
            ? new()
            {
                Cause = "driver-oom-killed",
                Evidence = $"container {SparkLabels.DriverContainer}: OOMKilled, exit code {driver.End.ExitCode}",
                Fix = "raise spec.driver.memoryOverhead or spec.driver.memory",
                Retryable = false,
            }
            : null;
    }
}
