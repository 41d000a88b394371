using System.Text.Json.Nodes;
using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>How a run ended, for people and for scripts.</summary>
internal sealed record RunResult
{
    public required string Name { get; init; }
    public required string Namespace { get; init; }

    /// <summary><c>COMPLETED</c> or <c>FAILED</c>.</summary>
    public required string State { get; init; }
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Null where it did not fail.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about the failure, where it is known.</summary>
    public string? Fix { get; init; }
    public string? ApplicationId { get; init; }
    public int? ExitCode { get; init; }
    public required string DriverLog { get; init; }
    public string? EventLog { get; init; }
    public required bool IsSimulated { get; init; }

    public bool IsSuccess => State == ApplicationStates.Completed;

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["namespace"] = Namespace,
        ["state"] = State,
        ["elapsedSeconds"] = Math.Round(Elapsed.TotalSeconds, 3),
        ["reason"] = Reason,
        ["fix"] = Fix,
        ["applicationId"] = ApplicationId,
        ["driverExitCode"] = ExitCode,
        ["driverLog"] = DriverLog,
        ["eventLog"] = EventLog,
        ["simulated"] = IsSimulated,
    };
}
