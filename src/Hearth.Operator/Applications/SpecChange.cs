using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Whether the spec changed since the present attempt began, also while no operator ran.</summary>
internal static class SpecChange
{
    /// <summary>What follows from a change; null where there is none to act on.</summary>
    public static Decision? Of(ApplicationSnapshot s)
    {
        if (s.Status.ObservedGeneration == s.Application.Metadata.Generation || s.Status.Hearth?.SpecHash is not { } hash)
            return null;
        var observed = s.Status with { ObservedGeneration = s.Application.Metadata.Generation };
        if (HashOf(s.Spec) == hash)
            return new() { Status = observed };
        return s.State switch
        {
            ApplicationStates.Completed or ApplicationStates.Failed when s.Spec.Hearth?.RerunOnChange != true && !HasNeverRun(s.Status) => new() { Status = observed with { Hearth = observed.Hearth! with { SpecHash = HashOf(s.Spec) } } },
            _ => new()
            {
                // When the last attempt began is told until its objects, which are named after it, are gone.
                Status = observed with
                {
                    ApplicationState = new() { State = ApplicationStates.Invalidating },
                    ExecutionAttempts = null,
                    SubmissionAttempts = null,
                    Hearth = observed.Hearth! with { SpecHash = HashOf(s.Spec), Failures = null },
                },
            },
        };
    }

    /// <summary>Its manifest could not be submitted: that it is corrected is what everybody waits for.</summary>
    private static bool HasNeverRun(SparkApplicationStatus status) => status is { Hearth.Final: true, ExecutionAttempts: null or 0 };

    /// <summary>Over everything that a run is made of: not suspend, the time to live, nor Hearth's own options.</summary>
    public static string HashOf(SparkApplicationSpec spec)
    {
        var content = spec with { Suspend = null, TimeToLiveSeconds = null, Hearth = null };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, SparkJson.Default.SparkApplicationSpec)))[..16];
    }
}
