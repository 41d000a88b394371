using Hearth.Spark.Schedules;

namespace Hearth.Operator;

/// <summary>What the flags of the peer's <c>controller start</c> say; the defaults are the peer's.</summary>
public sealed record OperatorOptions
{
    /// <summary>Namespaces to serve; empty: all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>
    /// The API server as drivers reach it, for example <c>k8s://https://127.0.0.1:6443</c>. Null: Spark's own default,
    /// <c>https://kubernetes.default.svc</c>.
    /// </summary>
    public string? DriverMaster { get; init; }

    /// <summary>Workers that submit and observe; a quarter as many more only observe.</summary>
    public int Workers { get; init; } = 10;

    /// <summary>How long a submitted driver may stay unseen before it counts as missing.</summary>
    public TimeSpan DriverGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Executors that status lists for one application.</summary>
    public int MaxTrackedExecutors { get; init; } = 1000;

    /// <summary>An application whose executors come and go by the hundred has them told in status once in this time.</summary>
    public TimeSpan ExecutorStatusInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For applications that say none; null: they stay.</summary>
    public long? DefaultTimeToLiveSeconds { get; init; }

    public bool EnableUIService { get; init; } = true;

    /// <summary>For example <c>{{$appName}}.example.com</c>; empty: no Ingress for the UI.</summary>
    public string IngressUrlFormat { get; init; } = "";
    public string IngressClassName { get; init; } = "";
    public IReadOnlyDictionary<string, string> IngressAnnotations { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<Spark.Api.IngressTls> IngressTls { get; init; } = [];

    /// <summary>Batch schedulers are used where an application names one.</summary>
    public bool EnableBatchScheduler { get; init; }

    /// <summary>Names under which scheduler-plugins run.</summary>
    public IReadOnlyList<string> KubeSchedulerNames { get; init; } = [];
    public string DefaultBatchScheduler { get; init; } = "";
    public bool EnableDriverPodDisruptionBudget { get; init; }

    /// <summary>For applications that do not say: a finalizer keeps driver pods until status tells how they ended.</summary>
    public bool HoldDriverPods { get; init; } = true;

    /// <summary>Of the names of scheduled runs.</summary>
    public TimestampPrecision TimestampPrecision { get; init; } = TimestampPrecision.Nanos;

    /// <summary>Lines of the driver's log that status keeps after a failure; 0: none.</summary>
    public int LogTailLines { get; init; } = 20;

    /// <summary>Where Prometheus reads; null: nowhere.</summary>
    public Metrics.MetricsOptions? Metrics { get; init; }

    /// <summary>The Lease of the leader; null: this process is the only one.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }
}

/// <summary>Which Lease decides who leads.</summary>
public sealed record LeaderElectionOptions
{
    public string Namespace { get; init; } = "spark-operator";
    public string Name { get; init; } = "spark-operator-lock";

    /// <summary>Name of this replica, for example its pod's.</summary>
    public required string Identity { get; init; }
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
