using System.Net;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>How the API server of a local cluster runs.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Where to listen, on loopback only; port 0 takes any free one. The first one is the server's address.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; init; } = [new(IPAddress.Loopback, 0)];

    /// <summary>Where objects and keys are kept; null keeps them in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Answers to spoil; null spoils none.</summary>
    public FaultOptions? Faults { get; init; }

    /// <summary>Where services get their addresses; the first one is that of the service <c>kubernetes</c>. Default: 10.96.0.0/16.</summary>
    public IPNetwork ServiceNetwork { get; init; } = new(IPAddress.Parse("10.96.0.0"), 16);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>For names and addresses; not for secrets.</summary>
    public required Random Random { get; init; }
}

/// <summary>
/// Faults on demand: each is the share of requests, from 0 to 1, that meet it. The same seed and the same order of its requests give a client the same faults.
/// </summary>
public sealed record FaultOptions
{
    public int Seed { get; init; }

    /// <summary>Writes answered with 409 Conflict.</summary>
    public double Conflict { get; init; }

    /// <summary>Requests answered with 429 and <c>Retry-After: 1</c>.</summary>
    public double TooManyRequests { get; init; }

    /// <summary>Requests answered with 500.</summary>
    public double InternalError { get; init; }

    /// <summary>Lists and watches answered with 410 Gone.</summary>
    public double Gone { get; init; }

    /// <summary>Watches cut after a moment.</summary>
    public double CutWatch { get; init; }

    /// <summary>Requests held back for <see cref="DelayTime"/>.</summary>
    public double Delay { get; init; }
    public TimeSpan DelayTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many running pods vanish in a minute, as when their machine dies. Not by the API server alone: see <see cref="LocalCluster.BeginFaults"/>.</summary>
    public double PodsPerMinute { get; init; }

    /// <summary>How many nodes are lost in a minute, with all of their pods; each comes back after <see cref="NodeLoss"/>.</summary>
    public double NodesPerMinute { get; init; }
    public TimeSpan NodeLoss { get; init; } = TimeSpan.FromSeconds(10);
}
