using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>How fast an autoscaler moves when nobody says so; only where a behaviour is given at all.</summary>
internal static class AutoscalerDefaults
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private static readonly string[] s_roundTrip = [Metrics, "autoscaling.alpha.kubernetes.io/behavior", "autoscaling.alpha.kubernetes.io/conditions", "autoscaling.alpha.kubernetes.io/current-metrics"];

    public static void Behaviour(JsonObject? behaviour)
    {
        if (behaviour is null)
            return;
        Rules(behaviour.Ensure("scaleUp"), 0, Policy("Pods", 4), Policy("Percent", 100));
        Rules(behaviour.Ensure("scaleDown"), null, Policy("Percent", 100));
    }

    /// <summary>Whether a first version says by an annotation what it has no field for.</summary>
    public static bool StatesMetrics(JsonObject value) => value.Map("metadata")?.Map("annotations")?.Text(Metrics) is { } text && IsList(text);

    /// <summary>Annotations in which old versions carry what newer ones have fields for: no later version has them, nor what cannot be read.</summary>
    public static void DropRoundTrip(JsonObject? metadata, string version)
    {
        if (metadata?.Map("annotations") is not { } annotations)
            return;
        foreach (var name in s_roundTrip)
        {
            if (version != "v1" || name == Metrics && annotations.Text(name) is { } text && !IsList(text))
                annotations.Remove(name);
        }

        if (annotations.Count == 0)
            metadata.Remove("annotations");
    }

    private static bool IsList(string text)
    {
        try
        {
            return JsonReader.Read(System.Text.Encoding.UTF8.GetBytes(text)) is JsonArray { Count: > 0 };
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
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
