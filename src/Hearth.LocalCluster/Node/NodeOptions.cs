using Hearth.Kube.Core.Quantities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.LocalCluster.Nodes;

/// <summary>How a <see cref="Node"/> runs pods.</summary>
public sealed record NodeOptions
{
    /// <summary>Where volumes, logs and the list of processes lie. Made with mode 0700.</summary>
    public required string Directory { get; init; }

    public ImageCatalog Images { get; init; } = new();

    /// <summary>The simulated nodes; all run their pods in this process's care. Default: one, <c>hearth</c>.</summary>
    public IReadOnlyList<NodeDescription> Nodes { get; init; } = [new("hearth")];

    /// <summary>Null: a block of loopback addresses is claimed.</summary>
    public PodNetwork? Network { get; init; }

    /// <summary>Folders that no pod may see besides <see cref="Directory"/>, for example that of the cluster's keys.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Null: bubblewrap where it works.</summary>
    public bool? Isolate { get; init; }

    /// <summary>The token that callers of the kubelet endpoint must show; null: logs may be read without, nothing else.</summary>
    public string? KubeletToken { get; init; }

    /// <summary>The name space of services. Default: <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The size at which a log file is put aside. Default: 10 MiB; five files are kept.</summary>
    public long LogFileSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>Listen on the addresses of services and pass connections on to pods. Default: true.</summary>
    public bool ServeServices { get; init; } = true;

    /// <summary>The wait before the second restart of a container; doubled each time, at most five minutes. Default: 10 s.</summary>
    public TimeSpan RestartBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Cancelled: what still runs when the node is disposed of is killed without a grace.</summary>
    public CancellationToken Hurry { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
    public ILogger Logger { get; init; } = NullLogger.Instance;
}

/// <summary>One simulated node.</summary>
/// <param name="Name">Also its label <c>kubernetes.io/hostname</c>.</param>
public sealed record NodeDescription(string Name)
{
    /// <summary>What is promised to pods. Nothing is measured: 200 applications may wait for each other on a laptop, but all run.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init; } = new Dictionary<string, Quantity>(StringComparer.Ordinal)
    {
        ["cpu"] = "1000",
        ["memory"] = "4Ti",
        ["ephemeral-storage"] = "10Ti",
        ["pods"] = "5000",
    };

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public IReadOnlyList<Kube.Core.Objects.Taint> Taints { get; init; } = [];
}
