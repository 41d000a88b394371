using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Deleting;

/// <summary>Pods on a node are given time to end; everything else goes at once.</summary>
internal static class GracePeriods
{
    public static long Of(ApiResource resource, JsonObject value, DeleteOptions options)
    {
        if (resource.GroupResource != "pods")
            return 0;
        var spec = value.Map("spec") ?? [];
        var phase = value.Map("status")?.Text("phase");
        if (string.IsNullOrEmpty(spec.Text("nodeName")) || phase is "Succeeded" or "Failed")
            return 0;
        var wanted = options.GracePeriodSeconds ?? spec["terminationGracePeriodSeconds"].Number ?? 30;
        if (wanted < 0)
            wanted = 1;
        var known = value.Map("metadata")?["deletionGracePeriodSeconds"].Number;
        return known is { } shorter && value.Map("metadata")?["deletionTimestamp"] is not null ? Math.Min(shorter, wanted) : wanted;
    }
}
