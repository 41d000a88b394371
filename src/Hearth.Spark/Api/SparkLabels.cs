namespace Hearth.Spark.Api;

/// <summary>Label keys on the objects of an application; dashboards, Kueue and workflow engines select by them.</summary>
public static class SparkLabels
{
    public const string Prefix = "sparkoperator.k8s.io/";
    public const string AppName = Prefix + "app-name";
    public const string ScheduledAppName = Prefix + "scheduled-app-name";
    public const string ConnectName = Prefix + "connect-name";
    public const string LaunchedBy = Prefix + "launched-by-spark-operator";
    public const string CreatedBy = Prefix + "created-by-spark-operator";
    public const string MutatedBy = Prefix + "mutated-by-spark-operator";
    public const string SubmissionId = Prefix + "submission-id";

    /// <summary>Set by Spark: <c>driver</c> or <c>executor</c>.</summary>
    public const string Role = "spark-role";

    /// <summary>Set by Spark: the application id.</summary>
    public const string AppSelector = "spark-app-selector";

    /// <summary>Set by Spark: the executor's number.</summary>
    public const string ExecutorId = "spark-exec-id";
    public const string DriverContainer = "spark-kubernetes-driver";
    public const string ExecutorContainer = "spark-kubernetes-executor";
}
