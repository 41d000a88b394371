using Hearth.Spark.Api;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Applications;

/// <summary>Driver or executor: the names under which Spark knows the same thing.</summary>
internal sealed record SparkRole(string Name, string Environment, string Container)
{
    public static SparkRole Driver { get; } = new("driver", SparkKeys.DriverEnv, SparkLabels.DriverContainer);

    public static SparkRole Executor { get; } = new("executor", SparkKeys.ExecutorEnv, SparkLabels.ExecutorContainer);

    /// <summary><c>spark.driver.</c> and a name.</summary>
    public string Spark(string name) => $"spark.{Name}.{name}";

    /// <summary><c>spark.kubernetes.driver.</c> and a name.</summary>
    public string Kubernetes(string name) => $"spark.kubernetes.{Name}.{name}";

    /// <summary>The path of a field in the manifest.</summary>
    public string Field(string name) => $"spec.{Name}.{name}";
}
