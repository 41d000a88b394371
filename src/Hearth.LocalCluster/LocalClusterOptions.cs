using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.LocalCluster;

/// <summary>How a <see cref="LocalCluster"/> runs.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Where the kubeconfig, volumes and logs lie. Made with mode 0700; one cluster at a time.</summary>
    public required string Directory { get; init; }

    public ImageCatalog Images { get; init; } = new();

    /// <summary>How many nodes, named <c>hearth-1</c>, <c>hearth-2</c>, ... Default: 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The nodes in full; null: <see cref="Nodes"/> alike ones.</summary>
    public IReadOnlyList<NodeDescription>? NodeDescriptions { get; init; }

    /// <summary>The port of the API server on 127.0.0.1; 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where objects are kept between runs; null: they end with the process.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Null: pods are sandboxed where bubblewrap works.</summary>
    public bool? Isolate { get; init; }

    /// <summary>Answers to spoil; null: none.</summary>
    public FaultOptions? Faults { get; init; }

    /// <summary>How the controllers bind claims, for tests of what waits for volumes.</summary>
    public Controllers.VolumeOptions Volumes { get; init; } = new();

    /// <summary>Cancelled: what still runs when the cluster is disposed of is killed without a grace.</summary>
    public CancellationToken Hurry { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
    public Random Random { get; init; } = new();
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
