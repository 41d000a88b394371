namespace Hearth.Spark.Api;

/// <summary>The values that fields have where a manifest says none, as the peer's webhook sets them. Applying them twice changes nothing.</summary>
public static class ApplicationDefaults
{
    private const long RetryInterval = 5;
    private const string Memory = "1g";

    public static SparkApplication Apply(SparkApplication application) => application with { Spec = Apply(application.Spec) };

    public static SparkApplicationSpec Apply(SparkApplicationSpec spec) => spec with
    {
        Type = string.IsNullOrEmpty(spec.Type) ? "Scala" : spec.Type,
        Mode = string.IsNullOrEmpty(spec.Mode) ? "cluster" : spec.Mode,
        RestartPolicy = Apply(spec.RestartPolicy ?? new()),
        Driver = spec.Driver with
        {
            Cores = spec.Driver.Cores ?? (Sets(spec, "spark.driver.cores") ? null : 1),
            Memory = spec.Driver.Memory ?? (Sets(spec, "spark.driver.memory") ? null : Memory),
        },
        Executor = spec.Executor with
        {
            Cores = spec.Executor.Cores ?? (Sets(spec, "spark.executor.cores") ? null : 1),
            Memory = spec.Executor.Memory ?? (Sets(spec, "spark.executor.memory") ? null : Memory),
            Instances = spec.Executor.Instances ?? (Sets(spec, "spark.executor.instances") || IsDynamic(spec) ? null : 1),
        },
        DynamicAllocation = spec.DynamicAllocation is { Enabled: true } dynamic
            ? dynamic with { ShuffleTrackingEnabled = dynamic.ShuffleTrackingEnabled ?? true }
            : spec.DynamicAllocation,
    };

    /// <summary>Also where only sparkConf asks for it.</summary>
    public static bool IsDynamic(SparkApplicationSpec spec) =>
        spec.DynamicAllocation?.Enabled ?? spec.SparkConf?.GetValueOrDefault("spark.dynamicAllocation.enabled")?.Trim() is "true" or "True" or "TRUE";

    private static RestartPolicy Apply(RestartPolicy policy)
    {
        var type = string.IsNullOrEmpty(policy.Type) ? RestartPolicyTypes.Never : policy.Type;
        return type == RestartPolicyTypes.Never ? policy with { Type = type } : policy with
        {
            Type = type,
            OnFailureRetryInterval = policy.OnFailureRetryInterval ?? RetryInterval,
            OnSubmissionFailureRetryInterval = policy.OnSubmissionFailureRetryInterval ?? RetryInterval,
        };
    }

    private static bool Sets(SparkApplicationSpec spec, string key) => spec.SparkConf?.ContainsKey(key) == true;
}
