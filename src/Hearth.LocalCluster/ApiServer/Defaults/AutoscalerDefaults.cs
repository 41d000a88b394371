using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>How fast an autoscaler moves when nobody says so; only where a behaviour is given at all.</summary>
internal static class AutoscalerDefaults
{
    public static void Behaviour(JsonObject? behaviour)
    {
        if (behaviour is null)
            return;
        Rules(behaviour.Ensure("scaleUp"), 0, Policy("Pods", 4), Policy("Percent", 100));
        Rules(behaviour.Ensure("scaleDown"), null, Policy("Percent", 100));
    }

    private static void Rules(JsonObject rules, long? window, params JsonObject[] policies)
    {
        if (window is not null && rules["stabilizationWindowSeconds"] is null)
            rules["stabilizationWindowSeconds"] = window;
        rules.Default("selectPolicy", "Max");
        if (rules["policies"] is null)
            rules["policies"] = new JsonArray([.. policies]);
    }

    private static JsonObject Policy(string type, long value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = 15L };
}
