using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>One device of a class, where a claim does not say how many.</summary>
internal static class DeviceDefaults
{
    public static void Claim(JsonObject? spec)
    {
        foreach (var request in spec?.Map("devices")?.Objects("requests") ?? [])
        {
            if (request.Map("exactly") is { } exactly)
                Amount(exactly);
            foreach (var alternative in request.Objects("firstAvailable"))
                Amount(alternative);
        }
    }

    private static void Amount(JsonObject request)
    {
        request.Default("allocationMode", "ExactCount");
        if (request.Text("allocationMode") == "ExactCount" && (request["count"].Number ?? 0) == 0)
            request["count"] = 1L;
        foreach (var toleration in request.Objects("tolerations"))
            toleration.Default("operator", "Equal");
    }
}
