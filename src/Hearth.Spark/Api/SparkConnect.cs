using System.Text.Json;
using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Api;

/// <summary>A Spark Connect server: <c>sparkoperator.k8s.io/v1alpha1 SparkConnect</c>.</summary>
public sealed record SparkConnect : KubeObject
{
    public SparkConnectSpec Spec { get => field ??= new SparkConnectSpec(); init; }
    public SparkConnectStatus? Status { get; init; }
}

public sealed record SparkConnectSpec
{
    /// <summary>Version of Spark in the image.</summary>
    [Required]
    public string? SparkVersion { get; init; }

    /// <summary>Image of server and executors whose template names none.</summary>
    public string? Image { get; init; }
    public IReadOnlyDictionary<string, string>? SparkConf { get; init; }
    public IReadOnlyDictionary<string, string>? HadoopConf { get; init; }

    [Required]
    public ConnectServer Server { get => field ??= new ConnectServer(); init; }

    [Required]
    public ConnectExecutor Executor { get => field ??= new ConnectExecutor(); init; }
    public DynamicAllocation? DynamicAllocation { get; init; }

    /// <summary>What only Hearth offers.</summary>
    public ConnectOptions? Hearth { get; init; }
}

public sealed record ConnectServer
{
    [Minimum(1)]
    public int? Cores { get; init; }
    public string? Memory { get; init; }

    /// <summary>Pod template of the server.</summary>
    [AnyObject]
    public JsonElement? Template { get; init; }

    /// <summary>The Service instead of the made one.</summary>
    public Service? Service { get; init; }
}

public sealed record ConnectExecutor
{
    [Minimum(1)]
    public int? Cores { get; init; }
    public string? Memory { get; init; }

    [Minimum(0)]
    public int? Instances { get; init; }

    /// <summary>Pod template of the executors.</summary>
    [AnyObject]
    public JsonElement? Template { get; init; }
}

public sealed record ConnectOptions
{
    /// <summary>Connect (the default) or Thrift: which server runs.</summary>
    [OneOf("Connect", "Thrift")]
    public string? Server { get; init; }

    /// <summary>Stops the server after this long without a task; never when absent. A change of the spec starts it again.</summary>
    [Duration]
    public string? IdleStop { get; init; }

    /// <summary>Any new value starts a server that idleStop has stopped.</summary>
    public string? Start { get; init; }
}

public sealed record SparkConnectStatus
{
    [MapList("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Ready, NotReady, Provisioning, Failed or Stopped.</summary>
    public string? State { get; init; }
    public ConnectServerStatus? Server { get; init; }

    /// <summary>Phase in lower case to number of executors.</summary>
    public IReadOnlyDictionary<string, int>? Executors { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public DateTimeOffset? LastUpdateTime { get; init; }
    public long? ObservedGeneration { get; init; }

    /// <summary>What Hearth keeps beyond the peer's status.</summary>
    public ConnectActivity? Hearth { get; init; }
}

/// <summary>How busy a server is, for idleStop.</summary>
public sealed record ConnectActivity
{
    /// <summary>Tasks that the server's executors had begun when it was last asked.</summary>
    public long? Tasks { get; init; }

    /// <summary>When the last change of that number was seen.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The generation whose server was stopped.</summary>
    public long? StoppedGeneration { get; init; }
}

public sealed record ConnectServerStatus
{
    public string? PodName { get; init; }
    public string? PodIp { get; init; }
    public string? ServiceName { get; init; }
}
