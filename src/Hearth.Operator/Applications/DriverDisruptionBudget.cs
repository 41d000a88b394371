using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The PodDisruptionBudget that guards a driver.</summary>
internal static class DriverDisruptionBudget
{
    public static KubeObject? Of(SparkApplication application, OperatorOptions options)
    {
        if (!options.EnableDriverPodDisruptionBudget || application.Spec.DriverPodDisruptionBudget != true)
            return null;
        var selector = new JsonObject { ["matchLabels"] = new JsonObject { [SparkLabels.AppName] = application.Metadata.Name, [SparkLabels.Role] = "driver" } };
        using var spec = JsonDocument.Parse(new JsonObject { ["minAvailable"] = 1, ["selector"] = selector }.ToJsonString());
        return new()
        {
            ApiVersion = "policy/v1",
            Kind = "PodDisruptionBudget",
            Metadata = new()
            {
                Name = DriverPod.NameOf(application),
                Namespace = application.Metadata.Namespace,
                Labels = new Dictionary<string, string> { [SparkLabels.LaunchedBy] = "true", [SparkLabels.AppName] = application.Metadata.Name! },
                OwnerReferences = [WebUIObjects.Owner(application)],
            },
            Extra = new() { ["spec"] = spec.RootElement.Clone() },
        };
    }
}
