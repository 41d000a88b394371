using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Leases.</summary>
internal static class CoordinationValidation
{
    public static void Lease(ErrorList errors, JsonObject spec)
    {
        errors.Positive("spec.leaseDurationSeconds", spec["leaseDurationSeconds"]);
        errors.NotNegative("spec.leaseTransitions", spec["leaseTransitions"]);
    }
}
